using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class TruncatedSvdPropertiesOfSingle : TruncatedSvdProperties<float>;

public sealed class TruncatedSvdPropertiesOfDouble : TruncatedSvdProperties<double>;

public sealed class TruncatedSvdPropertiesOfComplex : TruncatedSvdProperties<Complex>;

/// <summary>What every method promises, and what the full one adds: the best approximation.</summary>
public abstract class TruncatedSvdProperties<T>
    where T : unmanaged, INumberBase<T>
{
    internal static readonly TruncatedSvdOptions Full = new() { Method = TruncatedSvdMethod.Full };
    internal static readonly TruncatedSvdOptions Randomized = new() { Method = TruncatedSvdMethod.SubspaceIteration };

    public static TheoryData<TruncatedSvdMethod> Methods => [.. Enum.GetValues<TruncatedSvdMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Factors_are_orthonormal_descending_fixed_in_sign_and_fit_the_matrix(TruncatedSvdMethod method) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = RankOf(c);
        TruncatedSvdOptions options = new() { Method = method, Seed = c.Seed, Oversampling = (int)(c.Seed % 4) };
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, rank, options);

        Assert.NotEqual(TruncatedSvdMethod.Auto, svd.Method);
        Assert.Equal((rank, c.Rows, c.Columns), (svd.Rank, svd.RowCount, svd.ColumnCount));
        Assert.Equal((c.Rows, rank, rank, c.Columns), (svd.U.RowCount, svd.U.ColumnCount, svd.VT.RowCount, svd.VT.ColumnCount));
        Expect.Orthonormal(svd.U, "U");
        Expect.Orthonormal(svd.VT.ConjugateTranspose(), "V");
        Assert.Equal(svd.SingularValues.OrderDescending(), svd.SingularValues);
        Assert.All(svd.SingularValues, s => Assert.True(s >= 0));
        AssertSigns(svd);

        // UᴴA = diag(σ) Vᴴ: the right vectors belong to the left ones, not only to the values (S-10).
        Complex[,] u = Oracle.Of(svd.U);
        // The Gram matrix's eigenvectors bring a product and a triangular factor more than the others, and their rounding.
        double unit = (svd.Method == TruncatedSvdMethod.Gram ? 2 : 1) * Math.Max(known.FrobeniusNorm, double.Epsilon);
        double rounding = Expect.Rounding<T>(c.Max, unit);
        Complex[,] right = Oracle.Multiply(Oracle.Diagonal(svd.SingularValues), Oracle.Of(svd.VT));
        Expect.Close(Oracle.Multiply(Oracle.Adjoint(u), known.Entries), right, rounding, "UᴴA = ΣVᴴ");
        Expect.Close(Oracle.Of(svd.ToDense()), Oracle.Multiply(u, right), rounding, "ToDense");
        for (int j = 0; j < rank; j++)
        {
            // E3: the values found never exceed the true ones.
            Expect.AtMost(svd.SingularValues[j], Sigma(known, j) + rounding, $"σ_{j} interlaces");
        }

        known.AssertUnchanged();
    });

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_error_is_true(TruncatedSvdMethod method) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        TruncatedSvdOptions options =
            new() { Method = method, Seed = c.Seed, Oversampling = (int)(c.Seed % 4), PowerIterations = (int)(c.Seed % 3) };
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, RankOf(c), options);
        AssertErrorIsTrue(known, svd);
        known.AssertUnchanged();
    });

    [Theory]
    [MemberData(nameof(Methods))]
    public void An_error_prescribed_is_kept(TruncatedSvdMethod method) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double tolerance = new[] { 0.7, 0.3, 0.1, 0.02, 0.011 }[c.Seed % 5];
        bool isRelative = c.Seed % 2 == 0;
        Truncation truncation = isRelative ? Truncation.RelativeError(tolerance) : Truncation.AbsoluteError(tolerance);
        double allowed = isRelative ? tolerance * known.FrobeniusNorm : tolerance;
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, truncation, new TruncatedSvdOptions { Method = method, Seed = c.Seed });
        double error = TrueError(known, svd);
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Expect.AtMost(error, allowed + rounding, $"error at {truncation}");
        AssertErrorIsTrue(known, svd);

        int smallest = Enumerable.Range(0, c.Rank + 1).First(k => known.Tail(k) <= allowed + rounding);
        Expect.AtLeast(svd.Rank, smallest, "the rank");
        int largest = Enumerable.Range(0, c.Rank + 1).First(k => k == c.Rank || known.Tail(k) <= allowed - rounding);
        Expect.AtMost(svd.Rank, svd.Method == TruncatedSvdMethod.Full ? largest : largest + 1, "the rank");
        known.AssertUnchanged();
    });

    [Fact]
    public void S12_the_full_method_gives_the_best_approximation() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = RankOf(c);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, rank, Full);
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Complex[,] difference = Oracle.Subtract(known.Entries, Oracle.Of(svd.ToDense()));
        Expect.Close(Oracle.Norm(difference), known.Tail(rank), rounding, "‖A − A_k‖_F is the tail");
        Expect.Close(Oracle.SpectralNorm(difference), Sigma(known, rank), rounding, "‖A − A_k‖₂ = σ_{k+1}");
        Expect.Close(svd.Error.Frobenius, known.Tail(rank), rounding, "the error");
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(svd.SingularValues[j], Sigma(known, j), rounding, $"σ_{j}");
        }
    });

    [Fact]
    public void Small_problems_go_to_the_full_method_and_results_name_it()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(20, 10, 1));
        Assert.Equal(TruncatedSvdMethod.Full, TruncatedSvd.Compute(a, 2).Method);
        Assert.Equal(TruncatedSvdMethod.SubspaceIteration, TruncatedSvd.Compute(a, 2, Randomized).Method);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Scaling_by_a_power_of_two_scales_the_values_and_nothing_else(TruncatedSvdMethod method) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        AssertScaled(known, Math.Pow(2, c.Seed % 2 == 0 ? 12 : -12), method);
    }, tests: 100);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Extreme_scales_neither_overflow_nor_underflow(TruncatedSvdMethod method) => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        AssertScaled(known, Expect.ExtremeScale<T>(c.Seed), method);
    });

    [Fact]
    public void The_transpose_and_permuted_columns_have_the_same_values_and_best_approximation() =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = RankOf(c);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, rank, Full);
        TruncatedSvd<T> transposed = TruncatedSvd.Compute(known.Matrix.Transpose(), rank, Full);
        int[] order = [.. Enumerable.Range(0, c.Columns).OrderBy(j => (j * 7919) % (c.Columns + 1))];
        TruncatedSvd<T> permuted = TruncatedSvd.Compute(Oracle.ToMatrix<T>(Oracle.Columns(known.Entries, order), c.Layout), rank, Full);
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(transposed.SingularValues[j], svd.SingularValues[j], rounding, "σ(Aᵀ)");
            Expect.Close(permuted.SingularValues[j], svd.SingularValues[j], rounding, "σ(AΠ)");
        }

        // The best approximation is unique where there is a gap, and conditioned by it.
        double gap = rank == 0 || rank >= c.Rank ? 1 : Sigma(known, rank - 1) - Sigma(known, rank);
        if (gap > 1e-2)
        {
            Complex[,] dense = Oracle.Of(svd.ToDense());
            Expect.Close(Oracle.Transpose(Oracle.Of(transposed.ToDense())), dense, rounding / gap, "(Aᵀ)_k = (A_k)ᵀ");
            Expect.Close(Oracle.Of(permuted.ToDense()), Oracle.Columns(dense, order), rounding / gap, "(AΠ)_k = A_k Π");
        }
    });

    [Theory]
    [MemberData(nameof(Methods))]
    public void Rank_zero_and_full_rank(TruncatedSvdMethod method) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        TruncatedSvdOptions options = new() { Method = method };
        TruncatedSvd<T> nothing = TruncatedSvd.Compute(known.Matrix, 0, options);
        Assert.Equal((0, 0), (nothing.Rank, nothing.SingularValues.Length));
        Assert.Equal((c.Rows, 0, 0, c.Columns), (nothing.U.RowCount, nothing.U.ColumnCount, nothing.VT.RowCount, nothing.VT.ColumnCount));
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Assert.Equal(0, Oracle.Norm(Oracle.Of(nothing.ToDense())));
        Expect.Close(nothing.Error.Frobenius, known.FrobeniusNorm, rounding, "the error of rank 0");
        Expect.Close(nothing.Error.RelativeFrobenius, c.Rank == 0 ? 0 : 1, Expect.Rounding<T>(c.Max, 1), "the relative error of rank 0");

        TruncatedSvd<T> everything = TruncatedSvd.Compute(known.Matrix, c.Min, options);
        Expect.Close(Oracle.Of(everything.ToDense()), known.Entries, rounding, "the full rank reproduces A");
        Expect.AtMost(everything.Error.Frobenius, rounding, "the error of full rank");
        Assert.True(c.Rank == 0 || everything.Error.IsBelowResolution);
    });

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_largest_rank_is_respected_with_an_honest_error(TruncatedSvdMethod method) =>
        PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        TruncatedSvdOptions options = new() { Method = method, Seed = c.Seed };
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, Truncation.RelativeError(1e-9, maxRank: 3), options);
        Assert.Equal(3, svd.Rank);
        AssertErrorIsTrue(known, svd);
        Assert.Equal(0, TruncatedSvd.Compute(known.Matrix, Truncation.RelativeError(1e-9, maxRank: 0), options).Rank);
        Assert.True(TruncatedSvd.Compute(known.Matrix, Truncation.RelativeError(1e-9, maxRank: 1000), options).Rank <= c.Min);
    }, tests: 60);

    internal static double TrueError(KnownMatrix<T> known, TruncatedSvd<T> svd)
    {
        Complex[,] right = Oracle.Multiply(Oracle.Diagonal(svd.SingularValues), Oracle.Of(svd.VT));
        return Oracle.NormOfDifference(known.Entries, Oracle.Multiply(Oracle.Of(svd.U), right));
    }

    /// <summary>
    /// The square of an identity's figure is right to rounding of ‖A‖²; of a probe's it scatters. Bounds hold: identities' always,
    /// probes' but for one case in 1e6.
    /// </summary>
    internal static void AssertErrorIsTrue(KnownMatrix<T> known, TruncatedSvd<T> svd)
    {
        double error = TrueError(known, svd);
        double norm = known.FrobeniusNorm;
        ErrorEstimate estimate = svd.Error;
        Expect.AtMost(error, estimate.UpperBound(1e-6), "true error against its bound");
        Expect.AtMost(estimate.Frobenius, estimate.UpperBound(0.5), "estimate against its bound");
        double floor = Math.Max(estimate.Resolution, Expect.Rounding<T>(known.Case.Max, norm));
        if (estimate.Method == ErrorEstimateMethod.ExactIdentity)
        {
            // (error − estimate)(error + estimate) ≤ rounding · ‖A‖².
            double difference = Math.Abs((error * error) - (estimate.Frobenius * estimate.Frobenius));
            Expect.AtMost(difference, Expect.Rounding<T>(known.Case.Max, norm) * norm, "identity against the true error, squared");
        }
        else
        {
            Assert.Equal(ErrorEstimateMethod.RandomProbe, estimate.Method);
            Expect.AtMost(estimate.Frobenius, (3 * error) + floor, "probes against the true error");
        }

        Expect.Close(estimate.ReferenceNorm, norm, Expect.Rounding<T>(known.Case.Max, norm), "the reference norm");
        if (norm > 0)
        {
            Assert.Equal(estimate.Frobenius / estimate.ReferenceNorm, estimate.RelativeFrobenius, 1e-12);
        }
    }

    private static int RankOf(MatrixCase c) => (int)(c.Seed % (ulong)(c.Min + 1));

    private static double Sigma(KnownMatrix<T> known, int index) => index < known.SingularValues.Length ? known.SingularValues[index] : 0;

    /// <summary>The largest entry of each left vector is real and positive.</summary>
    private static void AssertSigns(TruncatedSvd<T> svd)
    {
        Complex[,] u = Oracle.Of(svd.U);
        for (int j = 0; j < svd.Rank; j++)
        {
            double magnitude = Enumerable.Range(0, svd.RowCount).Max(i => Complex.Abs(u[i, j]));
            double slack = Expect.Rounding<T>(1, magnitude);
            bool isFixed = Enumerable.Range(0, svd.RowCount).Any(i =>
                Complex.Abs(u[i, j]) >= magnitude - slack && u[i, j].Real > 0 && Math.Abs(u[i, j].Imaginary) <= slack);
            Assert.True(isFixed, $"the largest entry of column {j} of U is not positive");
        }
    }

    private static void AssertScaled(KnownMatrix<T> known, double factor, TruncatedSvdMethod method)
    {
        MatrixCase c = known.Case;
        int rank = RankOf(c);
        TruncatedSvdOptions options = new() { Method = method, Seed = c.Seed };
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, rank, options);
        TruncatedSvd<T> other = TruncatedSvd.Compute(Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, factor), c.Layout), rank, options);
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(other.SingularValues[j] / factor, svd.SingularValues[j], rounding, $"σ_{j}(cA) / c");
        }

        Expect.Orthonormal(other.U, "U of cA");
        double error = TrueError(known, svd);
        Complex[,] right = Oracle.Multiply(Oracle.Diagonal([.. other.SingularValues.Select(s => s / factor)]), Oracle.Of(other.VT));
        Expect.Close(Oracle.NormOfDifference(known.Entries, Oracle.Multiply(Oracle.Of(other.U), right)), error, rounding,
            "the error of cA / c");
        Assert.True(double.IsFinite(other.Error.Frobenius));
        double scaled = other.Error.Frobenius / factor;
        double difference = Math.Abs((scaled * scaled) - (svd.Error.Frobenius * svd.Error.Frobenius));
        Expect.AtMost(difference, rounding * known.FrobeniusNorm, "the error estimate of cA / c, squared");
    }
}
