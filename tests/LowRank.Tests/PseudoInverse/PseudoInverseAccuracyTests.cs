using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.PseudoInverses;

namespace LowRank.Tests;

public sealed class PseudoInverseAccuracyTestsOfSingle : PseudoInverseAccuracyTests<float>;

public sealed class PseudoInverseAccuracyTestsOfDouble : PseudoInverseAccuracyTests<double>;

public sealed class PseudoInverseAccuracyTestsOfComplex : PseudoInverseAccuracyTests<Complex>;

/// <summary>
/// Matrices whose pseudo-inverse is known to the last bit: orthonormal factors of entries ±2^−k (times a unit for complex numbers) and
/// singular values of powers of two. All of the error is the library's.
/// </summary>
public abstract class PseudoInverseAccuracyTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Rows = 256;

    /// <summary>P-14: whatever Auto chooses has the accuracy of the SVD, at every condition; a Gram matrix inverted once does
    /// not.</summary>
    [Fact]
    public void P14_Auto_is_as_accurate_as_the_SVD_at_every_condition()
    {
        int[] exponents = Scalar<T>.IsSingle ? [0, 1, 2, 3, 4, 5, 7, 9, 10, 11] : [0, 1, 2, 3, 4, 5, 8, 12, 16, 20, 23, 26, 27, 30, 35, 40];
        HashSet<PseudoInverseMethod> methods = [];
        foreach (int exponent in exponents)
        {
            foreach (bool isWide in new[] { false, true })
            {
                KnownMatrix<T> known = Exact(16, 16, exponent, isWide);
                PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
                double error = Error(known, inverse);
                double reference = Error(
                    known, PseudoInverse.Compute(known.Matrix, new PseudoInverseOptions { Method = PseudoInverseMethod.Svd }));

                // Either is within some κ ε ‖A⁺‖, and which one is luckier depends on the processor's kernels: from a condition of 2⁸ on
                // there is room for four of these, since a Gram matrix would show κ² ε, 2⁸ times as much at least.
                double unit = (exponent < 8 ? 1 : 4) * Scalar<T>.Epsilon * Math.Pow(2, exponent) * Oracle.Norm(known.ExactPseudoInverse);
                Assert.Equal(16, inverse.Rank);
                Expect.AtMost(error, (3 * reference) + unit, $"the error of {inverse.Method} at condition 2^{exponent} ({inverse.Reason})");
                methods.Add(inverse.Method);
            }
        }

        Assert.Equal([PseudoInverseMethod.CompleteOrthogonal, PseudoInverseMethod.CholeskyQr], methods.Order());
    }

    /// <summary>
    /// H D H with Hadamard matrices H and a geometric D, where the roundings of a Gram matrix agree and one pass shows κ² early: 48 ε at
    /// a condition of 7.5, where the SVD has 12.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3.5)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7.5)]
    [InlineData(10)]
    public void P14_Auto_is_as_accurate_as_the_SVD_where_roundings_agree(double condition)
    {
        const int M = 512;
        const int N = 128;
        decimal[] values = [.. Enumerable.Range(0, N).Select(k => (decimal)Math.Pow(condition, -k / (N - 1.0)))];
        decimal[] entries = WalshTransform(values);
        decimal[] inverses = WalshTransform(Array.ConvertAll(values, value => 1 / (value * M * N)));
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Build(M, N, (i, j) => (double)entries[(i ^ j) % N]));
        Complex[,] exact = Oracle.Build(N, M, (i, j) => (double)inverses[(i ^ j) % N]);
        PseudoInverse<T> inverse = PseudoInverse.Compute(a);
        double reference = Of(PseudoInverse.Compute(a, new PseudoInverseOptions { Method = PseudoInverseMethod.Svd }));
        Expect.AtMost(Of(inverse), (2 * reference) + 4, $"the error in ε at condition {condition} ({inverse.Reason})");

        double Of(PseudoInverse<T> computed) =>
            Oracle.NormOfDifference(Oracle.Of(computed.ToDense()), exact) / Oracle.Norm(exact) / Scalar<T>.Epsilon;
    }

    /// <summary>The warning of P-14 itself: the seminormal equations lose the square of the condition, so Auto must not use them
    /// there.</summary>
    [Fact]
    public void P14_one_Gram_matrix_would_lose_the_square_of_the_condition()
    {
        KnownMatrix<T> known = Exact(16, 16, Scalar<T>.IsSingle ? 8 : 20, isWide: false);
        DenseMatrix<T> r = DenseMatrix.Create<T>(16, 16, MatrixLayout.ColumnMajor);
        Kernels<T>.Gram(known.Matrix.Span, r.Span);
        Assert.True(Kernels<T>.TryCholesky(r.Span));
        SeminormalInverse<T> seminormal = new(new TallInput<T>(known.Matrix).AsFactor(), r, isAdjoint: false);
        double gram = Oracle.NormOfDifference(Oracle.Of(seminormal.ToDense()), known.ExactPseudoInverse);
        Expect.AtLeast(gram, 30 * Error(known, PseudoInverse.Compute(known.Matrix)), "the error of one pass");
    }

    /// <summary>
    /// Both ways: a known error in each of the four corners that A's range and row space span is found, within what ten probes can tell
    /// (a factor of 3 either way; below 1 in 10⁶ for the wider of these errors).
    /// </summary>
    [Fact]
    public void The_measured_error_is_the_true_one_in_every_corner()
    {
        foreach ((int rows, int columns, int rank) in new[] { (40, 25, 12), (25, 40, 12), (40, 25, 25), (25, 40, 25) })
        {
            Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(rows, rows, 1));
            Complex[,] v = Oracle.Orthonormalize(Oracle.Gaussian<T>(columns, columns, 2));
            double[] singularValues = [.. Enumerable.Range(0, rank).Select(j => 1 + (3.0 * j / rank))];
            KnownMatrix<T> known = KnownMatrix<T>.FromFactors(Oracle.FirstColumns(u, rank), singularValues, Oracle.FirstColumns(v, rank));
            Complex[,] exact = known.ExactPseudoInverse;
            foreach (bool insideRange in new[] { true, false })
            {
                foreach (bool insideRowSpace in new[] { true, false })
                {
                    Complex[,] left = Part(v, rank, insideRowSpace);
                    Complex[,] right = Part(u, rank, insideRange);
                    if (left.ColumnCount() == 0 || right.ColumnCount() == 0)
                    {
                        continue;
                    }

                    Complex[,] core = Oracle.Gaussian<T>(
                        left.ColumnCount(), right.ColumnCount(), 3, 1e-2 / Math.Sqrt(left.ColumnCount() * right.ColumnCount()));
                    DenseMatrix<T> wrong = Oracle.ToMatrix<T>(exact.Add(Oracle.Multiply(left, core, Oracle.Adjoint(right))));
                    double error = Oracle.NormOfDifference(Oracle.Of(wrong), exact);
                    ErrorEstimate estimate = Measure(known, wrong, rank);
                    string where = $"{rows} × {columns} of rank {rank}, inside the range {insideRange}, inside the row space "
                        + $"{insideRowSpace}";
                    Expect.AtLeast(estimate.Frobenius, error / 3, $"measured error, {where}");
                    Expect.AtMost(estimate.Frobenius, error * 3, $"measured error, {where}");
                    Expect.AtMost(error, estimate.UpperBound(1e-6), $"error against its bound, {where}");
                    Assert.False(estimate.IsBelowResolution);
                }
            }
        }
    }

    [Fact]
    public void The_resolution_says_what_the_last_digits_of_A_stand_for()
    {
        KnownMatrix<T> known = Exact(16, 16, 10, isWide: false);
        ErrorEstimate error = PseudoInverse.Compute(known.Matrix).Error;
        double expected = 4 * Scalar<T>.Epsilon * known.FrobeniusNorm * Math.Pow(2, 20);
        Expect.Close(error.Resolution, expected, 0.05 * expected, "4 ε ‖A‖_F ‖A⁺‖₂²");
        Assert.True(error.IsBelowResolution);
    }

    /// <summary>A = U diag(2^−j) Vᴴ of full rank n, or of less.</summary>
    private static KnownMatrix<T> Exact(int columns, int rank, int exponent, bool isWide)
    {
        Complex[] phases = Scalar<T>.IsComplex ? [1, Complex.ImaginaryOne, -1, -Complex.ImaginaryOne] : [1, -1, 1, -1];
        Complex[,] u = Oracle.Build(Rows, rank, (i, j) => Hadamard(i, (7 * j) + 3, Rows) * phases[i % 4]);
        Complex[,] v = Oracle.Build(columns, rank, (i, j) => Hadamard((i + 5) % columns, j, columns) * phases[(i + 1) % 4]);
        double[] singularValues =
            [.. Enumerable.Range(0, rank).Select(j => Math.Pow(2, -Math.Round((double)exponent * j / Math.Max(1, rank - 1))))];
        return isWide ? KnownMatrix<T>.FromFactors(v, singularValues, u) : KnownMatrix<T>.FromFactors(u, singularValues, v);
    }

    /// <summary>Σ_k values[k] (−1)^popcount(i ∧ k), i = 0 …</summary>
    private static decimal[] WalshTransform(decimal[] values)
    {
        decimal[] sums = [.. values];
        for (int half = 1; half < sums.Length; half *= 2)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                if ((i & half) == 0)
                {
                    (sums[i], sums[i + half]) = (sums[i] + sums[i + half], sums[i] - sums[i + half]);
                }
            }
        }

        return sums;
    }

    private static double Hadamard(int i, int j, int size) => (BitOperations.PopCount((uint)(i & j)) % 2 == 0 ? 1 : -1) / Math.Sqrt(size);

    private static double Error(KnownMatrix<T> known, PseudoInverse<T> inverse) =>
        Oracle.NormOfDifference(Oracle.Of(inverse.ToDense()), known.ExactPseudoInverse);

    private static Complex[,] Part(Complex[,] basis, int rank, bool first) =>
        first ? Oracle.FirstColumns(basis, rank) : basis.Columns([.. Enumerable.Range(rank, basis.ColumnCount() - rank)]);

    private static ErrorEstimate Measure(KnownMatrix<T> known, DenseMatrix<T> x, int rank)
    {
        Inversion<T> inversion = new(
            new DenseInverse<T>(x, rank), PseudoInverseMethod.Svd, "", new Lazy<KeptSpectrum>(() => throw new InvalidOperationException()),
            known.SingularValues[^1], () => Oracle.Norm(known.ExactPseudoInverse));
        return InverseError.Measure(
            known.Matrix, known.FrobeniusNorm, inversion, new RunContext(new PseudoInverseOptions(), CancellationToken.None));
    }
}
