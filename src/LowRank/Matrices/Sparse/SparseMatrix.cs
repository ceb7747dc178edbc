using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>Makes sparse matrices: from triplets, from compressed rows or columns, from dense matrices. All of them copy.</summary>
/// <remarks>Entries at one place are added up; those that are, or sum to, zero are not stored; NaN and infinity are refused.</remarks>
public static class SparseMatrix
{
    /// <summary>Makes a matrix from its entries in any order, as three lists; entries at one place are added up in the order
    /// given.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">The number of rows m, 0 or more.</param>
    /// <param name="columns">The number of columns n, 0 or more.</param>
    /// <param name="rowIndices">The row of each entry, from 0.</param>
    /// <param name="columnIndices">The column of each entry, from 0.</param>
    /// <param name="values">The entries.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or an entry (or a sum of entries) is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative or too large, or an index lies outside the matrix.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    /// <remarks>Cost: two counting sorts, O(entries + m + n).</remarks>
    public static SparseMatrix<T> FromTriplets<T>(
        int rows, int columns, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> columnIndices, ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        CheckShape<T>(rows, columns);
        if (rowIndices.Length != values.Length || columnIndices.Length != values.Length)
        {
            throw new ArgumentException(
                $"There must be as many row indices ({rowIndices.Length}) and column indices ({columnIndices.Length}) as values "
                    + $"({values.Length}).",
                nameof(values));
        }

        MatrixGuard.Indices(rowIndices, rows, nameof(rowIndices));
        MatrixGuard.Indices(columnIndices, columns, nameof(columnIndices));
        return SparseMatrix<T>.OfRows(CompressedBuilder.FromTriplets(rows, columns, rowIndices, columnIndices, values));
    }

    /// <summary>Makes a matrix from its entries in any order; entries at one place are added up in the order given.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">The number of rows m, 0 or more.</param>
    /// <param name="columns">The number of columns n, 0 or more.</param>
    /// <param name="entries">The entries with their rows and columns, from 0.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentException">An entry (or a sum of entries) is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative or too large, or an index lies outside the matrix.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static SparseMatrix<T> FromTriplets<T>(int rows, int columns, IEnumerable<(int Row, int Column, T Value)> entries)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<int> rowIndices = [];
        List<int> columnIndices = [];
        List<T> values = [];
        foreach ((int row, int column, T value) in entries)
        {
            rowIndices.Add(row);
            columnIndices.Add(column);
            values.Add(value);
        }

