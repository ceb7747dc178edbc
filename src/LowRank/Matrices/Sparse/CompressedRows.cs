using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>Compressed sparse rows: row i has the columns and values starts[i] … starts[i + 1] − 1, ascending, without repetition and
/// without zeros.</summary>
internal sealed class CompressedRows<T>(int rowCount, int columnCount, int[] starts, int[] indices, T[] values)
    where T : unmanaged, INumberBase<T>
{
    private readonly Lazy<(int, int)[]> _longColumns = new(() => Long(indices, rowCount, columnCount));

    public int RowCount => rowCount;

    public int ColumnCount => columnCount;

    /// <summary>m + 1 numbers.</summary>
    public int[] Starts => starts;

    public int[] Indices => indices;

    public T[] Values => values;

    /// <summary>The columns with so many entries that their sums in single precision are cut, the fullest first; to a column of level k
    /// one row in 2ᵏ or more gives an entry.</summary>
    public (int Column, int Level)[] LongColumns => _longColumns.Value;

    public ReadOnlySpan<int> IndicesOf(int row) => indices.AsSpan(starts[row]..starts[row + 1]);

    public ReadOnlySpan<T> ValuesOf(int row) => values.AsSpan(starts[row]..starts[row + 1]);

    public T Find(int row, int column)
    {
        int found = IndicesOf(row).BinarySearch(column);
        return found < 0 ? T.Zero : ValuesOf(row)[found];
    }

    /// <summary>The same matrix by columns, which are the rows of the transpose. A counting sort, O(entries + m + n), keeps them in
    /// order.</summary>
    public CompressedRows<T> Transpose()
    {
        int[] targets = CompressedBuilder.Starts(indices, columnCount);
        int[] newIndices = new int[indices.Length];
        T[] newValues = new T[indices.Length];
        int[] next = targets.AsSpan(0, columnCount).ToArray();
        for (int i = 0; i < rowCount; i++)
        {
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                int at = next[indices[k]]++;
                newIndices[at] = i;
                newValues[at] = values[k];
            }
        }

        return new CompressedRows<T>(columnCount, rowCount, targets, newIndices, newValues);
    }

    /// <summary>Rows in any order, repetitions allowed, of which the columns from <paramref name="column"/> on are kept.</summary>
    public CompressedRows<T> Select(ReadOnlySpan<int> rows, int column, int count)
    {
        int[] newStarts = new int[rows.Length + 1];
        long total = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Range kept = Within(rows[i], column, count);
            total += kept.End.Value - kept.Start.Value;
            newStarts[i + 1] = unchecked((int)total);
        }

        CompressedBuilder.CheckCount(total, nameof(rows));

        int[] newIndices = new int[total];
        T[] newValues = new T[total];
        for (int i = 0; i < rows.Length; i++)
        {
            Range kept = Within(rows[i], column, count);
            Span<int> target = newIndices.AsSpan(newStarts[i]..newStarts[i + 1]);
            IndicesOf(rows[i])[kept].CopyTo(target);
            ValuesOf(rows[i])[kept].CopyTo(newValues.AsSpan(newStarts[i]));
            if (column > 0)
            {
                foreach (ref int index in target)
                {
                    index -= column;
                }
            }
        }

        return new CompressedRows<T>(rows.Length, count, newStarts, newIndices, newValues);
    }

    private static (int, int)[] Long(int[] indices, int rowCount, int columnCount)
    {
        int[] starts = CompressedBuilder.Starts(indices, columnCount);
        return [.. Enumerable.Range(0, columnCount)
            .Where(j => starts[j + 1] - starts[j] > Machine.TermsPerSparseSum)
            .Select(j => (j, BitOperations.Log2((uint)(rowCount / (starts[j + 1] - starts[j])))))
            .OrderBy(column => column.Item2)];
    }

    private Range Within(int row, int column, int count)
    {
        ReadOnlySpan<int> columns = IndicesOf(row);
        return column == 0 && count == columnCount ? 0..columns.Length : First(columns, column)..First(columns, (long)column + count);

        static int First(ReadOnlySpan<int> columns, long column)
        {
            if (column > int.MaxValue)
            {
                return columns.Length;
            }

            int found = columns.BinarySearch((int)column);
            return found < 0 ? ~found : found;
        }
    }
}
