using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>Tolerances down to rounding, past the floor of the identity E1 (2.1e-7 in double, 4.9e-3 in single).</summary>
public sealed class AdaptiveSvdTests
{
    public static MatrixTheoryData<double, TruncatedSvdMethod> DoubleTolerances =>
        new MatrixTheoryData<double, TruncatedSvdMethod>(
            [0.3, 1e-2, 1e-4, 1e-6, 3e-7, 1e-7, 1e-8, 1e-10, 1e-12], [TruncatedSvdMethod.Full, TruncatedSvdMethod.SubspaceIteration]);

    public static MatrixTheoryData<double, TruncatedSvdMethod> SingleTolerances =>
        new MatrixTheoryData<double, TruncatedSvdMethod>(
            [0.3, 1e-2, 6e-3, 3e-3, 1e-3, 1e-4], [TruncatedSvdMethod.Full, TruncatedSvdMethod.SubspaceIteration]);

    [Theory]
    [MemberData(nameof(DoubleTolerances))]
    public void Tolerances_in_double_precision(double tolerance, TruncatedSvdMethod method) => Check<double>(tolerance, method);

    [Theory]
    [MemberData(nameof(DoubleTolerances))]
    public void Tolerances_of_complex_matrices(double tolerance, TruncatedSvdMethod method) => Check<Complex>(tolerance, method);

    [Theory]
    [MemberData(nameof(SingleTolerances))]
    public void Tolerances_in_single_precision(double tolerance, TruncatedSvdMethod method) => Check<float>(tolerance, method);

    [Fact]
    public void A_tolerance_below_rounding_is_taken_as_rounding()
    {
        KnownMatrix<double> known = Known<double>(3);
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            TruncatedSvd<double> svd = TruncatedSvd.Compute(
                known.Matrix, Truncation.RelativeError(1e-300), new TruncatedSvdOptions { Method = method });
            Expect.AtMost(TruncatedSvdProperties<double>.TrueError(known, svd), 1e-13, "the error");
            Assert.True(svd.Error.IsBelowResolution);
        }
    }

    [Fact]
    public void An_error_beyond_the_norm_takes_rank_zero_and_a_zero_matrix_has_no_error()
    {
        KnownMatrix<double> known = Known<double>(3);
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            TruncatedSvdOptions options = new() { Method = method };
            Assert.Equal(
                0, TruncatedSvd.Compute(known.Matrix, Truncation.AbsoluteError(1.0001 * known.Matrix.FrobeniusNorm()), options).Rank);
            Assert.Equal(0, TruncatedSvd.Compute(known.Matrix, Truncation.AbsoluteError(10), options).Rank);
            TruncatedSvd<double> zero = TruncatedSvd.Compute(DenseMatrix.Create<double>(9, 12), Truncation.RelativeError(1e-3), options);
            Assert.Equal((0, 0.0, 0.0), (zero.Rank, zero.Error.Frobenius, zero.Error.RelativeFrobenius));
        }
    }

    private static KnownMatrix<T> Known<T>(ulong seed)
        where T : unmanaged, INumberBase<T>
    {
        // Some three ranks a decade: a factor of 2 in an estimate is one rank. No tolerance is met exactly.
        MatrixCase c = new(70, 60, 50, SpectrumFamily.Exponential, MatrixLayout.ColumnMajor, 2, seed);
        return KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 50).Select(j => Math.Pow(10, -0.31 * j))]);
    }

    private static void Check<T>(double tolerance, TruncatedSvdMethod method)
        where T : unmanaged, INumberBase<T>
    {
        const int Seeds = 40;
        int misses = 0;
        for (ulong seed = 0; seed < (method == TruncatedSvdMethod.Full ? 2UL : Seeds); seed++)
        {
            KnownMatrix<T> known = Known<T>(seed % 4);
            double norm = known.FrobeniusNorm;
            TruncatedSvdOptions options = new() { Method = method, Seed = seed };
            TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, Truncation.RelativeError(tolerance), options);
            double error = TruncatedSvdProperties<T>.TrueError(known, svd);
            double rounding = 20 * Scalar<T>.Epsilon * Math.Sqrt(70) * norm;
            misses += error > (tolerance * norm) + rounding ? 1 : 0;
            int optimum = Enumerable.Range(0, 51).First(k => known.Tail(k) <= tolerance * norm);
            if (method == TruncatedSvdMethod.Full)
            {
                Assert.Equal(optimum, svd.Rank);
            }
            else
            {
                // A factor of 2 in the error, which no estimate is wrong by, is one rank.
                Expect.AtMost(svd.Rank, optimum + 1, $"rank at {tolerance}, seed {seed}");
            }

            Expect.AtMost(error, svd.Error.UpperBound(1e-6), "the error against its bound");
            Expect.AtMost(svd.Error.Frobenius, (3 * error) + rounding, "the estimate against the error");
            known.AssertUnchanged();
        }

        // Probes keep a tolerance in 99 of 100 cases; more than 4 misses of 40 have probability 6e-5.
        Expect.AtMost(misses, tolerance > 5e-3 ? 0 : 4, $"misses of {tolerance}");
    }
}
