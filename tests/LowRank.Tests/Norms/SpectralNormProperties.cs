using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SpectralNormPropertiesOfSingle : SpectralNormProperties<float>;

public sealed class SpectralNormPropertiesOfDouble : SpectralNormProperties<double>;

public sealed class SpectralNormPropertiesOfComplex : SpectralNormProperties<Complex>;

public abstract class SpectralNormProperties<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>11736: σ₁ ≤ bound ≤ σ₁ min(m, n)^(1/2^(t+2)), and every squaring brings it nearer.</summary>
    [Fact]
    public void The_upper_bound_holds_and_is_as_near_as_it_says() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double exact = Oracle.SpectralNorm(known.Entries);
        double before = double.PositiveInfinity;

        // For nearly equal values the bound takes the root of a small difference.
        double slack = Math.Sqrt(Expect.Rounding<T>(c.Max, 1)) * c.Max;
        for (int squarings = 0; squarings <= 8; squarings += 2)
        {
            double bound = SpectralNorm.UpperBound(known.Matrix, squarings);
            Expect.AtLeast(bound, exact, $"the bound after {squarings} squarings");
            Expect.AtMost(bound, (exact * Math.Pow(Math.Max(1, c.Min), Math.ScaleB(1, -squarings - 2))) * (1 + slack), "the bound");
            Expect.AtMost(bound, before * (1 + slack), "the bound against that of fewer squarings");
            before = bound;
        }

        Expect.AtMost(SpectralNorm.UpperBound(known.Matrix, 0), known.FrobeniusNorm * (1 + Expect.Rounding<T>(c.Max, 10)),
            "the bound against ‖A‖_F");
        double scale = Expect.ExtremeScale<T>(c.Seed);
        DenseMatrix<T> scaled = Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, scale), c.Layout);
        Expect.Close(SpectralNorm.UpperBound(scaled, 8) / scale, before, slack * before, "the bound of a scaled matrix");
        known.AssertUnchanged();
    }, tests: 300);

    /// <summary>The refined bound is an equality where all singular values but one are equal, the Schatten norm is not.</summary>
    [Fact]
    public void The_refined_bound_is_attained_by_one_large_value_over_equal_ones()
    {
        foreach ((double largest, int equal) in new[] { (2.0, 5), (1.5, 1), (4.0, 19) })
        {
            double[] values = [largest, .. Enumerable.Repeat(1.0, equal)];
            double bound = SpectralNorm.UpperBound(Oracle.ToMatrix<T>(Oracle.Diagonal(values)), 0);
            Expect.Close(bound, largest, Expect.Rounding<T>(values.Length, 100), $"the bound of {largest} over {equal} ones");

            // The Schatten norm of the same power is larger by more than rounding: (σ₁⁴ + n − 1)^(1/4).
            Expect.AtMost(bound * 1.01, Math.Pow(values.Sum(value => Math.Pow(value, 4)), 0.25), "the bound against the Schatten norm");
        }

        DenseMatrix<T> nilpotent = Oracle.ToMatrix<T>(new Complex[,] { { 0, 1 }, { 0, 0 } });
        Expect.Close(SpectralNorm.UpperBound(nilpotent), 1, Expect.Rounding<T>(2, 10), "X2: ‖[[0,1],[0,0]]‖₂, whose eigenvalues are 0");
        Expect.Close(SpectralNorm.Estimate(nilpotent).LowerBound, 1, Expect.Rounding<T>(2, 10), "X2, estimated");
    }

    [Fact]
    public void The_estimate_is_a_lower_bound_with_its_vectors() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double exact = Oracle.SpectralNorm(known.Entries);
        SpectralNormOptions options = new() { Seed = c.Seed, BlockSize = 1 + (int)(c.Seed % 4), Iterations = 1 + (int)(c.Seed / 5 % 4) };
        SpectralNormEstimate<T> estimate = SpectralNorm.Estimate(known.AsOperator(), options);
        double rounding = Expect.Rounding<T>(c.Max, 4 * exact);
        Expect.AtMost(estimate.LowerBound, exact + rounding, "the estimate");
        Expect.AtLeast(estimate.UpperBound(1e-9), exact - rounding, "the bound that fails once in a billion");
        Expect.AtLeast(estimate.UpperBound(0.5), estimate.LowerBound, "any bound");
        Assert.Equal((c.Rows, 1, c.Columns, 1),
            (estimate.Left.RowCount, estimate.Left.ColumnCount, estimate.Right.RowCount, estimate.Right.ColumnCount));
        if (c.Rank == 0)
        {
            Assert.Equal(0, estimate.LowerBound);
            return;
        }

        Expect.Orthonormal(estimate.Left, "u");
        Expect.Orthonormal(estimate.Right, "v");
        Complex[,] image = Oracle.Multiply(known.Entries, Oracle.Of(estimate.Right));
        Expect.Close(image, Oracle.Scale(Oracle.Of(estimate.Left), estimate.LowerBound), rounding, "A v = σ u");
        SpectralNormEstimate<T> whole = SpectralNorm.Estimate(known.Matrix, options with { BlockSize = Math.Max(1, c.Columns) });
        Expect.Close(whole.LowerBound, exact, rounding, "the estimate from the whole space");
    });

    [Fact]
    public void A_few_products_come_near_and_nearer_than_the_power_iteration()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(
            new MatrixCase(80, 70, 70, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 3),
                [.. Enumerable.Range(0, 70).Select(j => 1.0 / (1 + (0.05 * j)))]);
        double[] errors = [.. new[] { 1, 2, 4, 7 }.Select(
            t => 1 - SpectralNorm.Estimate(known.Matrix, new SpectralNormOptions { Iterations = t, BlockSize = 2 }).LowerBound)];
        Assert.Equal(errors.OrderDescending(), errors);
        Expect.AtMost(errors[3], 0.02, "the error after 7 products");

        Complex[,] v = Oracle.Gaussian<T>(70, 1, 1);
        for (int t = 0; t < 6; t++)
        {
            v = Oracle.Multiply(Oracle.Adjoint(known.Entries), Oracle.Multiply(known.Entries, v));
            v = Oracle.Scale(v, 1 / Oracle.Norm(v));
        }

        Expect.AtMost(errors[3], 1 - Oracle.Norm(Oracle.Multiply(known.Entries, v)), "Krylov against power iteration");
    }

    /// <summary>
    /// Lemma 4.1 (real), and its complex form: the bound fails with at most the probability given; and for a matrix of rank one, where
    /// max ‖A ω_i‖ / ‖A‖ is the largest of r normal numbers, its failures are those of that law, two-sided.
    /// </summary>
    [Fact]
    public void Lemma_4_1_fails_as_often_as_its_law_says()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(9, 7, 1, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 3));
        const int Seeds = 8000;
        const int Probes = 2;
        const double Delta = 0.3;

        // ‖A ω‖ = |vᴴω| ‖A‖, and the lower bound never reaches ‖A‖ from two vectors.
        double alpha = Math.Pow(Delta, -1.0 / Probes);
        double threshold = Scalar<T>.IsComplex ? 1 / Math.Sqrt(alpha) : Math.Sqrt(Math.PI / 2) / alpha;
        double one = Scalar<T>.IsComplex ? 1 - Math.Exp(-threshold * threshold) : (2 * Statistics.Normal(threshold)) - 1;
        double probability = Math.Pow(one, Probes);
        Expect.AtMost(probability, Delta, "the law against the lemma");
        int failures = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            SpectralNormEstimate<T> estimate = SpectralNorm.Estimate(
                known.Matrix, new SpectralNormOptions { Seed = seed, BlockSize = Probes, Iterations = 1 });
            failures += estimate.UpperBound(Delta) < known.SingularValues[0] * (1 - 1e-6) ? 1 : 0;
        }

        Statistics.Frequency(probability, failures, Seeds, "failures of the probes' bound");
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 3, 1));
        Assert.Throws<ArgumentNullException>("a", () => SpectralNorm.Estimate<T>(null!));
        Assert.Throws<ArgumentNullException>("a", () => SpectralNorm.UpperBound<T>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("squarings", () => SpectralNorm.UpperBound(a, -1));
        Assert.Throws<ArgumentOutOfRangeException>("squarings", () => SpectralNorm.UpperBound(a, 21));
        Assert.Throws<ArgumentOutOfRangeException>("BlockSize", () => SpectralNorm.Estimate(a, new SpectralNormOptions { BlockSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Iterations", () => SpectralNorm.Estimate(a, new SpectralNormOptions { Iterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("failureProbability", () => SpectralNorm.Estimate(a).UpperBound(0));
        a[1, 2] = Scalar<T>.FromDouble(double.NaN);
        Assert.Contains("row 1, column 2", Assert.Throws<ArgumentException>("a", () => SpectralNorm.Estimate(a)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("a", () => SpectralNorm.UpperBound(a));
        Assert.Equal(0, SpectralNorm.Estimate(DenseMatrix.Create<T>(0, 3)).LowerBound);
        Assert.Equal(0, SpectralNorm.UpperBound(DenseMatrix.Create<T>(3, 0)));
    }
}
