using System.Numerics;

namespace LowRank.Tests.Kernels;

/// <summary>The tolerance of these tests, and the assertions that print what was measured beside what was allowed.</summary>
internal static class Allowed
{
    /// <summary>c · ε · max(m, n) · ‖A‖, with the one c of all tests; the worst that these tests measured is a quarter of it.</summary>
    public static double Rounding<T>(int size, double norm)
        where T : unmanaged, INumberBase<T> => Expect.Rounding<T>(size, norm);

    /// <summary>‖expected − actual‖_F is rounding at this size and this norm of the operands; NaN never is.</summary>
    public static void Equal<T>(Complex[,] expected, Complex[,] actual, int size, double norm, string what)
        where T : unmanaged, INumberBase<T> => AtMost(expected.Minus(actual).Norm(), Rounding<T>(size, norm), what);

    /// <summary>‖QᴴQ − I‖_F is rounding.</summary>
    public static void Orthonormal<T>(Complex[,] q, string what)
        where T : unmanaged, INumberBase<T> =>
        AtMost(q.Adjoint().Times(q).Minus(Dense.Identity(q.Columns())).Norm(), Rounding<T>(Math.Max(q.Rows(), q.Columns()), 1), what);

    public static void AtMost(double measured, double allowed, string what)
    {
        // Written so that NaN fails.
        if (!(measured <= allowed))
        {
            Assert.Fail($"{what}: measured {measured:G6}, allowed {allowed:G6}.");
        }
    }

    public static void Within(double expected, double actual, double allowed, string what)
    {
        if (!(Math.Abs(expected - actual) <= allowed))
        {
            Assert.Fail($"{what}: measured {actual:R}, expected {expected:R}, allowed difference {allowed:G6}.");
        }
    }

    public static void SameBits(Complex[,] expected, Complex[,] actual, string what)
    {
        Assert.Equal((expected.Rows(), expected.Columns()), (actual.Rows(), actual.Columns()));
        for (int i = 0; i < expected.Rows(); i++)
        {
            for (int j = 0; j < expected.Columns(); j++)
            {
                if (!expected[i, j].Equals(actual[i, j]))
                {
                    Assert.Fail($"{what}: the entry at row {i}, column {j} is {actual[i, j]:R}, expected {expected[i, j]:R} to the last bit.");
                }
            }
        }
    }
}
