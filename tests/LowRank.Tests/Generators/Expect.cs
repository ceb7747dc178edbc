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

    public static void AtMost(double measured, double allowed, string what) =>
        Assert.True(measured <= allowed, string.Create(CultureInfo.InvariantCulture, $"{what}: measured {measured:G6}, allowed {allowed:G6}"));

    public static void AtLeast(double measured, double least, string what) =>
        Assert.True(measured >= least, string.Create(CultureInfo.InvariantCulture, $"{what}: measured {measured:G6}, at least {least:G6} expected"));

    public static void Close(double measured, double expected, double allowed, string what) =>
        Assert.True(
            Math.Abs(measured - expected) <= allowed,
            string.Create(CultureInfo.InvariantCulture, $"{what}: measured {measured:G10}, expected {expected:G10}, allowed difference {allowed:G6}"));

    public static void Close(Complex[,] measured, Complex[,] expected, double allowed, string what) =>
        AtMost(Oracle.NormOfDifference(measured, expected), allowed, what);

    /// <summary>AᴴA = I to rounding.</summary>
    public static void OrthonormalColumns<T>(DenseMatrix<T> a, string what)
        where T : unmanaged, INumberBase<T>
    {
        Complex[,] values = Oracle.Of(a);
        Complex[,] gram = Oracle.Multiply(Oracle.Adjoint(values), values);
        Close(gram, Oracle.Identity(a.ColumnCount), Rounding<T>(a.RowCount, Math.Max(1, Math.Sqrt(a.ColumnCount))), $"{what} has orthonormal columns");
    }

    /// <summary>The same bits.</summary>
    public static void SameBits<T>(DenseMatrix<T> a, DenseMatrix<T> b, string what)
        where T : unmanaged, INumberBase<T> => Assert.True(a.ToArray().Cast<T>().SequenceEqual(b.ToArray().Cast<T>()), $"{what}: not the same bits");

    /// <summary>
    /// The mean of independent samples equals an expected value, two-sided, within 5 standard errors: a false alarm has probability 6e-7 for a
    /// normal mean. The seeds are fixed, so it either never happens or always.
    /// </summary>
    public static void Mean(IReadOnlyCollection<double> samples, double expected, string what, double rounding = 0)
    {
        double mean = samples.Average();
        double variance = samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1);
        Close(mean, expected, (5 * Math.Sqrt(variance / samples.Count)) + rounding, $"mean of {what} over {samples.Count} seeds");
    }
}
