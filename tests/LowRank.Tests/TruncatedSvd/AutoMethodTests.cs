namespace LowRank.Tests;

/// <summary>What <c>Auto</c> chooses, by size and by truncation.</summary>
public sealed class AutoMethodTests
{
    [Theory]
    [InlineData(300, 200, 20, TruncatedSvdMethod.Full)]                 // small
    [InlineData(800, 400, 20, TruncatedSvdMethod.BlockKrylov)]          // large, few of 400
    [InlineData(800, 400, 191, TruncatedSvdMethod.Full)]                // large, but a sketch of more than half
    public void A_truncated_svd_is_randomised_where_that_pays(int rows, int columns, int rank, TruncatedSvdMethod expected)
    {
        DenseMatrix<double> a = Decaying(rows, columns);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a, rank);
        Assert.Equal(expected, svd.Method);

        // What was chosen is as good as Auto promises.
        double best = TruncatedSvd.Compute(a, rank, TruncatedSvdProperties<double>.Full).Error.Frobenius;
        Expect.AtMost(Difference(a, svd), 1.01 * best, "the error");
    }

    [Theory]
    [InlineData(300, 200, ColumnSelectionMethod.ColumnPivotedQr)]
    [InlineData(800, 400, ColumnSelectionMethod.SketchedPivoting)]
    public void An_interpolative_decomposition_is_sketched_where_that_pays(int rows, int columns, ColumnSelectionMethod expected)
    {
        DenseMatrix<double> a = Decaying(rows, columns);
        InterpolativeDecomposition<double> id = InterpolativeDecomposition.Compute(a, 20);
        Assert.Equal(expected, id.Method);
        InterpolativeDecompositionOptions pivoted = new() { Selection = ColumnSelectionMethod.ColumnPivotedQr };
        Expect.AtMost(Difference(a, id), 1.2 * Difference(a, InterpolativeDecomposition.Compute(a, 20, pivoted)), "the error");
    }

    private static double Difference(DenseMatrix<double> a, LowRankApproximation<double> approximation) =>
        Oracle.NormOfDifference(Oracle.Of(a), Oracle.Of(approximation.ToDense()));

    private static DenseMatrix<double> Decaying(int rows, int columns)
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = 1.0 / (1 + Math.Abs(i - (2 * j)));
            }
        }

        return a;
    }
}
