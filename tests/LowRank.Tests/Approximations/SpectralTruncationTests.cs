namespace LowRank.Tests;

/// <summary>Truncations in the spectral norm: what they hold, and who refuses them.</summary>
public sealed class SpectralTruncationTests
{
    public static TheoryData<Truncation> Both => [Truncation.RelativeSpectralError(0.1), Truncation.AbsoluteSpectralError(0.1)];

    [Fact]
    public void Each_kind_holds_what_it_was_given()
    {
        Truncation relative = Truncation.RelativeSpectralError(0.01, 5);
        Assert.Equal((TruncationKind.RelativeSpectralError, 5, 0.01), (relative.Kind, relative.MaxRank, relative.Tolerance));
        Truncation absolute = Truncation.AbsoluteSpectralError(3);
        Assert.Equal((TruncationKind.AbsoluteSpectralError, null, 3.0), (absolute.Kind, absolute.MaxRank, absolute.Tolerance));
        Assert.Equal("relative spectral error 0.01", relative.ToString());
        Assert.Equal("absolute spectral error 3", absolute.ToString());
        Assert.Throws<ArgumentOutOfRangeException>("tolerance", () => Truncation.RelativeSpectralError(0));
        Assert.Throws<ArgumentOutOfRangeException>("maxRank", () => Truncation.AbsoluteSpectralError(1, -1));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Entry_points_that_know_only_the_Frobenius_norm_refuse_them(Truncation truncation)
    {
        DenseMatrix<double> a = DenseMatrix.FromArray(new[,] { { 2.0, 1 }, { 1, 2 } });
        Action[] calls =
        [
            () => InterpolativeDecomposition.Compute(a, truncation),
            () => CurDecomposition.Compute(a, truncation),
            () => NystromApproximation.Compute(a, truncation),
            () => PivotedQr.ComputeTruncated(a, truncation),
            () => ColumnSelection.Select(a, truncation),
            () => ColumnRow.Multiply(a, a, truncation),
        ];
        foreach (Action call in calls)
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(nameof(truncation), call);
            Assert.Contains("spectral", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pca_keeps_them()
    {
        DenseMatrix<double> a = DenseMatrix.FromArray(
            new[,] { { 3.0, 0, 0 }, { -3, 0, 0 }, { 0, 1, 0 }, { 0, -1, 0 }, { 0, 0, 0.1 }, { 0, 0, -0.1 } });
        Assert.Equal(1, Pca.Fit(a, Truncation.RelativeSpectralError(0.4)).Components.RowCount);
        Assert.Equal(2, Pca.Fit(a, Truncation.RelativeSpectralError(0.3)).Components.RowCount);
        Assert.Equal(3, Pca.Fit(a, Truncation.AbsoluteSpectralError(0.1)).Components.RowCount);
    }
}
