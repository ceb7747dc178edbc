using System.Numerics;

namespace LowRank.Tests;

/// <summary>A sparse test matrix: triplets in random order, with repetitions, with empty rows and columns; and what they add up
/// to.</summary>
internal sealed class SparseCase<T>
    where T : unmanaged, INumberBase<T>
{
    public SparseCase(int rows, int columns, int seed, double? density = null)
    {
        Rows = rows;
        Columns = columns;
        System.Random random = new(seed);
        double share = density ?? new[] { 0, 0.05, 0.2, 0.5, 1, 2 }[seed % 6];
        int count = rows == 0 || columns == 0 ? 0 : (int)(share * rows * columns);

        // Every third row and every fourth column stays empty in half of the cases.
        bool hasEmpty = seed % 2 == 0;
        Entries = new Complex[rows, columns];
        for (int k = 0; k < count; k++)
        {
            int i = random.Next(rows);
            int j = random.Next(columns);
            if (hasEmpty && (i % 3 == 1 || j % 4 == 1))
            {
                continue;
            }

            // Small integers, so that sums do not depend on their order, and now and then cancel.
            Complex value = Oracle.Rounded<T>(new Complex(random.Next(-4, 5), random.Next(-4, 5)));
            Entries[i, j] += value;
            RowIndices.Add(i);
            ColumnIndices.Add(j);
            Values.Add(Oracle.To<T>(value));
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public List<int> RowIndices { get; } = [];

    public List<int> ColumnIndices { get; } = [];

    public List<T> Values { get; } = [];

    /// <summary>The matrix that the triplets add up to.</summary>
    public Complex[,] Entries { get; }

    public int NonZeroCount => Entries.Cast<Complex>().Count(value => value != 0);

    /// <summary>From triplets, or through columns, by seed: the two forms that a matrix can start from.</summary>
    public SparseMatrix<T> Build(int way = 0)
    {
        SparseMatrix<T> matrix = SparseMatrix.FromTriplets<T>(Rows, Columns, [.. RowIndices], [.. ColumnIndices], [.. Values]);
        if (way % 2 == 0)
        {
            return matrix;
        }

        CompressedVectors<T> columns = matrix.AsCompressedColumns();
        return SparseMatrix.FromCompressedColumns(Rows, Columns, columns.Starts.Span, columns.Indices.Span, columns.Values.Span);
    }
}
