using LowRank.Execution;
using LowRank.Selection;
using LowRank.Tall;

namespace LowRank.Tests;

/// <summary>The lengths of what a basis leaves of columns, and the sketches that are brought to them.</summary>
public sealed class ColumnLengthsTests
{
    [Fact]
    public void A_sketch_gets_the_lengths_of_what_the_basis_leaves()
    {
        const int M = 300;
        const int N = 70;
        DenseMatrix<double> a = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(M, N, 5), MatrixLayout.ColumnMajor);
        DenseMatrix<double> q = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(M, 20, 6), MatrixLayout.ColumnMajor);
        Tall.Orthonormalizer<double>.Householder(q);
        DenseMatrix<double> w = (a.Transpose() * q).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<double> left = (q * w.Transpose()).ToDense(MatrixLayout.ColumnMajor);
        for (int j = 0; j < N; j++)
        {
            for (int i = 0; i < M; i++)
            {
                left[i, j] = a[i, j] - left[i, j];
            }
        }

        RunContext context = new(new ColumnSelectionOptions(), CancellationToken.None);
        foreach (ILinearOperator<double> input in new ILinearOperator<double>[] { a, a.ToDense(MatrixLayout.RowMajor),
            SparseMatrix.FromDense(a) })
        {
            Restores(ColumnLengths<double>.TryOf(input, context)!, a, w, left);
        }

        Restores(ColumnLengths<double>.TryOfSquares(
            [.. Enumerable.Range(0, N).Select(j => Math.Pow(a.AsColumns(j, 1).FrobeniusNorm(), 2))])!, a, w, left);
        foreach (int exponent in new[] { 600, -600 })
        {
            Restores(ColumnLengths<double>.TryOf(Scaled(a, exponent), context)!, Scaled(a, exponent), Scaled(w, exponent),
                Scaled(left, exponent));
        }
    }

    private static void Restores(ColumnLengths<double> lengths, DenseMatrix<double> a, DenseMatrix<double> w, DenseMatrix<double> left)
    {
        Expect.Close(lengths.Norm, a.FrobeniusNorm(), 1e-13 * a.FrobeniusNorm(), "the norm");
        lengths.Project(w.AsColumns(0, 13));
        lengths.Project(w.AsColumns(13, 7));
        DenseMatrix<double> sketch = left.AsRows(0, 8).ToDense(MatrixLayout.ColumnMajor);
        lengths.Restore(sketch);
        double unit = sketch.AsColumns(0, 1).FrobeniusNorm() / left.AsColumns(0, 1).FrobeniusNorm();
        for (int j = 0; j < left.ColumnCount; j++)
        {
            double length = unit * left.AsColumns(j, 1).FrobeniusNorm();
            Expect.Close(sketch.AsColumns(j, 1).FrobeniusNorm(), length, 1e-12 * length, $"the length of column {j}");
            double factor = sketch[0, j] / left[0, j];
            Assert.True(factor > 0, "the direction is kept");
            Expect.Close(sketch[7, j], factor * left[7, j], 1e-12 * length, $"the direction of column {j}");
        }
    }

    private static DenseMatrix<double> Scaled(DenseMatrix<double> a, int exponent)
    {
        DenseMatrix<double> scaled = a.ToDense(MatrixLayout.ColumnMajor);
        foreach (ref double value in scaled.Memory.Span)
        {
            value = Math.ScaleB(value, exponent);
        }

        return scaled;
    }

    /// <summary>Where nothing but rounding is left of a column, the sketch stays as it is; operators, zero and squares out of range have
    /// no lengths.</summary>
    [Fact]
    public void Lengths_that_are_rounding_are_not_used()
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(40, 2, MatrixLayout.ColumnMajor);
        a.Memory.Span.Fill(1);
        DenseMatrix<double> q = DenseMatrix.Create<double>(40, 1, MatrixLayout.ColumnMajor);
        q.Memory.Span.Fill(1 / Math.Sqrt(40));
        RunContext context = new(new ColumnSelectionOptions(), CancellationToken.None);
        ColumnLengths<double> lengths = ColumnLengths<double>.TryOf(a, context)!;
        lengths.Project((a.Transpose() * q).ToDense(MatrixLayout.ColumnMajor));
        DenseMatrix<double> sketch = DenseMatrix.Create<double>(3, 2, MatrixLayout.ColumnMajor);
        sketch.Memory.Span.Fill(1e-17);
        lengths.Restore(sketch);

        // In units of 4: a power of two near the largest length, √40.
        Assert.All(sketch.Memory.ToArray(), value => Assert.Equal(1e-17 / 4, value));

        a.Memory.Span.Clear();
        Assert.Null(ColumnLengths<double>.TryOf(a, context));
        Assert.Null(ColumnLengths<double>.TryOfSquares([1e-300, 0]));
        Assert.Null(ColumnLengths<double>.TryOfSquares([double.NaN, 1]));
        Assert.Null(ColumnLengths<double>.TryOf(LinearOperator.Create<double>(40, 2, a.Multiply, a.MultiplyAdjoint), context));
    }
}
