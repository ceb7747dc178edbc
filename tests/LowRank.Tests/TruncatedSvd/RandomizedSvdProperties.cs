using System.Numerics;
using LowRank.Kernels;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class RandomizedSvdPropertiesOfSingle : RandomizedSvdProperties<float>;

public sealed class RandomizedSvdPropertiesOfDouble : RandomizedSvdProperties<double>;

public sealed class RandomizedSvdPropertiesOfComplex : RandomizedSvdProperties<Complex>;

/// <summary>Subspace iteration: that it is the algorithm it says it is, and the identities of its error.</summary>
public abstract class RandomizedSvdProperties<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Exact, for every sketch: U spans (A Aᴴ)^q A Ω, computed here without the library's products and factorisations.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_basis_is_that_of_the_power_iteration_with_the_drawn_sketch(int powerIterations) =>
        PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        // A flat-bottomed matrix, so that the powers stay well conditioned.
        KnownMatrix<T> known = KnownMatrix<T>.Build(c with { Spectrum = SpectrumFamily.SShaped }, c.SingularValues(0.5));
        int columns = 1 + (int)(c.Seed % (ulong)(c.Rank - 1));
        TruncatedSvd<T> svd = Compute(known.Matrix, columns, 0, powerIterations, c.Seed);

        Complex[,] basis = Basis(known, columns, powerIterations, c.Seed);
        Complex[,] u = Oracle.Of(svd.U);
        Complex[,] inside = Oracle.Multiply(basis, Oracle.Multiply(Oracle.Adjoint(basis), u));
        double conditioning = 1000; // of the square Gaussian sketch and the powers
        Expect.Close(u, inside, Expect.Rounding<T>(c.Max, conditioning * conditioning), "the part of U outside (A Aᴴ)^q A Ω");
    }, tests: 100);

    /// <summary>E1: ‖A − QB‖² = ‖A‖² − ‖B‖². E2: ‖A − Q[B]_k‖² = ‖A − QB‖² + Σ_{j&gt;k} σ_j(B)².</summary>
    [Fact]
    public void E1_and_E2_hold_between_a_result_and_its_truncations() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int columns = 2 + (int)(c.Seed % (ulong)(c.Min - 2));
        int rank = (int)(c.Seed / 100 % (ulong)columns);
        int powerIterations = (int)(c.Seed % 3);
        TruncatedSvd<T> whole = Compute(known.Matrix, columns, 0, powerIterations, c.Seed);
        TruncatedSvd<T> cut = Compute(known.Matrix, rank, columns - rank, powerIterations, c.Seed);

        // Compared are squares, so rounding is of ‖A‖².
        double norm = known.FrobeniusNorm;
        double rounding = Expect.Rounding<T>(c.Max, norm) * norm;
        double wholeError = TruncatedSvdProperties<T>.TrueError(known, whole);
        double cutError = TruncatedSvdProperties<T>.TrueError(known, cut);
        double captured = whole.SingularValues.Sum(s => s * s);
        Expect.Close(wholeError * wholeError, (norm * norm) - captured, rounding, "E1");
        double dropped = whole.SingularValues.Skip(rank).Sum(s => s * s);
        Expect.Close(cutError * cutError, (wholeError * wholeError) + dropped, rounding, "E2");
        Expect.AtMost(cutError * cutError, (wholeError * wholeError) + (known.Tail(rank) * known.Tail(rank)) + rounding, "E2's bound");
        TruncatedSvdProperties<T>.AssertErrorIsTrue(known, cut);
        TruncatedSvdProperties<T>.AssertErrorIsTrue(known, whole);
    });

    [Fact]
    public void E4_a_flat_spectrum_leaves_exactly_what_the_rank_leaves() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c with { Spectrum = SpectrumFamily.Flat });
        int rank = (int)(c.Seed % (ulong)c.Rank);
        TruncatedSvd<T> svd = Compute(known.Matrix, rank, (int)(c.Seed % 5), (int)(c.Seed % 3), c.Seed);
        double error = TruncatedSvdProperties<T>.TrueError(known, svd);
        Expect.Close(error * error, c.Rank - rank, Expect.Rounding<T>(c.Max, c.Rank), "‖A − Â‖² of a flat spectrum");
        Expect.Close(svd.Error.Frobenius * svd.Error.Frobenius, c.Rank - rank, Expect.Rounding<T>(c.Max, c.Rank), "its estimate");
        Complex[,] difference = Oracle.Subtract(known.Entries, Oracle.Of(svd.ToDense()));
        Expect.Close(Oracle.SpectralNorm(difference), 1, Expect.Rounding<T>(c.Max, 1), "‖A − Â‖₂");
    }, tests: 100);

    [Fact]
    public void A_matrix_of_the_prescribed_rank_is_reproduced() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        TruncatedSvd<T> svd = Compute(known.Matrix, c.Rank, 2, 0, c.Seed);
        double rounding = Expect.Rounding<T>(c.Max, Math.Max(1, known.Condition / 100));
        Expect.AtMost(TruncatedSvdProperties<T>.TrueError(known, svd), rounding, "the error");
        TruncatedSvdProperties<T>.AssertErrorIsTrue(known, svd);
    });

    [Fact]
    public void More_power_iterations_reach_the_optimum()
    {
        MatrixCase c = new(60, 40, 40, SpectrumFamily.Polynomial, MatrixLayout.RowMajor, 0, 3);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 40).Select(j => 1.0 / (j + 1))]);
        double optimum = known.Tail(8);
        double[] excess =
            [.. new[] { 0, 1, 2, 4 }.Select(
                q => (TruncatedSvdProperties<T>.TrueError(known, Compute(known.Matrix, 8, 4, q, 5)) / optimum) - 1)];
        Assert.Equal(excess.OrderDescending(), excess);
        Expect.AtLeast(excess[0], 0.02, "excess without power iterations");
        Expect.AtMost(excess[2], 0.01, "excess after two");
        Expect.AtMost(excess[3], 0.001, "excess after four");
    }

    [Fact]
    public void An_operator_without_a_norm_gives_the_same_factors_and_an_error_from_probes() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        ILinearOperator<T> a = known.AsOperator();
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        TruncatedSvd<T> svd = Compute(a, rank, 3, 1, c.Seed);
        TruncatedSvd<T> dense = Compute(known.Matrix, rank, 3, 1, c.Seed);
        Assert.Equal(ErrorEstimateMethod.RandomProbe, svd.Error.Method);
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(svd.SingularValues[j], dense.SingularValues[j], Expect.Rounding<T>(c.Max, known.FrobeniusNorm), $"σ_{j}");
        }

        double error = TruncatedSvdProperties<T>.TrueError(known, svd);
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Expect.Close(error, TruncatedSvdProperties<T>.TrueError(known, dense), rounding, "the error");
        Expect.AtMost(error, svd.Error.UpperBound(1e-6), "the error against its bound");
        Expect.AtMost(svd.Error.Frobenius, (4 * error) + rounding, "the estimate against the error");
        TruncatedSvd<T> full = TruncatedSvd.Compute(a, rank, TruncatedSvdProperties<T>.Full);
        Expect.Close(TruncatedSvdProperties<T>.TrueError(known, full), known.Tail(rank), rounding, "the full method");
        known.AssertUnchanged();
    });

    [Fact]
    public void An_operator_without_a_norm_keeps_an_error_prescribed()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(50, 40, 40, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 9));
        foreach (double tolerance in new[] { 0.5, 0.1, 0.02 })
        {
            TruncatedSvd<T> svd = TruncatedSvd.Compute(
                known.AsOperator(), Truncation.RelativeError(tolerance), TruncatedSvdProperties<T>.Randomized);
            int optimum = Enumerable.Range(0, 41).First(k => known.Tail(k) <= tolerance * known.FrobeniusNorm);

            // The tolerance refers to a norm that is itself estimated, and half of a rank is a factor of 2^½.
            Expect.AtMost(TruncatedSvdProperties<T>.TrueError(known, svd), 1.5 * tolerance * known.FrobeniusNorm, "the error");
            Expect.AtMost(svd.Rank, optimum + 4, "the rank");
            Assert.Equal(ErrorEstimateMethod.RandomProbe, svd.Error.Method);
        }
    }

    /// <summary>E11: over the probes' seeds the mean of the squared estimate is the squared error, two-sided.</summary>
    [Fact]
    public void Probes_are_right_on_average_and_their_bound_fails_no_more_often_than_it_says()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(14, 12, 12, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 9));
        ILinearOperator<T> a = known.AsOperator();
        const int Seeds = 1500;
        double[] ratios = new double[Seeds];
        int failures = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            TruncatedSvd<T> svd = Compute(a, 4, 0, 1, (ulong)seed);
            double error = TruncatedSvdProperties<T>.TrueError(known, svd);
            ratios[seed] = svd.Error.Frobenius / error * (svd.Error.Frobenius / error);
            failures += error > svd.Error.UpperBound(0.05) ? 1 : 0;
        }

        Expect.Mean(ratios, 1, "squared estimate over squared error", Expect.Rounding<T>(14, 1));
        Expect.AtMost(failures, (0.05 * Seeds) + (5 * Math.Sqrt(0.05 * Seeds)), "failures of UpperBound(0.05)");
    }

    /// <summary>Halko et al., theorem 10.5 (as its squared form bounds), and beside it E9, the equality E est² = E‖A − Â_(s−1)‖².</summary>
    [Fact]
    public void HMT_10_5_bounds_the_mean_error_and_E9_gives_it_exactly()
    {
        const int S = 6;
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(12, 10, 10, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 21));
        const int Seeds = 1500;
        double[] errors = new double[Seeds];
        double[] differences = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            double error = TruncatedSvdProperties<T>.TrueError(known, Compute(known.Matrix, S - 1, 0, 0, (ulong)seed));
            errors[seed] = error;

            // Leave one out of s columns: 1 / ‖row j of R⁻¹‖² is the part of column j outside the span of the others.
            Complex[,] y = Oracle.Multiply(known.Entries, Sketch(10, S, (ulong)(seed + Seeds)));
            double estimate = 0;
            for (int j = 0; j < S; j++)
            {
                Complex[,] others = Oracle.Orthonormalize(Oracle.Columns(y, [.. Enumerable.Range(0, S).Where(k => k != j)]));
                Complex[,] column = Oracle.Columns(y, [j]);
                double outside = Oracle.NormOfDifference(column, Oracle.Multiply(others, Oracle.Multiply(Oracle.Adjoint(others), column)));
                estimate += outside * outside / S;
            }

            differences[seed] = (error * error) - estimate;
        }

        Expect.Mean(differences, 0, "error² − leave-one-out estimate²");
        for (int k = 2; k <= S - 3; k++)
        {
            Expect.AtMost(errors.Average(), Math.Sqrt(1 + (k / (S - 1.0 - k - 1))) * known.Tail(k), $"theorem 10.5 at k = {k}");
        }

        Expect.AtLeast(errors.Min(), known.Tail(S - 1) * (1 - 1e-5), "no error is below the optimum");
    }

    [Fact]
    public void The_thread_count_the_layout_and_a_second_run_change_nothing_but_rounding()
    {
        MatrixCase c = new(220, 150, 150, SpectrumFamily.Polynomial, MatrixLayout.RowMajor, 3, 4);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 150).Select(j => Math.Pow(0.8, j) + 1e-3)]);
        Complex[,]? first = null;
        foreach (int? threads in new int?[] { 1, 2, 8, null })
        {
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                TruncatedSvdOptions options =
                    TruncatedSvdProperties<T>.Randomized with { MaxDegreeOfParallelism = threads, Oversampling = 2, PowerIterations = 0 };
                TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix.ToDense(layout), 12, options);
                Complex[,] product = Oracle.Of(svd.ToDense());
                first ??= product;
                Expect.Close(product, first, Expect.Rounding<T>(c.Max, 10), $"{threads?.ToString() ?? "all"} threads, {layout}");
            }
        }

        Complex[,] other = Oracle.Of(Compute(known.Matrix, 12, 2, 0, 999).ToDense());
        Expect.AtLeast(Oracle.NormOfDifference(other, first!), 1e-3, "another seed gives another approximation");
    }

    [Fact]
    public void The_same_rank_by_a_different_oversampling_extends_the_sketch() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        // Columns are added, not redrawn: with more of them the captured energy cannot fall.
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double before = double.PositiveInfinity;
        for (int columns = 1; columns <= Math.Min(6, c.Min); columns++)
        {
            double error = TruncatedSvdProperties<T>.TrueError(known, Compute(known.Matrix, columns, 0, 0, c.Seed));
            Expect.AtMost(error, before + Expect.Rounding<T>(c.Max, 1), "the error with one column more");
            before = error;
        }
    }, tests: 60);

    /// <summary>Grown block by block, the basis is still that of A Ω, with Ω's columns each used once.</summary>
    [Fact]
    public void An_adaptive_basis_is_that_of_as_many_columns_of_the_sketch()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            MatrixCase c = new(60, 50, 50, SpectrumFamily.Exponential, MatrixLayout.ColumnMajor, 0, seed);
            KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 50).Select(j => Math.Pow(0.8, j))]);
            TruncatedSvd<T> svd = TruncatedSvd.Compute(
                known.Matrix, Truncation.RelativeError(0.02),
                    TruncatedSvdProperties<T>.Randomized with { PowerIterations = 0, Seed = seed });
            Assert.InRange(svd.Rank, 17, 30);

            // How far the basis has grown is not shown; it grows by some 8 columns at a time.
            Complex[,] u = Oracle.Of(svd.U);
            double outside = Enumerable.Range(svd.Rank, 35 - svd.Rank).Min(columns =>
            {
                Complex[,] basis = Basis(known, columns, 0, seed);
                return Oracle.NormOfDifference(u, Oracle.Multiply(basis, Oracle.Multiply(Oracle.Adjoint(basis), u)));
            });
            Expect.AtMost(outside, Expect.Rounding<T>(1, 1e4), "the part of U outside A Ω");
        }
    }

    private static TruncatedSvd<T> Compute(ILinearOperator<T> a, int rank, int oversampling, int powerIterations, ulong seed) =>
        TruncatedSvd.Compute(
            a,
            rank,
            TruncatedSvdProperties<T>.Randomized with { Oversampling = oversampling, PowerIterations = powerIterations, Seed = seed });

    private static Complex[,] Sketch(int rows, int columns, ulong seed)
    {
        DenseMatrix<T> sketch = DenseMatrix.Create<T>(rows, columns);
        new GaussianSketch<T>(seed, RandomStream.Sketch).Fill(sketch, 0);
        return Oracle.Of(sketch);
    }

    private static Complex[,] Basis(KnownMatrix<T> known, int columns, int powerIterations, ulong seed)
    {
        Complex[,] y = Oracle.Orthonormalize(Oracle.Multiply(known.Entries, Sketch(known.Case.Columns, columns, seed)));
        for (int q = 0; q < powerIterations; q++)
        {
            Complex[,] z = Oracle.Orthonormalize(Oracle.Multiply(Oracle.Adjoint(known.Entries), y));
            y = Oracle.Orthonormalize(Oracle.Multiply(known.Entries, z));
        }

        return y;
    }
}
