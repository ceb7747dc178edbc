namespace LowRank.Tests;

/// <summary>
/// Every entry point that takes options takes <c>new() { … }</c> for them. That this compiles is most of the test: among overloads C#
/// gives <c>new()</c> a chance with every parameter type, and where two stay in the running, the call is ambiguous.
/// </summary>
public sealed class TargetTypedOptionsTests
{
    private const ulong Seed = 5;

    private static readonly DenseMatrix<double> A = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(6, 5, 1));
    private static readonly DenseMatrix<double> B = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(5, 4, 2));

    [Fact]
    public void Products_take_them()
    {
        ColumnRowOptions options = new() { Scheme = ColumnRowScheme.TopK, Seed = Seed };
        Assert.Equal(options.Scheme, ColumnRow.Multiply(A, B, 2, new() { Scheme = ColumnRowScheme.TopK, Seed = Seed }).Scheme);
        Assert.Equal(options.Scheme, ColumnRow.Multiply(A, B, Truncation.Rank(2), new() { Scheme = ColumnRowScheme.TopK }).Scheme);
        Assert.Equal(options.Scheme, ColumnRow.Plan(A, B, 2, new() { Scheme = ColumnRowScheme.TopK }).Scheme);
        Assert.Equal(options.Scheme, ColumnRow.Plan(A, B, Truncation.Rank(2), new() { Scheme = ColumnRowScheme.TopK }).Scheme);
        Assert.Equal(options.Scheme, ColumnRow.Gram(A, 2, new() { Scheme = ColumnRowScheme.TopK }).Scheme);
        Assert.Equal(options.Scheme,
            ColumnRow.MultiplyVector(A, [1, 2, 3, 4, 5], 2, options: new() { Scheme = ColumnRowScheme.TopK }).Scheme);
        Assert.Equal(options.Scheme, ColumnRow.MultiplyBatch([A], [B], 2, new() { Scheme = ColumnRowScheme.TopK })[0].Scheme);
        Assert.NotNull(ColumnRow.MultiplyChain([A, B], 2, new() { Scheme = ColumnRowScheme.Bernoulli }).Product);
        Assert.True(ColumnRow.ExpectedError(A, B, 2, new() { Scheme = ColumnRowScheme.Bernoulli }).Frobenius > 0);
    }

    [Fact]
    public void A_destination_is_still_one()
    {
        DenseMatrix<double> destination = DenseMatrix.Create<double>(6, 4);
        Assert.Same(destination, ColumnRow.MultiplyInto(A, B, 2, destination).Product);
        Assert.Same(destination, ColumnRow.MultiplyInto(A, B, 2, destination, new() { Scheme = ColumnRowScheme.TopK }).Product);
        Assert.Same(destination, ColumnRow.MultiplyInto(A, B, Truncation.RelativeError(0.5), destination).Product);
        Assert.NotSame(destination, ColumnRow.Multiply(A, B, 2, null).Product);
    }

    [Fact]
    public void Decompositions_take_them()
    {
        Assert.Equal(TruncatedSvdMethod.Gram, TruncatedSvd.Compute(A, 2, new() { Method = TruncatedSvdMethod.Gram }).Method);
        Assert.Equal(TruncatedSvdMethod.Full, TruncatedSvd.ComputeBatch([A], 2, new() { Method = TruncatedSvdMethod.Full })[0].Method);
        Assert.Equal(InterpolativeSide.Rows, InterpolativeDecomposition.Compute(A, 2, new() { Side = InterpolativeSide.Rows }).Side);
        Assert.Equal(InterpolativeSide.Rows,
            InterpolativeDecomposition.FromIndices(A, [1, 2], new() { Side = InterpolativeSide.Rows }).Side);
        Assert.Equal(2, InterpolativeDecomposition.ComputeTwoSided(A, 2, new() { Selection = new() { Oversampling = 1 } }).Rank);
        Assert.Equal(2, InterpolativeDecomposition.InterpDecomp(A, 2, new() { Selection = new() { Oversampling = 1 } }).Rank);
        Assert.Equal(CurCore.Intersection, CurDecomposition.Compute(A, 2, new() { Core = CurCore.Intersection }).Core);
        Assert.Equal(CurCore.Intersection,
            CurDecomposition.Compute(SparseMatrix.FromDense(A), 2, new() { Core = CurCore.Intersection }).Core);
        Assert.Equal(CurCore.Intersection, CurDecomposition.FromIndices(A, [1], [2], new() { Core = CurCore.Intersection }).Core);
        Assert.Equal(ColumnSelectionMethod.Deim, ColumnSelection.Select(A, 2, new() { Method = ColumnSelectionMethod.Deim }).Method);
        Assert.Equal(5, ColumnSelection.LeverageScores(A, 2, new() { LeverageScores = LeverageScoreKind.Ridge }).Length);
        Assert.Equal(PivotedQrMethod.Householder, PivotedQr.Compute(A, new() { Method = PivotedQrMethod.Householder }).Method);
        Assert.Equal(PivotedQrMethod.Householder, PivotedQr.ComputeTruncated(A, 2, new() { Method = PivotedQrMethod.Householder }).Method);
        Assert.Equal(2, PivotedQr.ComputeTruncated(A, 2).Rank);
        Assert.Equal(2, Pca.Fit(A, 2, new() { Scaling = PcaScaling.UnitVariance }).Components.RowCount);
        Assert.Equal(2, GeneralizedNystrom.Compute(A, 2, new() { Seed = Seed }).Rank);
        Assert.Equal(2, CrossApproximation.Compute(6, 5, (i, j) => 1.0 / (1 + i + j), 2, new() { Pivoting = CrossPivoting.Full }).Rank);
        DenseMatrix<double> gram = A.Transpose() * A;
        Assert.Equal(2, NystromApproximation.Compute(gram, 2, new() { Seed = Seed }).Rank);
        Assert.Equal(2, NystromApproximation.Compute(KernelSource.FromMatrix(gram), 2, new() { Seed = Seed }).Rank);
        Assert.True(SpectralNorm.Estimate(A, new() { BlockSize = 2 }).LowerBound > 0);
        Assert.Equal(6, PolarFactor.Compute(A, new() { Method = PolarFactorMethod.NewtonSchulz }).RowCount);
    }

    [Fact]
    public void Inverses_take_them()
    {
        Assert.Equal(PseudoInverseMethod.Svd, PseudoInverse.Compute(A, new() { Method = PseudoInverseMethod.Svd }).Method);
        Assert.Equal(PseudoInverseMethod.Svd, PseudoInverse.ComputeBatch([A], new() { Method = PseudoInverseMethod.Svd })[0].Method);
        DenseMatrix<double> m = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(6, 4, 3));
        Assert.Equal(5, PseudoInverse.Form(A, new() { Method = PseudoInverseMethod.Svd }).RowCount);
        Assert.Equal(5, PseudoInverse.Solve(A, m, new() { Method = PseudoInverseMethod.Svd }).RowCount);
        Assert.Equal(5, PseudoInverse.LeastSquares(A, m, new() { Method = PseudoInverseMethod.Svd }).Solution.RowCount);
        DenseMatrix<double> right = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(3, 4, 4));
        DenseMatrix<double> x = PseudoInverse.SolveTwoSided(A, m, right, new() { Method = PseudoInverseMethod.Svd });
        DenseMatrix<double> limited = PseudoInverse.SolveTwoSidedOfRank(A, m, right, 1, new() { Method = PseudoInverseMethod.Svd });
        Assert.Equal((5, 3), (x.RowCount, x.ColumnCount));
        Assert.Equal(1, PseudoInverse.Compute(limited, new() { RelativeTolerance = 1e-9 }).Rank);
        Assert.Equal(5, PseudoInverse.Updatable(A, new() { Method = PseudoInverseMethod.Svd }).Rank);
    }
}