        return FromTriplets<T>(rows, columns, [.. rowIndices], [.. columnIndices], [.. values]);
    }

    /// <summary>Makes a matrix from compressed sparse rows (CSR), whose columns may stand in any order and repeat.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">The number of rows m, 0 or more.</param>
    /// <param name="columns">The number of columns n, 0 or more.</param>
    /// <param name="starts">Where each row starts in the other two lists, and where the last one ends: m + 1 numbers, from 0, not
    /// falling.</param>
    /// <param name="columnIndices">The column of each entry, from 0.</param>
    /// <param name="values">The entries.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentException">The lists do not fit each other, or an entry (or a sum of entries) is NaN or
    /// infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative or too large, or an index lies outside the matrix.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static SparseMatrix<T> FromCompressedRows<T>(
        int rows, int columns, ReadOnlySpan<int> starts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        CheckShape<T>(rows, columns);
        CheckCompressed(starts, rows, columnIndices, columns, values.Length, "rows", nameof(columnIndices));
        return SparseMatrix<T>.OfRows(CompressedBuilder.FromCompressed(rows, columns, starts, columnIndices, values));
    }

    /// <summary>Makes a matrix from compressed sparse columns (CSC), whose rows may stand in any order and repeat.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">The number of rows m, 0 or more.</param>
    /// <param name="columns">The number of columns n, 0 or more.</param>
    /// <param name="starts">Where each column starts in the other two lists, and where the last one ends: n + 1 numbers, from 0, not
    /// falling.</param>
    /// <param name="rowIndices">The row of each entry, from 0.</param>
    /// <param name="values">The entries.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentException">The lists do not fit each other, or an entry (or a sum of entries) is NaN or
    /// infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative or too large, or an index lies outside the matrix.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static SparseMatrix<T> FromCompressedColumns<T>(
        int rows, int columns, ReadOnlySpan<int> starts, ReadOnlySpan<int> rowIndices, ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        CheckShape<T>(rows, columns);
        CheckCompressed(starts, columns, rowIndices, rows, values.Length, "columns", nameof(rowIndices));
        return SparseMatrix<T>.OfRows(CompressedBuilder.FromCompressed(columns, rows, starts, rowIndices, values)).Transpose();
    }

    /// <summary>Copies the entries of a dense matrix that are not small.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, any layout.</param>
    /// <param name="threshold">Entries of at most this magnitude are dropped; 0, the default, drops only zeros.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative, NaN or infinite.</exception>
    public static SparseMatrix<T> FromDense<T>(DenseMatrix<T> a, double threshold = 0)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!(threshold >= 0 && double.IsFinite(threshold)))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold must be finite and not negative.");
        }

        MatrixGuard.Finite(a, nameof(a));
        if (a.Layout == MatrixLayout.ColumnMajor)
        {
            return FromDense(a.Transpose(), threshold).Transpose();
        }

        MatrixSpan<T> span = a.Span;
        int[] starts = new int[a.RowCount + 1];
        for (int i = 0; i < a.RowCount; i++)
        {
            int count = 0;
            foreach (T value in span.Major(i))
            {
                count += Scalar<T>.Abs(value) > threshold ? 1 : 0;
            }

            starts[i + 1] = starts[i] + count;
        }

        int[] indices = new int[starts[^1]];
        T[] values = new T[starts[^1]];
        for (int i = 0; i < a.RowCount; i++)
        {
            ReadOnlySpan<T> row = span.Major(i);
            int at = starts[i];
            for (int j = 0; j < row.Length; j++)
            {
                if (Scalar<T>.Abs(row[j]) > threshold)
                {
                    indices[at] = j;
                    values[at++] = row[j];
                }
            }
        }

        return SparseMatrix<T>.OfRows(new CompressedRows<T>(a.RowCount, a.ColumnCount, starts, indices, values));
    }

    private static void CheckShape<T>(int rows, int columns)
        where T : unmanaged, INumberBase<T>
    {
        Scalar<T>.EnsureSupported();
        CheckDimension(rows, nameof(rows));
        CheckDimension(columns, nameof(columns));
    }

    private static void CheckDimension(int count, string name)
    {
        if (count < 0 || count >= Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(name, count, $"A sparse matrix has 0 … {Array.MaxLength - 1} rows and columns.");
        }
    }

    private static void CheckCompressed(
        ReadOnlySpan<int> starts, int majorCount, ReadOnlySpan<int> indices, int minorCount, int valueCount, string majors,
            string indicesName)
    {
        if (starts.Length != majorCount + 1)
        {
            throw new ArgumentException(
                $"{majorCount} {majors} need {majorCount + 1} starts, but there are {starts.Length}.", nameof(starts));
        }

        if (indices.Length != valueCount)
        {
            throw new ArgumentException($"There are {indices.Length} indices for {valueCount} values.", indicesName);
        }

        if (starts[0] != 0 || starts[^1] != valueCount)
        {
            throw new ArgumentException(
                $"The starts go from {starts[0]} to {starts[^1]}; they must go from 0 to the number of values, {valueCount}.",
                    nameof(starts));
        }

        for (int i = 0; i < majorCount; i++)
        {
            if (starts[i] > starts[i + 1])
            {
                throw new ArgumentException($"The starts fall from {starts[i]} to {starts[i + 1]} at {i}.", nameof(starts));
            }
        }

        MatrixGuard.Indices(indices, minorCount, indicesName);
    }
}
