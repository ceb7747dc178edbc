using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class PseudoInversePropertiesOfSingle : PseudoInverseProperties<float>;

public sealed class PseudoInversePropertiesOfDouble : PseudoInverseProperties<double>;

public sealed class PseudoInversePropertiesOfComplex : PseudoInverseProperties<Complex>;

public abstract class PseudoInverseProperties<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The failure probability at which measured errors are taken as bounds: with all properties together a false alarm has odds
    /// below 1 in 1000.</summary>
    private const double ErrorBoundFails = 1e-7;

    [Fact]
    public void PX6_four_Penrose_conditions_and_the_rank() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
        Complex[,] a = known.Entries;
        Complex[,] x = Oracle.Of(inverse.ToDense());

        Assert.Equal((c.Columns, c.Rows, c.Rank), (inverse.RowCount, inverse.ColumnCount, inverse.Rank));
        double rounding = Expect.Rounding<T>(c.Max, known.Condition);
        Complex[,] ax = Oracle.Multiply(a, x);
        Complex[,] xa = Oracle.Multiply(x, a);
        Expect.Close(Oracle.Multiply(ax, a), a, rounding * Oracle.Norm(a), "A X A = A");
        Expect.Close(Oracle.Multiply(xa, x), x, rounding * Oracle.Norm(x), "X A X = X");
        Expect.Close(Oracle.Adjoint(ax), ax, rounding * Math.Sqrt(c.Max), "(A X)ᴴ = A X");
        Expect.Close(Oracle.Adjoint(xa), xa, rounding * Math.Sqrt(c.Max), "(X A)ᴴ = X A");
        known.AssertUnchanged();
    });

    [Fact]
    public void S3_equals_V_over_sigma_U_of_the_known_factors_and_the_error_bound_holds() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
        Complex[,] exact = known.ExactPseudoInverse;
        double error = Oracle.NormOfDifference(Oracle.Of(inverse.ToDense()), exact);

        Assert.Equal(c.Rank == 0 ? ErrorEstimateMethod.ExactIdentity : ErrorEstimateMethod.RandomProbe, inverse.Error.Method);
        Expect.AtMost(error, Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(exact)), "A⁺ against the known factors");
        Expect.AtMost(error, inverse.Error.UpperBound(ErrorBoundFails), "true error against the bound");
        Expect.AtMost(inverse.Error.Frobenius, inverse.Error.UpperBound(0.5), "the figure against UpperBound");
        Expect.AtMost(
            inverse.Error.UpperBound(0.5), 20 * Scalar<T>.Epsilon * Math.Sqrt(c.Max) * known.Condition * Oracle.Norm(exact),
                "the bound is no wider than c ε κ");
        Expect.Close(inverse.Error.ReferenceNorm, Oracle.Norm(exact), Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(exact)),
            "‖A⁺‖");
        for (int j = 0; j < c.Rank; j++)
        {
            Expect.Close(inverse.SingularValues[j], known.SingularValues[j], Expect.Rounding<T>(c.Max, 1), $"σ_{j}");
        }

        known.AssertUnchanged();
    });

    [Fact]
    public void E15_trace_of_A_X_is_the_rank_and_PX1_the_residual_is_m_minus_rank() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        Complex[,] projector = Oracle.Multiply(known.Entries, Oracle.Of(PseudoInverse.Compute(known.Matrix).ToDense()));
        double rounding = Expect.Rounding<T>(c.Max, known.Condition * Math.Max(1, c.Rows));
        Expect.Close(Complex.Abs(Oracle.Trace(projector) - c.Rank), 0, rounding, "trace(A A⁺) − rank");
        double residual = Oracle.NormOfDifference(projector, Oracle.Identity(c.Rows));
        Expect.Close(residual * residual, c.Rows - c.Rank, rounding, "‖A A⁺ − I‖²");
    });

    /// <summary>Also right at the threshold: a singular value equal to it counts as zero.</summary>
    [Fact]
    public void The_threshold_is_the_larger_of_both_tolerances_and_values_up_to_it_count_as_zero()
    {
        // The singular values 16, 8, 4, 2, 1, exact in every type.
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Diagonal([16, 8, 4, 2, 1]));
        Check(new PseudoInverseOptions { AbsoluteTolerance = 2 }, 2, 3);
        Check(new PseudoInverseOptions { AbsoluteTolerance = Math.BitDecrement(2.0) }, Math.BitDecrement(2.0), 4);
        Check(new PseudoInverseOptions { RelativeTolerance = 0.25 }, 4, 2);
        Check(new PseudoInverseOptions { RelativeTolerance = Math.BitDecrement(0.25) }, Math.BitDecrement(4.0), 3);
        Check(new PseudoInverseOptions { RelativeTolerance = 0.25, AbsoluteTolerance = 3 }, 4, 2);
        Check(new PseudoInverseOptions { RelativeTolerance = 0.1, AbsoluteTolerance = 8 }, 8, 1);
        Check(new PseudoInverseOptions { RelativeTolerance = 1 }, 16, 0);
        Check(new PseudoInverseOptions { RelativeTolerance = 0 }, 0, 5);
        Check(new PseudoInverseOptions { AbsoluteTolerance = 100 }, 100, 0);
        Check(new PseudoInverseOptions(), 16 * 5 * Scalar<T>.Epsilon, 5);

        // The default counts max(m, n), not min.
        DenseMatrix<T> row = Oracle.ToMatrix<T>(Oracle.Build(1, 7, (_, j) => j == 0 ? 1 : 0));
        Assert.Equal(7 * Scalar<T>.Epsilon, PseudoInverse.Compute(row).Threshold);
        Assert.Equal(7 * Scalar<T>.Epsilon, PseudoInverse.Compute(row.Transpose()).Threshold);

        void Check(PseudoInverseOptions options, double threshold, int rank)
        {
            PseudoInverse<T> inverse = PseudoInverse.Compute(a, options);
            Assert.Equal((threshold, rank), (inverse.Threshold, inverse.Rank));
            Complex[,] expected = Oracle.Build(5, 5, (i, j) => i == j && i < rank ? 1 / Math.Pow(2, 4 - i) : 0);
            Expect.Close(Oracle.Of(inverse.ToDense()), expected, Expect.Rounding<T>(5, 1), $"A⁺ with threshold {threshold}");
        }
    }

    /// <summary>To rounding, not to the bit: MKL's sums depend on where the pooled workspaces happen to lie in memory.</summary>
    [Fact]
    public void E15_pinv_of_c_A_is_pinv_of_A_over_c() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double factor = Math.Pow(2, c.Seed % 2 == 0 ? 11 : -11);
        DenseMatrix<T> scaled = Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, factor), c.Layout);
        PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
        PseudoInverse<T> other = PseudoInverse.Compute(scaled);
        Assert.Equal(inverse.Rank, other.Rank);
        for (int j = 0; j < inverse.Rank; j++)
        {
            Expect.Close(other.SingularValues[j], inverse.SingularValues[j] * factor, Expect.Rounding<T>(c.Max, factor),
                $"σ_{j}(cA) = c σ_{j}(A)");
        }

        Expect.Close(other.Threshold, inverse.Threshold * factor, Expect.Rounding<T>(c.Max, inverse.Threshold * factor), "the threshold");
        Complex[,] x = Oracle.Of(inverse.ToDense());
        Complex[,] y = Oracle.Scale(Oracle.Of(other.ToDense()), factor);
        Expect.Close(y, x, Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(x)), "pinv(cA) = pinv(A)/c");
    });

    [Fact]
    public void Extreme_scales_neither_overflow_nor_underflow() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        double factor = Expect.ExtremeScale<T>(c.Seed);
        PseudoInverse<T> inverse = PseudoInverse.Compute(Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, factor), c.Layout));
        Complex[,] exact = known.ExactPseudoInverse;
        Assert.Equal(c.Rank, inverse.Rank);
        Complex[,] back = Oracle.Scale(Oracle.Of(inverse.ToDense()), factor);
        double rounding = Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(exact));
        Expect.Close(back, exact, rounding, $"pinv(cA) c for c = {factor}");
        Expect.AtMost(Oracle.NormOfDifference(back, exact), inverse.Error.UpperBound(ErrorBoundFails) * factor,
            "true error against the bound");
        Expect.Close(inverse.Error.ReferenceNorm * factor, Oracle.Norm(exact), rounding, "‖A⁺‖ c");
    }, tests: 100);

    [Fact]
    public void E15_pinv_of_Q_A_is_pinv_of_A_times_Q_adjoint() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        Complex[,] q = Oracle.Orthonormalize(Oracle.Gaussian<T>(c.Rows, c.Rows, (int)c.Seed + 7));
        DenseMatrix<T> turned = Oracle.ToMatrix<T>(Oracle.Multiply(q, known.Entries), c.Layout);
        Complex[,] x = Oracle.Of(PseudoInverse.Compute(known.Matrix).ToDense());
        Complex[,] y = Oracle.Of(PseudoInverse.Compute(turned).ToDense());
        Expect.Close(y, Oracle.Multiply(x, Oracle.Adjoint(q)), Expect.Rounding<T>(c.Max, 2 * known.Condition * Oracle.Norm(x)), "pinv(QA)");
    });

    /// <summary>‖(AᴴA + εI)⁻¹Aᴴ − A⁺‖₂ = ε / (σ_s (σ_s² + ε)), an equality.</summary>
    [Fact]
    public void P12_the_ridge_limit_is_approached_at_its_exact_rate() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        // Gram matrices square the condition, so take a mild one.
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        Complex[,] x = Oracle.Of(PseudoInverse.Compute(known.Matrix).ToDense());
        Complex[,] adjoint = Oracle.Adjoint(Oracle.Multiply(known.U, Oracle.Diagonal(known.SingularValues), Oracle.Adjoint(known.V)));
        Complex[,] gram = Oracle.Multiply(adjoint, Oracle.Adjoint(adjoint));
        double smallest = known.SingularValues[^1];
        foreach (double epsilon in new[] { 1.0, 1e-2, 1e-4 })
        {
            Complex[,] shifted = Oracle.Build(c.Columns, c.Columns, (i, j) => gram[i, j] + (i == j ? epsilon : 0));
            Complex[,] ridge = Oracle.Solve(shifted, adjoint);
            double expected = epsilon / (smallest * ((smallest * smallest) + epsilon));
            double allowed = Expect.Rounding<T>(c.Max, 100) + (1e-13 / epsilon);
            Expect.Close(Oracle.SpectralNorm(Oracle.Subtract(ridge, x)), expected, allowed, $"ridge limit at {epsilon}");
        }
    }, tests: 100);

    [Fact]
    public void Solve_satisfies_the_normal_equations_and_has_no_part_in_the_null_space() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int p = 1 + (int)(c.Seed % 3);
        Complex[,] b = Oracle.Gaussian<T>(c.Rows, p, (int)c.Seed + 3);
        DenseMatrix<T> rightSides = Oracle.ToMatrix<T>(b, c.Seed % 2 == 0 ? MatrixLayout.RowMajor : MatrixLayout.ColumnMajor);
        DenseMatrix<T> before = rightSides.ToDense();
        DenseMatrix<T> solution = PseudoInverse.Solve(known.Matrix, rightSides);
        Assert.Equal((c.Columns, p), (solution.RowCount, solution.ColumnCount));

        b = Oracle.Of(rightSides);
        Complex[,] x = Oracle.Of(solution);
        Complex[,] a = known.Entries;
        double rounding = Expect.Rounding<T>(c.Max, known.Condition * Math.Max(1, Oracle.Norm(b)));
        Expect.AtMost(Oracle.Norm(Oracle.Multiply(Oracle.Adjoint(a), Oracle.Subtract(Oracle.Multiply(a, x), b))), rounding, "‖Aᴴ(AX − B)‖");
        Complex[,] inside = Oracle.Multiply(known.V, Oracle.Multiply(Oracle.Adjoint(known.V), x));
        Expect.Close(x, inside, rounding * known.Condition, "the part of X in the null space");
        Expect.Close(x, Oracle.Multiply(known.ExactPseudoInverse, b), rounding * known.Condition, "X = A⁺B");

        PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
        Expect.Close(x, Oracle.Of(inverse.Multiply(rightSides)), rounding * known.Condition, "Solve is Compute and Multiply");
        Complex[,] g = Oracle.Gaussian<T>(c.Columns, 2, 5);
        Complex[,] adjointProduct = Oracle.Of(LinearOperator.MultiplyAdjoint(inverse, Oracle.ToMatrix<T>(g)));
        double size = 10 * Math.Sqrt(c.Max + 1.0) * known.Condition * known.Condition;
        Expect.Close(adjointProduct, Oracle.Multiply(Oracle.Adjoint(known.ExactPseudoInverse), g), Expect.Rounding<T>(c.Max, size),
            "(A⁺)ᴴ G");
        known.AssertUnchanged();
        Expect.SameBits(before, rightSides, "B");
    });

    [Fact]
    public void PX2_two_sided_solution_is_A_plus_M_B_plus() => PropertyCheck.Holds(MatrixCases.Any, MatrixCases.Any, (ca, cb) =>
    {
        KnownMatrix<T> a = KnownMatrix<T>.Build(ca, ca.SingularValues(0.1));
        KnownMatrix<T> b = KnownMatrix<T>.Build(cb, cb.SingularValues(0.1));
        DenseMatrix<T> m = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(ca.Rows, cb.Columns, 11), cb.Layout);
        DenseMatrix<T> solution = PseudoInverse.SolveTwoSided(a.Matrix, m, b.Matrix);
        Assert.Equal((ca.Columns, cb.Rows), (solution.RowCount, solution.ColumnCount));

        Complex[,] values = Oracle.Of(m);
        Complex[,] x = Oracle.Of(solution);
        int size = Math.Max(ca.Max, cb.Max);
        double rounding = Expect.Rounding<T>(
            size, a.Condition * a.Condition * b.Condition * b.Condition * Math.Max(1, Oracle.Norm(values)));
        Expect.Close(x, Oracle.Multiply(a.ExactPseudoInverse, values, b.ExactPseudoInverse), rounding, "X = A⁺ M B⁺");
        Complex[,] difference = Oracle.Subtract(Oracle.Multiply(a.Entries, x, b.Entries), values);
        Expect.AtMost(
            Oracle.Norm(Oracle.Multiply(Oracle.Adjoint(a.Entries), difference, Oracle.Adjoint(b.Entries))),
            Expect.Rounding<T>(size, a.Condition * b.Condition * Math.Max(1, Oracle.Norm(values))),
            "‖Aᴴ(AXB − M)Bᴴ‖");
        a.AssertUnchanged();
        b.AssertUnchanged();
    }, tests: 150);

    /// <summary>Factors of ±¼ and σ of powers of two: A and A⁺ are exact numbers, so all of the error is the library's.</summary>
    [Fact]
    public void The_error_bound_holds_for_ill_conditioned_matrices()
    {
        const int N = 16;
        Complex[,] hadamard = Oracle.Build(N, N, (i, j) => BitOperations.PopCount((uint)(i & j)) % 2 == 0 ? 0.25 : -0.25);
        Complex[] phases = [1, Complex.ImaginaryOne, -1, -Complex.ImaginaryOne];
        Complex[,] left = Oracle.Build(N, N, (i, j) => hadamard[i, j] * (Scalar<T>.IsComplex ? phases[i % 4] : 1));
        Complex[,] right = Oracle.Build(N, N, (i, j) => hadamard[(i + 5) % N, j]);
        foreach (int bits in Scalar<T>.IsSingle ? new[] { 6, 10, 13 } : [20, 26, 30, 33])
        {
            foreach (int rank in new[] { 2, 11, 16 })
            {
                double[] singularValues =
                    [.. Enumerable.Range(0, rank).Select(j => Math.Pow(2, -Math.Round((double)bits * j / (rank - 1))))];
                KnownMatrix<T> known = KnownMatrix<T>.FromFactors(
                    Oracle.FirstColumns(left, rank), singularValues, Oracle.FirstColumns(right, rank));
                PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
                Assert.Equal(rank, inverse.Rank);
                double error = Oracle.NormOfDifference(Oracle.Of(inverse.ToDense()), known.ExactPseudoInverse);
                double norm = Oracle.Norm(known.ExactPseudoInverse);
                Expect.AtMost(error, inverse.Error.UpperBound(ErrorBoundFails), $"error at condition 2^{bits}, rank {rank}");
                Expect.AtMost(inverse.Error.UpperBound(0.5), 20 * Scalar<T>.Epsilon * Math.Pow(2, bits) * norm,
                    $"bound at condition 2^{bits}, rank {rank}");
            }
        }
    }

    [Fact]
    public void Transposition_layout_and_thread_count_change_nothing_but_rounding() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        Complex[,] x = Oracle.Of(PseudoInverse.Compute(known.Matrix).ToDense());
        double rounding = Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(x));
        Expect.Close(Oracle.Transpose(Oracle.Of(PseudoInverse.Compute(known.Matrix.Transpose()).ToDense())), x, rounding, "(Aᵀ)⁺ = (A⁺)ᵀ");
        MatrixLayout other = c.Layout == MatrixLayout.RowMajor ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor;
        Expect.Close(Oracle.Of(PseudoInverse.Compute(known.Matrix.ToDense(other)).ToDense()), x, rounding, "the other layout");
        PseudoInverseOptions single = new() { MaxDegreeOfParallelism = 1 };
        Expect.Close(Oracle.Of(PseudoInverse.Compute(known.Matrix, single).ToDense()), x, rounding, "one thread");
    }, tests: 100);
}
