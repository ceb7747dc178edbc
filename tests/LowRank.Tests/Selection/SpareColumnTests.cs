using LowRank.Random;
using LowRank.Selection;

namespace LowRank.Tests;

/// <summary>The default selector on what it must not fail on: steep spectra, many columns, and sketches in parts.</summary>
public class SpareColumnTests
{
    /// <summary>Pivoting on a bare sketch was at up to 6 (11 at rank 12) times the optimum here, pivoting on the matrix itself at 1.9
    /// (6.8 at rank 4).</summary>
    [Theory]
    [InlineData(300, 4)]
    [InlineData(300, 8)]
    [InlineData(1024, 4)]
    [InlineData(1024, 8)]
    public void Hilbert_matrices_are_near_their_optimum_whatever_the_seed(int n, int rank)
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[i, j] = 1.0 / (i + j + 1);
            }
        }

        double optimum = TruncatedSvd.Compute(a, rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full }).Error.Frobenius;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            ColumnSubset subset = ColumnSelection.Select(a, rank, new ColumnSelectionOptions { Seed = seed });
            Assert.Equal(rank, subset.Indices.Distinct().Count());

            // The error itself, by the best coefficients for these columns, and not what the selector says of it.
            double error = TrueError(a, InterpolativeDecomposition.FromIndices(a, subset.Indices.AsSpan()));
            Expect.AtMost(error, 4 * optimum, $"the error with seed {seed}");
            Expect.Close(subset.Error.Frobenius, error, (0.02 * error) + (1e-12 * a.FrobeniusNorm()), $"the error said with seed {seed}");
        }
    }

    /// <summary>Ranks for which one block, a sketch in parts, or several blocks are needed; dense, sparse and by products alone.</summary>
    [Theory]
    [InlineData(50, 1)]
    [InlineData(100, 1)]
    [InlineData(190, 2)]
    public void Many_columns_are_chosen_in_parts(int rank, int blocks)
    {
        const int M = 900;
        const int N = 260;
        DenseMatrix<double> a = Decaying(M, N);
        double optimum = TruncatedSvd.Compute(a, rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full }).Error.Frobenius;
        InterpolativeDecompositionOptions options = new() { Selection = ColumnSelectionMethod.SketchedPivoting };
        InterpolativeDecomposition<double> id = InterpolativeDecomposition.Compute(a, rank, options);
        double pivoted = InterpolativeDecomposition.Compute(
            a, rank, options with { Selection = ColumnSelectionMethod.ColumnPivotedQr }).Error.Frobenius;
        Assert.Equal(rank, id.Indices.Distinct().Count());
        Expect.Close(id.Error.Frobenius, TrueError(a, id), 1e-8 * a.FrobeniusNorm(), "the error");
        Expect.AtMost(id.Error.Frobenius, 1.04 * pivoted, "the error against that of pivoting on the matrix itself");
        Expect.AtLeast(id.Error.Frobenius, optimum, "the error against the optimum");

        InterpolativeDecomposition<double> columnMajor = InterpolativeDecomposition.Compute(
            a.ToDense(MatrixLayout.ColumnMajor), rank, options);
        List<int> widths = [];
        InterpolativeDecomposition<double> byProducts = InterpolativeDecomposition.Compute(
            LinearOperator.Create<double>(M, N, a.Multiply, (x, destination) =>
            {
                widths.Add(x.ColumnCount);
                a.MultiplyAdjoint(x, destination);
            }),
            rank, options);
        InterpolativeDecomposition<double> sparse = InterpolativeDecomposition.Compute(SparseMatrix.FromDense(a), rank, options);
        Assert.Equal(id.Indices, columnMajor.Indices);
        Assert.Equal(id.Indices, sparse.Indices);

        // The lengths of columns are not known of an operator that offers only products. One of these is the sketch, and each block has
        // one: none is spent twice. The last one sharpens the error, since such an operator does not know its norm.
        Expect.AtMost(TrueError(a, byProducts), 1.07 * pivoted, "the error by products");
        Assert.Equal(2 + blocks, widths.Count);
        Assert.InRange(widths.Skip(1).Take(blocks).Sum(), rank, rank + 16);
    }

    /// <summary>A matrix of lower rank than the columns asked for: the sketch runs out in the middle of a part, and others make up the
    /// number.</summary>
    [Fact]
    public void A_sketch_may_run_out()
    {
        DenseMatrix<double> a = Decaying(900, 70) * Decaying(260, 70).Transpose();
        foreach (int rank in new[] { 69, 70, 71, 100, 200 })
        {
            InterpolativeDecomposition<double> id = InterpolativeDecomposition.Compute(
                a, rank, new InterpolativeDecompositionOptions { Selection = ColumnSelectionMethod.SketchedPivoting });
            Assert.Equal(rank, id.Indices.Distinct().Count());
            Assert.True(id.Error.Frobenius <= id.Error.Resolution * 10 == rank >= 70, $"rank {rank}: {id.Error}");
        }
    }

    private static double TrueError(DenseMatrix<double> a, InterpolativeDecomposition<double> id)
    {
        DenseMatrix<double> difference = id.ToDense();
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                difference[i, j] -= a[i, j];
            }
        }

        return difference.FrobeniusNorm();
    }

    /// <summary>U diag(1/j) VT with the singular vectors of a Gaussian matrix.</summary>
    private static DenseMatrix<double> Decaying(int rows, int columns)
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(rows, columns);
        new Sketching.GaussianSketch<double>(7, RandomStream.Sketch).Fill(a, 0);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(
            a, Math.Min(rows, columns), new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full });
        DenseMatrix<double> u = svd.U.ToDense(MatrixLayout.ColumnMajor);
        for (int j = 0; j < u.ColumnCount; j++)
        {
            for (int i = 0; i < u.RowCount; i++)
            {
                u[i, j] /= j + 1;
            }
        }

        return u * svd.VT;
    }
}
