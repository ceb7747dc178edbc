using System.Globalization;
using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>Assertions that print what was measured and what was allowed.</summary>
internal static class Expect
{
    /// <summary>The c of c · ε · max(m, n) · ‖A‖: the one constant of all tolerances.</summary>
    private const double RoundingFactor = 16;

    /// <summary>c · ε · max(m, n) · scale.</summary>
    public static double Rounding<T>(int size, double scale)
        where T : unmanaged, INumberBase<T> => RoundingFactor * Scalar<T>.Epsilon * Math.Max(1, size) * scale;

    /// <summary>Scales whose squares are just in range, and others whose squares are not.</summary>
    public static double ExtremeScale<T>(ulong seed)
        where T : unmanaged, INumberBase<T> =>
        (Scalar<T>.IsSingle ? new[] { 1e18, 1e-18, 1e30, 1e-30 } : [1e150, 1e-150, 1e200, 1e-200])[seed % 4];

    public static void AtMost(double measured, double allowed, string what)
    {
        // Written so that NaN fails, here and below.
        if (!(measured <= allowed))
        {
            Fail($"{what}: measured {measured:G6}, allowed {allowed:G6}");
        }
    }

    public static void AtLeast(double measured, double least, string what)
    {
        if (!(measured >= least))
        {
            Fail($"{what}: measured {measured:G6}, at least {least:G6} expected");
        }
    }

    public static void Close(double measured, double expected, double allowed, string what)
    {
        if (!(Math.Abs(measured - expected) <= allowed))
        {
            Fail($"{what}: measured {measured:R}, expected {expected:R}, allowed difference {allowed:G6}");
        }
    }

    public static void Close(Complex[,] measured, Complex[,] expected, double allowed, string what) =>
        AtMost(Oracle.NormOfDifference(measured, expected), allowed, what);

    /// <summary>‖measured − expected‖_F is rounding at this size and this norm of the operands.</summary>
    public static void Close<T>(Complex[,] measured, Complex[,] expected, int size, double norm, string what)
        where T : unmanaged, INumberBase<T> => Close(measured, expected, Rounding<T>(size, norm), what);

    /// <summary>‖QᴴQ − I‖_F is rounding.</summary>
    public static void Orthonormal<T>(Complex[,] q, string what)
        where T : unmanaged, INumberBase<T> =>
        Close<T>(
            q.Adjoint().Multiply(q), Oracle.Identity(q.ColumnCount()), Math.Max(q.RowCount(), q.ColumnCount()), 1,
                $"{what} has orthonormal columns");

    public static void Orthonormal<T>(DenseMatrix<T> q, string what)
        where T : unmanaged, INumberBase<T> => Orthonormal<T>(Oracle.Of(q), what);

    /// <summary>The same bits.</summary>
    public static void SameBits<T>(DenseMatrix<T> measured, DenseMatrix<T> expected, string what)
        where T : unmanaged, INumberBase<T> => SameBits(Oracle.Of(measured), Oracle.Of(expected), what);

    public static void SameBits(Complex[,] measured, Complex[,] expected, string what)
    {
        Assert.Equal((expected.RowCount(), expected.ColumnCount()), (measured.RowCount(), measured.ColumnCount()));
        for (int i = 0; i < expected.RowCount(); i++)
        {
            for (int j = 0; j < expected.ColumnCount(); j++)
            {
                if (!measured[i, j].Equals(expected[i, j]))
                {
                    Fail($"{what}: the entry at row {i}, column {j} is {measured[i, j]:R}, expected {expected[i, j]:R} to the last bit");
                }
            }
        }
    }

    /// <summary>
    /// The mean of independent samples equals an expected value, two-sided, within 5 standard errors: a false alarm has probability 6e-7
    /// for a normal mean. The seeds are fixed, so it either never happens or always.
    /// </summary>
    public static void Mean(IReadOnlyCollection<double> samples, double expected, string what, double rounding = 0)
    {
        double mean = samples.Average();
        double variance = samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1);
        Close(mean, expected, (5 * Math.Sqrt(variance / samples.Count)) + rounding, $"mean of {what} over {samples.Count} seeds");
    }

    private static void Fail(FormattableString message) => Assert.Fail(message.ToString(CultureInfo.InvariantCulture));
}
