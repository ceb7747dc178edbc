using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
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
        Assert.Equal(16 * Scalar<T>.RealDimension, degrees);
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
        SpectralErrorEstimate spectral = new(1, SpectralResidual.None, 0);
        Assert.Same(spectral, ResidualEstimator<T>.EstimateDropped(10, 0.09, 30, spectral).Spectral);
        Assert.Null(ResidualEstimator<T>.EstimateDropped(10, 0.09, 30).Spectral);
    }

    /// <summary>
    /// Epperly and Tropp 2024: 1/‖row_j(R⁻¹)‖ is what column j has outside the span of the others. Here that is measured by itself, with
    /// a column of Q for each of the others.
    /// </summary>
    [Theory]
    [InlineData(30, 6)]
    [InlineData(7, 7)]
    [InlineData(9, 1)]
    public void Leave_one_out_is_the_mean_of_what_each_column_has_outside_the_others(int m, int l)
    {
        Complex[,] sketch = Oracle.Gaussian<T>(m, l, 1);
        double sum = 0;
        for (int j = 0; j < l; j++)
        {
            Complex[,] others = Oracle.Orthonormalize(sketch.Columns([.. Enumerable.Range(0, l).Where(i => i != j)]));
            Complex[,] column = sketch.Columns([j]);
            sum += Math.Pow(column.Subtract(others.Multiply(others.Adjoint().Multiply(column))).Norm(), 2);
        }

        double squared = sum / l;
        DenseMatrix<T> y = new Stored<T>(Storage.Workspace, sketch).Matrix;
        DenseMatrix<T> r = DenseMatrix.Create<T>(l, l, MatrixLayout.ColumnMajor);
        Orthonormalizer<T>.Orthonormalize(y, r);
        double allowed = Expect.Rounding<T>(m, 10);

        Residual known = ResidualEstimator<T>.LeaveOneOut(5, r, 3)!.Value;
        Assert.Equal((ErrorEstimateMethod.LeaveOneOut, 5.0), (known.Method, known.Norm));
        Expect.Close(known.Squared * 25 / squared, 1, allowed, "the squared estimate ÷ the mean");

        // ‖A‖² = ‖QᴴA‖² + the rest, where it is not known.
        Residual unknown = ResidualEstimator<T>.LeaveOneOut(null, r, 3)!.Value;
        Expect.Close(unknown.Norm * unknown.Norm / (9 + squared), 1, allowed, "‖QᴴA‖² + the rest");
        Expect.Close(unknown.Squared * (9 + squared) / squared, 1, allowed, "the squared estimate ÷ the mean");
        Assert.Equal(0, ResidualEstimator<T>.LeaveOneOut(0, r, 0)!.Value.Squared);

        // Its terms depend on each other, so that it is worth one probe.
        ErrorEstimate estimate = ResidualEstimator<T>.Estimate(known, 0, m);
        double inflation = ProbeTail.Inflation(Scalar<T>.RealDimension, 0.01);
        double floor = ResidualEstimator<T>.RoundingFloor(m);
        Expect.Close(
            estimate.UpperBound(0.01) / (5 * (Math.Sqrt(known.Squared * inflation) + floor)), 1, 1e-14, "the bound of a single probe");
        Expect.Close(ResidualEstimator<T>.SafeSquared(known) / (known.Squared * inflation), 1, 1e-14, "99 %");
    }

    /// <summary>A diagonal entry of R of l ε times the largest says that Q holds all that Ω saw.</summary>
    [Fact]
    public void A_singular_R_leaves_no_estimate()
    {
        foreach (double scale in new[] { 1, Expect.ExtremeScale<T>(0), Expect.ExtremeScale<T>(1) })
        {
            DenseMatrix<T> Of(double smallest) => new Stored<T>(
                Storage.Workspace, Oracle.Diagonal([2 * scale, smallest * scale, scale])).Matrix;
            double limit = 3 * Scalar<T>.Epsilon * 2;
            Assert.Null(ResidualEstimator<T>.LeaveOneOut(1, Of(0), 1));
            Assert.Null(ResidualEstimator<T>.LeaveOneOut(1, Of(limit), 1));
            Residual residual = ResidualEstimator<T>.LeaveOneOut(scale, Of(1.01 * limit), 1)!.Value;
            Expect.Close(residual.Squared, 5.0 / 3, Expect.Rounding<T>(3, 2), "(2² + 0² + 1²) / 3");
        }
    }

    /// <summary>The identity is taken from its floor on, and never where the norm is not known.</summary>
    [Fact]
    public void The_identity_answers_down_to_its_floor()
    {
        double floor = ResidualEstimator<T>.IdentityFloor;
        Assert.Null(ResidualEstimator<T>.KnownOfBasis(null, 1));
        Assert.Null(ResidualEstimator<T>.KnownOfBasis(2, 2 * Math.Sqrt(1 - (0.9 * floor * floor))));
        Residual residual = ResidualEstimator<T>.KnownOfBasis(2, 2 * Math.Sqrt(1 - (1.1 * floor * floor)))!.Value;
        Assert.Equal((ErrorEstimateMethod.ExactIdentity, 2.0), (residual.Method, residual.Norm));
        Expect.Close(residual.Squared / (1.1 * floor * floor), 1, 0.01, "the squared residual");
        Assert.Equal(new Residual(ErrorEstimateMethod.ExactIdentity, 0, 0), ResidualEstimator<T>.KnownOfBasis(0, 0));
        Assert.Equal(new Residual(ErrorEstimateMethod.ExactIdentity, 2, 0.75), ResidualEstimator<T>.KnownOfBasis(2, 1));
    }

    /// <summary>All parts take the way of the first one, whatever their own rounding says.</summary>
    [Fact]
    public void All_parts_agree_on_the_way()
    {
        double[] captured = [1, 2];
        Assert.All(
            Parts.Run([3, 2], space => ResidualEstimator<T>.KnownOfBasis(2, captured[space.Part], space)),
            residual => Assert.NotNull(residual));
        Assert.All(
            Parts.Run([3, 2], space => ResidualEstimator<T>.KnownOfBasis(2, captured[1 - space.Part], space)),
            residual => Assert.Null(residual));
    }

    /// <summary>What rounding adds: to the square of an identity 8 ε, to any error 20 ε √max(m, n).</summary>
    [Fact]
    public void Rounding_counts_in_the_bound_and_in_the_resolution()
    {
        double floor = 20 * Scalar<T>.Epsilon * 7;
        Expect.Close(ResidualEstimator<T>.RoundingFloor(49) / floor, 1, 1e-15, "20 ε √49");
        ErrorEstimate identity = ResidualEstimator<T>.Estimate(new Residual(ErrorEstimateMethod.ExactIdentity, 10, 0.09), 0.16, 49);
        Expect.Close(identity.UpperBound(0.5) / (10 * (Math.Sqrt(0.25 + (8 * Scalar<T>.Epsilon)) + floor)), 1, 1e-15, "of an identity");
        Expect.Close(identity.Resolution / (10 * ResidualEstimator<T>.IdentityFloor), 1, 1e-15, "the resolution of an identity");
        ErrorEstimate nothing = ResidualEstimator<T>.EstimateDropped(10, 0.16, 49);
        Expect.Close(nothing.UpperBound(0.5) / (10 * (0.4 + floor)), 1, 1e-15, "of a basis of everything");
        Expect.Close(nothing.Resolution / (10 * floor), 1, 1e-15, "the resolution of a basis of everything");
        ErrorEstimate probes = ResidualEstimator<T>.Estimate(new Residual(ErrorEstimateMethod.RandomProbe, 10, 0.09), 0.16, 49);
        double inflation = ProbeTail.Inflation(ResidualEstimator<T>.DegreesOfFreedom, 0.5);
        Expect.Close(probes.UpperBound(0.5) / (10 * (Math.Sqrt(0.16 + (0.09 * inflation)) + floor)), 1, 1e-15, "of probes");
        Expect.Close(probes.Resolution / (10 * floor), 1, 1e-15, "the resolution of probes");
    }

    /// <summary>The probes are A Z with the Gaussian Z of their seed, and their norm is that of A in the mean.</summary>
    [Fact]
    public void Probes_are_products_with_a_Gaussian_matrix()
    {
        DenseMatrix<T> a = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(8, 6, 1)).Matrix;
        using Workspace<T> workspace = new();
        TallBlock<T> products = ResidualEstimator<T>.Probe(a, 5, Context, workspace);
        DenseMatrix<T> z = DenseMatrix.Create<T>(6, 16, MatrixLayout.ColumnMajor);
        new GaussianSketch<T>(5, RandomStream.Probe).Fill(z, 0);
        Complex[,] expected = Oracle.Of(a).Multiply(Oracle.Of(z));
        Expect.Close<T>(Oracle.Of(products.Local), expected, 8, expected.Norm(), "A Z");
        Expect.Close(
            ResidualEstimator<T>.Norm(products), expected.Norm() / 4, Expect.Rounding<T>(8, expected.Norm()), "‖A Z‖ / √16");
        Assert.Equal(ResidualEstimator<T>.Norm(products), ResidualEstimator<T>.Norm(products.Local));
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

    /// <summary>By probes as they are, as they judge a search.</summary>
    private static Residual Probed(DenseMatrix<T> a, DenseMatrix<T> q, int seed)
    {
        using Workspace<T> workspace = new();
        TallBlock<T> products = ResidualEstimator<T>.Probe(a, (ulong)seed, Context, workspace);
        products.Deflate(TallBlock<T>.Whole(q), workspace);
        return ResidualEstimator<T>.OfFigure(a.FrobeniusNorm(), ResidualEstimator<T>.Plain(products.FrobeniusNorm()), null);
    }
}
