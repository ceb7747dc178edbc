using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class PseudoInverseMethodPropertiesOfSingle : PseudoInverseMethodProperties<float>;

public sealed class PseudoInverseMethodPropertiesOfDouble : PseudoInverseMethodProperties<double>;

public sealed class PseudoInverseMethodPropertiesOfComplex : PseudoInverseMethodProperties<Complex>;

/// <summary>The same properties for every method, whatever the method falls back to.</summary>
public abstract class PseudoInverseMethodProperties<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<PseudoInverseMethod> GeneralMethods =>
        [PseudoInverseMethod.Svd, PseudoInverseMethod.CompleteOrthogonal, PseudoInverseMethod.CholeskyQr, PseudoInverseMethod.NewtonSchulz];

    [Theory]
    [MemberData(nameof(GeneralMethods))]
    public void PX6_and_S3_hold_for_any_shape_rank_spectrum_and_layout(PseudoInverseMethod method) =>
        PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        // Newton–Schulz works on products, so it may keep only half the digits of the condition.
        KnownMatrix<T> known = method == PseudoInverseMethod.NewtonSchulz
            ? KnownMatrix<T>.Build(c, c.SingularValues(0.05)) : KnownMatrix<T>.Build(c);
        CheckPenrose(known, Compute(known.Matrix, method), known.Condition);
    }, tests: 100);

    [Theory]
    [MemberData(nameof(GeneralMethods))]
    public void The_factors_multiply_as_their_product_does(PseudoInverseMethod method) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        CheckProducts(Compute(known.Matrix, method), c);
    }, tests: 60);

    [Theory]
    [MemberData(nameof(GeneralMethods))]
    public void The_singular_values_and_the_threshold_are_those_of_the_SVD(PseudoInverseMethod method) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.05));
        PseudoInverse<T> inverse = Compute(known.Matrix, method);
        Assert.Equal(c.Rank, inverse.SingularValues.Length);
        for (int j = 0; j < c.Rank; j++)
        {
            Expect.Close(inverse.SingularValues[j], known.SingularValues[j], Expect.Rounding<T>(c.Max, 20), $"σ_{j}");
        }

        Expect.Close(inverse.Threshold, c.Max * Scalar<T>.Epsilon * known.SingularValues[0],
            Expect.Rounding<T>(c.Max, Scalar<T>.Epsilon * c.Max * 20), "the threshold");
    }, tests: 60);

    [Theory]
    [MemberData(nameof(GeneralMethods))]
    public void Extreme_scales_neither_overflow_nor_underflow(PseudoInverseMethod method) => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.05));
        double factor = Expect.ExtremeScale<T>(c.Seed);
        PseudoInverse<T> inverse = Compute(Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, factor), c.Layout), method);
        Assert.Equal(c.Rank, inverse.Rank);
        Complex[,] back = Oracle.Scale(Oracle.Of(inverse.ToDense()), factor);
        Expect.Close(back, known.ExactPseudoInverse, Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(known.ExactPseudoInverse)),
            $"pinv(cA) c for c = {factor}");
    }, tests: 60);

    [Fact]
    public void PX6_and_S3_hold_for_Hermitian_matrices_by_their_eigenvalues() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        // V diag(±σ) Vᴴ: the signs go into U.
        MatrixCase square = (c with { Rows = c.Columns, HasTwins = false }).WithRank(c.Rank);
        KnownMatrix<T> general = KnownMatrix<T>.Build(square);
        Complex[,] u = Oracle.Build(c.Columns, square.Rank, (i, j) => general.V[i, j] * ((j + (int)c.Seed) % 3 == 0 ? -1 : 1));
        KnownMatrix<T> known = KnownMatrix<T>.FromFactors(u, general.SingularValues, general.V);
        PseudoInverse<T> inverse = Compute(known.Matrix, PseudoInverseMethod.Hermitian);
        Assert.Equal(square.Rank == 0 ? PseudoInverseMethod.Svd : PseudoInverseMethod.Hermitian, inverse.Method);
        CheckPenrose(known, inverse, known.Condition);
        CheckProducts(inverse, square);
        for (int j = 0; j < square.Rank; j++)
        {
            Expect.Close(inverse.SingularValues[j], known.SingularValues[j], Expect.Rounding<T>(c.Max, 1), $"|λ_{j}|");
        }
    }, tests: 100);

    [Fact]
    public void A_matrix_that_is_not_Hermitian_is_refused_by_that_method()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5, 5, 1));
        ArgumentException exception = Assert.Throws<ArgumentException>("a", () => Compute(a, PseudoInverseMethod.Hermitian));
        Assert.Contains("not Hermitian", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>(
            "a", () => Compute(Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5, 4, 1)), PseudoInverseMethod.Hermitian));
        Assert.Contains("5 × 4", exception.Message, StringComparison.Ordinal);
        if (Scalar<T>.IsComplex)
        {
            // Symmetric, but not Hermitian: the mutant without the conjugate would take it.
            DenseMatrix<T> symmetric = Oracle.ToMatrix<T>(new Complex[,] { { 1, new(0, 1) }, { new(0, 1), 2 } });
            Assert.Throws<ArgumentException>("a", () => Compute(symmetric, PseudoInverseMethod.Hermitian));
        }
    }

    [Fact]
    public void Methods_do_what_they_are_named_for_where_they_can_and_say_so_where_they_cannot()
    {
        DenseMatrix<T> tall = WithSpectrum(40, 12, j => Math.Pow(0.9, j));
        DenseMatrix<T> graded = WithSpectrum(40, 12, j => Math.Pow(0.6, j));
        DenseMatrix<T> hard = WithSpectrum(40, 12, j => Math.Pow(Scalar<T>.IsSingle ? 0.45 : 0.08, j));
        DenseMatrix<T> deficient = WithSpectrum(40, 12, j => j < 7 ? 1 : 0);
        foreach (bool isWide in new[] { false, true })
        {
            Check(tall, PseudoInverseMethod.Auto, PseudoInverseMethod.CholeskyQr, "one Cholesky pass");
            Check(graded, PseudoInverseMethod.Auto, PseudoInverseMethod.CholeskyQr, "two Cholesky passes");
            Check(hard, PseudoInverseMethod.Auto, PseudoInverseMethod.CompleteOrthogonal, "");
            Check(hard, PseudoInverseMethod.CholeskyQr, PseudoInverseMethod.CompleteOrthogonal, "");
            Check(deficient, PseudoInverseMethod.Auto, PseudoInverseMethod.CompleteOrthogonal, "rank 7 of 12");
            Check(deficient, PseudoInverseMethod.CompleteOrthogonal, PseudoInverseMethod.CompleteOrthogonal, "rank 7 of 12");
            Check(tall, PseudoInverseMethod.CompleteOrthogonal, PseudoInverseMethod.CompleteOrthogonal, "full rank");
            Check(tall, PseudoInverseMethod.Svd, PseudoInverseMethod.Svd, "12 of 12");
            Check(tall, PseudoInverseMethod.NewtonSchulz, PseudoInverseMethod.NewtonSchulz, "rank 12");
            Check(deficient, PseudoInverseMethod.NewtonSchulz, PseudoInverseMethod.NewtonSchulz, "rank 7");

            void Check(DenseMatrix<T> a, PseudoInverseMethod asked, PseudoInverseMethod expected, string reason)
            {
                PseudoInverse<T> inverse = Compute(isWide ? a.Transpose() : a, asked);
                Assert.True(inverse.Method == expected, $"{asked} gave {inverse.Method}: {inverse.Reason}");
                Assert.Contains(reason, inverse.Reason, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>A spectrum that falls evenly through the threshold: neither Cholesky nor a pivoted triangle may decide it.</summary>
    [Fact]
    public void A_rank_that_is_not_clear_cut_is_decided_by_singular_values()
    {
        foreach (PseudoInverseMethod method in new[] { PseudoInverseMethod.Auto, PseudoInverseMethod.CompleteOrthogonal,
            PseudoInverseMethod.CholeskyQr })
        {
            DenseMatrix<T> a = WithSpectrum(30, 10, j => Math.Pow(0.5, j));
            foreach (int rank in new[] { 3, 6, 9 })
            {
                PseudoInverseOptions options = new() { Method = method, RelativeTolerance = 0.75 * Math.Pow(0.5, rank - 1) };
                PseudoInverse<T> inverse = PseudoInverse.Compute(a, options);
                PseudoInverse<T> reference = PseudoInverse.Compute(a, options with { Method = PseudoInverseMethod.Svd });
                Assert.Equal((rank, rank), (inverse.Rank, reference.Rank));
                Assert.Equal(PseudoInverseMethod.Svd, inverse.Method);
                Expect.Close(
                    Oracle.Of(inverse.ToDense()), Oracle.Of(reference.ToDense()), Expect.Rounding<T>(30, Math.Pow(2, 2 * rank)),
                        $"{method} at rank {rank}");
            }
        }
    }

    /// <summary>A tail that counts as zero but is no rounding: a pivoted QR would drop another one than the SVD does, and be off by κ
    /// times it.</summary>
    [Fact]
    public void A_tail_above_rounding_is_dropped_by_the_SVD_alone()
    {
        double tail = Scalar<T>.IsSingle ? 1e-4 : 1e-9;
        DenseMatrix<T> a = WithSpectrum(30, 10, j => j < 6 ? 1 - (0.1 * j) : tail);
        foreach (PseudoInverseMethod method in new[] { PseudoInverseMethod.Auto, PseudoInverseMethod.CompleteOrthogonal })
        {
            PseudoInverse<T> inverse = PseudoInverse.Compute(
                a, new PseudoInverseOptions { Method = method, RelativeTolerance = 100 * tail });
            Assert.Equal((PseudoInverseMethod.Svd, 6), (inverse.Method, inverse.Rank));
        }
    }

    [Theory]
    [InlineData(3, "one Cholesky pass")]
    [InlineData(6, "two Cholesky passes")]
    public void One_Gram_matrix_serves_up_to_the_condition_where_it_is_no_worse(double condition, string reason) =>
        Assert.Contains(reason, PseudoInverse.Compute(WithSpectrum(30, 10, j => Math.Pow(condition, -j / 9.0))).Reason,
            StringComparison.Ordinal);

    /// <summary>What an ambiguous triangle falls back to where the matrix is Hermitian.</summary>
    [Fact]
    public void Auto_decides_an_unclear_rank_of_a_Hermitian_matrix_by_eigenvalues()
    {
        Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(9, 9, 4));
        double[] eigenvalues = [.. Enumerable.Range(0, 9).Select(j => (j % 2 == 0 ? 1 : -1) * Math.Pow(0.5, j))];
        Complex[,] product = Oracle.Multiply(v, Oracle.Diagonal(eigenvalues), Oracle.Adjoint(v));
        DenseMatrix<T> a = Oracle.ToMatrix<T>(
            Oracle.Build(9, 9, (i, j) => i == j ? product[i, i].Real : i < j ? product[i, j] : Complex.Conjugate(product[j, i])));
        PseudoInverse<T> inverse = PseudoInverse.Compute(a, new PseudoInverseOptions { RelativeTolerance = 0.1 });
        Assert.Equal((PseudoInverseMethod.Hermitian, 4), (inverse.Method, inverse.Rank));
        Complex[,] expected = Oracle.Multiply(
            Oracle.FirstColumns(v, 4), Oracle.Diagonal([.. eigenvalues.Take(4).Select(x => 1 / x)]),
                Oracle.Adjoint(Oracle.FirstColumns(v, 4)));
        Expect.Close(Oracle.Of(inverse.ToDense()), expected, Expect.Rounding<T>(9, 64), "A_4⁺");
    }

    /// <summary>
    /// PX-4's example, 6 × 5 of rank 3. Left to itself the iteration passes its best at the sixth step and is worthless at the fortieth,
    /// since rounding in the null space grows by 13/4 a step; it must stop by itself, soon after its best.
    /// </summary>
    [Fact]
    public void PX4_the_iteration_stops_before_its_null_space_grows()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(6, 3, seed));
            Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(5, 3, seed + 100));
            KnownMatrix<T> known = KnownMatrix<T>.FromFactors(u, [3, 2, 1], v);
            PseudoInverse<T> inverse = Compute(known.Matrix, PseudoInverseMethod.NewtonSchulz);
            Assert.Equal((PseudoInverseMethod.NewtonSchulz, 3), (inverse.Method, inverse.Rank));
            double error = Oracle.NormOfDifference(Oracle.Of(inverse.ToDense()), known.ExactPseudoInverse);
            Expect.AtMost(error, 500 * Scalar<T>.Epsilon, "the error at the stop, where 40 steps would leave 1000");
            int steps = int.Parse(inverse.Reason.Split("after ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(steps, 4, 9);
        }
    }

    [Fact]
    public void PX4_what_the_iteration_cannot_settle_the_SVD_does()
    {
        // A spectrum down to ten times the threshold: 45 steps lift its end, and by then rounding.
        double smallest = Scalar<T>.IsSingle ? 3e-5 : 1e-13;
        DenseMatrix<T> a = WithSpectrum(20, 10, j => Math.Pow(smallest, j / 9.0));
        PseudoInverse<T> inverse = Compute(a, PseudoInverseMethod.NewtonSchulz);
        PseudoInverse<T> reference = Compute(a, PseudoInverseMethod.Svd);
        Assert.Equal(reference.Rank, inverse.Rank);
        Assert.Equal(PseudoInverseMethod.Svd, inverse.Method);
        Assert.Contains("Newton", inverse.Reason, StringComparison.Ordinal);
        Expect.Close(Oracle.Of(inverse.ToDense()), Oracle.Of(reference.ToDense()), 1e-3 / smallest, "A⁺");
    }

    /// <summary>While a direction far below the others is being lifted, ‖AXA − A‖ hardly falls: that is no reason to stop.</summary>
    [Fact]
    public void PX4_a_hidden_direction_is_not_given_up()
    {
        double hidden = Scalar<T>.IsSingle ? 3e-4 : 1e-10;
        DenseMatrix<T> a = WithSpectrum(20, 10, j => j < 6 ? 1 : j < 9 ? 0.1 : hidden);
        PseudoInverse<T> inverse = Compute(a, PseudoInverseMethod.NewtonSchulz);
        Assert.Equal(10, inverse.Rank);
        Expect.Close(inverse.Error.ReferenceNorm, 1 / hidden, 0.05 / hidden, "‖A⁺‖");
    }

    private static void CheckPenrose(KnownMatrix<T> known, PseudoInverse<T> inverse, double condition)
    {
        MatrixCase c = known.Case;
        Complex[,] a = known.Entries;
        Complex[,] x = Oracle.Of(inverse.ToDense());
        Assert.Equal((c.Columns, c.Rows, c.Rank), (inverse.RowCount, inverse.ColumnCount, inverse.Rank));
        double rounding = Expect.Rounding<T>(c.Max, condition);
        Complex[,] ax = Oracle.Multiply(a, x);
        Complex[,] xa = Oracle.Multiply(x, a);
        Expect.Close(Oracle.Multiply(ax, a), a, rounding * Oracle.Norm(a), "A X A = A");
        Expect.Close(Oracle.Multiply(xa, x), x, rounding * Oracle.Norm(x), "X A X = X");
        Expect.Close(Oracle.Adjoint(ax), ax, rounding * Math.Sqrt(c.Max), "(A X)ᴴ = A X");
        Expect.Close(Oracle.Adjoint(xa), xa, rounding * Math.Sqrt(c.Max), "(X A)ᴴ = X A");
        double error = Oracle.NormOfDifference(x, known.ExactPseudoInverse);
        Expect.AtMost(error, rounding * Oracle.Norm(known.ExactPseudoInverse), "A⁺ against the known factors");
        Expect.AtMost(error, inverse.Error.UpperBound(1e-7), "the error against its bound");
        known.AssertUnchanged();
    }

    private static void CheckProducts(PseudoInverse<T> inverse, MatrixCase c)
    {
        DenseMatrix<T> dense = inverse.ToDense();
        Assert.Equal(MatrixLayout.RowMajor, dense.Layout);
        Complex[,] x = Oracle.Of(dense);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(c.Rows, 3, (int)c.Seed + 5), layout);
            DenseMatrix<T> g = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(c.Columns, 2, (int)c.Seed + 6), layout);
            Stored<T> left = Stored<T>.Destination(new Storage(layout, 1, 2), c.Columns, 3);
            Stored<T> right = Stored<T>.Destination(new Storage(layout, 2, 1), c.Rows, 2);
            inverse.Multiply(b, left.Matrix);
            inverse.MultiplyAdjoint(g, right.Matrix);
            double rounding = Expect.Rounding<T>(
                c.Max, 1000 * (1 + Oracle.Norm(x)) * (1 + Oracle.Norm(Oracle.Of(b)) + Oracle.Norm(Oracle.Of(g))));
            Expect.Close(left.Values, Oracle.Multiply(x, Oracle.Of(b)), rounding, "X b");
            Expect.Close(right.Values, Oracle.Multiply(Oracle.Adjoint(x), Oracle.Of(g)), rounding, "Xᴴ g");
            left.AssertPaddingUntouched();
            right.AssertPaddingUntouched();
        }
    }

    private static PseudoInverse<T> Compute(DenseMatrix<T> a, PseudoInverseMethod method) =>
        PseudoInverse.Compute(a, new PseudoInverseOptions { Method = method });

    private static DenseMatrix<T> WithSpectrum(int rows, int columns, Func<int, double> singularValue)
    {
        Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(rows, columns, 1));
        Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(columns, columns, 2));
        return Oracle.ToMatrix<T>(
            Oracle.Multiply(u, Oracle.Diagonal([.. Enumerable.Range(0, columns).Select(singularValue)]), Oracle.Adjoint(v)));
    }
}
