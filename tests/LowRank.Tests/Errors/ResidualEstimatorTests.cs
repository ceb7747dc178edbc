using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class SingleResidualEstimatorTests : ResidualEstimatorTests<float>;

public sealed class DoubleResidualEstimatorTests : ResidualEstimatorTests<double>;

public sealed class ComplexResidualEstimatorTests : ResidualEstimatorTests<Complex>;

public abstract class ResidualEstimatorTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Seeds = 600;

    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    /// <summary>
    /// E11: the squared estimate has the mean ‖E‖² and the variance (2/β)‖EᴴE‖²/q, β = 1 for real and 2 for complex probes. Two-sided, 5
    /// standard errors; the standard error of a variance is that of Gaussian-like fourth moments, so it gets a wide margin (25 %).
    /// </summary>
    [Fact]
    public void The_squared_estimate_has_the_mean_and_the_variance_of_E11()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q, Complex[,] error) = Problem(30, 20, 4);
        double[] squares = Squares(a, q);
        double mean = Math.Pow(error.Norm(), 2);
        double beta = Scalar<T>.RealDimension;
        double variance = 2 / beta * Math.Pow(error.Adjoint().Multiply(error).Norm(), 2) / ResidualEstimator<T>.ProbeCount;
        Statistics.Mean(mean, variance, squares.Average(), Seeds, "the mean of the squared estimates");
        double average = squares.Average();
        double measured = squares.Sum(s => (s - average) * (s - average)) / (Seeds - 1);
        Expect.Close(measured, variance, 0.25 * variance, "the variance of the squared estimates");
    }

    [Fact]
    public void The_bound_at_one_tenth_fails_at_most_that_often()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q, Complex[,] error) = Problem(30, 20, 4);
        int failures = Failures(a, q, error.Norm(), 0.1);
        double standardError = Math.Sqrt(0.1 * 0.9 / Seeds);
        Expect.AtMost((double)failures / Seeds, 0.1 + (5 * standardError), "the share of bounds that the error exceeds");
    }

    /// <summary>An error of rank 1 is the worst case, and there the share is known: a two-sided test, so that a bound too wide fails
    /// too.</summary>
    [Fact]
    public void For_an_error_of_rank_1_the_bound_fails_as_often_as_chi_square_says()
    {
        // A has rank 5 and Q spans all but one of its directions.
        Complex[,] left = Oracle.Gaussian<T>(30, 5, 1);
        DenseMatrix<T> a = new Stored<T>(Storage.Workspace, left.Multiply(Oracle.Gaussian<T>(5, 20, 2))).Matrix;
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, left.Block(0, 0, 30, 4)).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        Complex[,] error = Residual(a, q);
        int degrees = ResidualEstimator<T>.DegreesOfFreedom;
        Assert.Equal(10 * Scalar<T>.RealDimension, degrees);
        double exact = Statistics.ChiSquare(degrees, degrees / ProbeTail.Inflation(degrees, 0.1));
        Statistics.Frequency(exact, Failures(a, q, error.Norm(), 0.1), Seeds, "the share of bounds that the error exceeds");
    }

    [Fact]
    public void With_a_known_norm_the_identity_E1_is_exact()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q, Complex[,] error) = Problem(30, 20, 4);
        double captured = Oracle.Of(q).Adjoint().Multiply(Oracle.Of(a)).Norm();
        Residual residual = ResidualEstimator<T>.OfBasis(a, a.FrobeniusNorm(), q, captured, 1, Context);
        Assert.Equal(ErrorEstimateMethod.ExactIdentity, residual.Method);
        double expected = Math.Pow(error.Norm() / a.FrobeniusNorm(), 2);
        Expect.Close(residual.Squared, expected, Expect.Rounding<T>(30, 1), "‖A − QQᴴA‖² / ‖A‖²");
        ErrorEstimate estimate = ResidualEstimator<T>.Estimate(residual, 0, 30);
        Expect.Close(estimate.Frobenius, error.Norm(), Expect.Rounding<T>(30, a.FrobeniusNorm()), "‖A − QQᴴA‖");
        Assert.Equal(estimate.UpperBound(0.01), estimate.UpperBound(0.99));
        Assert.True(estimate.UpperBound(0.5) >= error.Norm());
    }

    /// <summary>Below the floor the identity would cancel, so probes take over; they see a residual of 1e-5 of its floor to within their
    /// spread.</summary>
    [Fact]
    public void Below_its_floor_the_identity_gives_way_to_probes()
    {
        double tiny = 0.1 * ResidualEstimator<T>.IdentityFloor;
        Complex[,] left = Oracle.Gaussian<T>(30, 3, 1);
        Complex[,] noise = Oracle.Gaussian<T>(30, 20, 3);
        Complex[,] signal = left.Multiply(Oracle.Gaussian<T>(3, 20, 2));
        DenseMatrix<T> a = new Stored<T>(Storage.Workspace, signal.Add(noise.Scale(tiny * signal.Norm() / noise.Norm()))).Matrix;
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, left).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        double captured = Oracle.Of(q).Adjoint().Multiply(Oracle.Of(a)).Norm();
        Residual residual = ResidualEstimator<T>.OfBasis(a, a.FrobeniusNorm(), q, captured, 1, Context);
        Assert.Equal(ErrorEstimateMethod.RandomProbe, residual.Method);
        double truth = Residual(a, q).Norm() / a.FrobeniusNorm();
        Expect.Close(Math.Sqrt(residual.Squared) / truth, 1, 0.5, "estimate ÷ truth");
        Assert.False(ResidualEstimator<T>.Estimate(residual, 0, 30).IsBelowResolution);
    }

    [Fact]
    public void A_basis_of_everything_leaves_rounding_and_says_so()
    {
        DenseMatrix<T> a = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(30, 6, 1)).Matrix;
        DenseMatrix<T> q = a.ToDense();
        Orthonormalizer<T>.Orthonormalize(q);
        Residual residual = ResidualEstimator<T>.OfBasis(a, a.FrobeniusNorm(), q, a.FrobeniusNorm(), 1, Context);
        ErrorEstimate estimate = ResidualEstimator<T>.Estimate(residual, 0, 30);
        Expect.AtMost(estimate.RelativeFrobenius, Expect.Rounding<T>(30, 1), "the relative error");
        Assert.True(estimate.IsBelowResolution);
    }

    [Fact]
    public void A_zero_matrix_has_no_error()
    {
        DenseMatrix<T> zero = DenseMatrix.Create<T>(5, 4);
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, Oracle.Build(5, 2, (i, j) => i == j ? 1 : 0)).Matrix;
        foreach (double? norm in new double?[] { 0, null })
        {
            Residual residual = ResidualEstimator<T>.OfBasis(zero, norm, q, 0, 1, Context);
            Assert.Equal(0, residual.Squared);
            Assert.Equal(0, ResidualEstimator<T>.Estimate(residual, 0, 5).Frobenius);
            Assert.Equal(0, ResidualEstimator<T>.Estimate(residual, 0, 5).RelativeFrobenius);
        }
    }

    [Fact]
    public void Deflate_takes_the_part_inside_the_basis_away() => Cases.CheckTallWorkspaces(sizes =>
    {
        DenseMatrix<T> q = new Stored<T>(sizes.A, Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed)).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        Complex[,] basis = Oracle.Of(q);
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed + 1);
        Stored<T> products = new(sizes.B, values);
        using Workspace<T> workspace = new();
        ResidualEstimator<T>.Deflate(q, products.Matrix, workspace);
        Complex[,] expected = values.Subtract(basis.Multiply(basis.Adjoint().Multiply(values)));
        Expect.Close<T>(products.Values, expected, sizes.M, values.Norm(), "(I − QQᴴ) X");
        products.AssertPaddingUntouched();
    });

    [Fact]
    public void The_floor_of_the_identity_is_that_of_Yu_Gu_and_Li() =>
        Assert.Equal(typeof(T) == typeof(float) ? "4.9E-03" : "2.1E-07", $"{ResidualEstimator<T>.IdentityFloor:0.0E+00}");

    /// <summary>E2: what truncation drops adds to what the basis leaves over.</summary>
    [Fact]
    public void Dropped_parts_add_up_in_squares()
    {
        ErrorEstimate estimate = ResidualEstimator<T>.Estimate(new Residual(ErrorEstimateMethod.RandomProbe, 10, 0.09), 0.16, 30);
        Expect.Close(estimate.Frobenius, 5, 1e-13, "10 √(0.09 + 0.16)");
        Expect.Close(estimate.RelativeFrobenius, 0.5, 1e-14, "relative");
        Expect.Close(ResidualEstimator<T>.EstimateDropped(10, 0.09, 30).Frobenius, 3, 1e-13, "10 √0.09");
        double inflation = ProbeTail.Inflation(ResidualEstimator<T>.DegreesOfFreedom, 0.01);
        Expect.Close(ResidualEstimator<T>.SafeSquared(new Residual(ErrorEstimateMethod.RandomProbe, 10, 0.09)), 0.09 * inflation, 1e-14,
            "99 %");
        Assert.Equal(0.09, ResidualEstimator<T>.SafeSquared(new Residual(ErrorEstimateMethod.ExactIdentity, 10, 0.09)));
    }

    private static (DenseMatrix<T> A, DenseMatrix<T> Q, Complex[,] Error) Problem(int m, int n, int l)
    {
        DenseMatrix<T> a = new Stored<T>(new Storage(MatrixLayout.RowMajor, 1, 2), Oracle.Gaussian<T>(m, n, 1)).Matrix;
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(m, l, 2)).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        return (a, q, Residual(a, q));
    }

    private static Complex[,] Residual(DenseMatrix<T> a, DenseMatrix<T> q)
    {
        Complex[,] basis = Oracle.Of(q);
        Complex[,] values = Oracle.Of(a);
        return values.Subtract(basis.Multiply(basis.Adjoint().Multiply(values)));
    }

    private static double[] Squares(DenseMatrix<T> a, DenseMatrix<T> q) =>
        [.. Enumerable.Range(1, Seeds).Select(seed => Probed(a, q, seed)).Select(
            residual => residual.Squared * residual.Norm * residual.Norm)];

    private static int Failures(DenseMatrix<T> a, DenseMatrix<T> q, double truth, double probability) =>
        Enumerable.Range(1, Seeds).Count(seed => ResidualEstimator<T>.Estimate(Probed(a, q, seed), 0, 30).UpperBound(probability) < truth);

    private static Residual Probed(DenseMatrix<T> a, DenseMatrix<T> q, int seed)
    {
        Residual residual = ResidualEstimator<T>.OfBasis(a, null, q, double.NaN, (ulong)seed, Context);
        Assert.Equal(ErrorEstimateMethod.RandomProbe, residual.Method);
        return residual;
    }
}
