using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace LowRank.Matrices;

/// <summary>Makes <see cref="CompressedRows{T}"/> from what a caller has: unsorted, with repetitions, perhaps wrong.</summary>
internal static class CompressedBuilder
{
    /// <summary>From triplets in any order; what stands at one place is added up in the order given, and sums of zero are
    /// dropped.</summary>
    public static CompressedRows<T> FromTriplets<T>(
        int rows, int columns, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> columnIndices, ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        // Two counting sorts, by column and then by row, leave the rows sorted in O(entries + m + n).
        int[] columnStarts = Starts(columnIndices, columns);
        int[] byColumn = new int[values.Length];
        int[] next = columnStarts.AsSpan(0, columns).ToArray();
        for (int k = 0; k < values.Length; k++)
        {
            byColumn[next[columnIndices[k]]++] = k;
        }

        int[] starts = Starts(rowIndices, rows);
        int[] indices = new int[values.Length];
        T[] sorted = new T[values.Length];
        next = starts.AsSpan(0, rows).ToArray();
        foreach (int k in byColumn)
        {
            int at = next[rowIndices[k]]++;
            indices[at] = columnIndices[k];
            sorted[at] = values[k];
        }

        return Merge(rows, columns, starts, indices, sorted);
    }

    /// <summary>From compressed rows whose columns are in any order; the arrays are copied.</summary>
    public static CompressedRows<T> FromCompressed<T>(
        int rows, int columns, ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        bool isSorted = true;
        for (int i = 0; i < rows && isSorted; i++)
        {
            for (int k = starts[i] + 1; k < starts[i + 1] && isSorted; k++)
            {
                isSorted = indices[k - 1] < indices[k];
            }
        }

        if (isSorted)
        {
            return Merge(rows, columns, starts.ToArray(), indices.ToArray(), values.ToArray());
        }

        int[] rowIndices = new int[indices.Length];
        for (int i = 0; i < rows; i++)
        {
            rowIndices.AsSpan(starts[i]..starts[i + 1]).Fill(i);
        }

        return FromTriplets(rows, columns, rowIndices, indices, values);
    }

    /// <summary>Where each of <paramref name="count"/> numbers starts when the indices are sorted; count + 1 numbers.</summary>
    public static int[] Starts(ReadOnlySpan<int> indices, int count)
    {
        int[] starts = new int[count + 1];
        foreach (int index in indices)
        {
            starts[index + 1]++;
        }

        for (int i = 0; i < count; i++)
        {
            starts[i + 1] += starts[i];
        }

        return starts;
    }

    public static void CheckCount(long entries, string name)
    {
        if (entries > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                name, $"The result has {entries} entries; one sparse matrix holds at most {Array.MaxLength}. Implement "
                    + "ILinearOperator<T> over several.");
        }
    }

    /// <summary>Adds up neighbours at one place, drops zeros and refuses what is not finite; in place.</summary>
    private static CompressedRows<T> Merge<T>(int rows, int columns, int[] starts, int[] indices, T[] values)
        where T : unmanaged, INumberBase<T>
    {
        int kept = 0;
        int from = 0;
        for (int i = 0; i < rows; i++)
        {
            int end = starts[i + 1];
            starts[i] = kept;
            while (from < end)
            {
                int column = indices[from];
                T sum = values[from++];
                while (from < end && indices[from] == column)
                {
                    sum += values[from++];
                }

                if (!T.IsFinite(sum))
                {
                    ThrowNotFinite(rows, columns, i, column, sum, nameof(values));
                }

                if (!T.IsZero(sum))
                {
                    indices[kept] = column;
                    values[kept++] = sum;
                }
            }
        }

        starts[rows] = kept;
        return kept == values.Length
            ? new CompressedRows<T>(rows, columns, starts, indices, values)
            : new CompressedRows<T>(rows, columns, starts, indices.AsSpan(0, kept).ToArray(), values.AsSpan(0, kept).ToArray());
    }

    [DoesNotReturn]
    private static void ThrowNotFinite<T>(int rows, int columns, int row, int column, T value, string name) =>
        throw new ArgumentException(
            $"{name} has the entry {value} at row {row}, column {column} of a {rows} × {columns} matrix; all entries must be finite.",
                name);
}
