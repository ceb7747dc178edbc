using System.Runtime.InteropServices;

namespace LowRank.Interop;

/// <summary>
/// Three 2×2 computations through the real entry points, made so that a library with 32-bit integers or another calling
/// convention gives itself away.
/// </summary>
/// <remarks>
/// A library with 32-bit integers reads small little-endian numbers rightly and so gets most answers right. It betrays itself
/// where it writes: of an integer that was all ones it leaves the upper half.
/// </remarks>
internal static unsafe class SelfTest
{
    /// <returns>Null when all is well, else what is wrong.</returns>
    internal static string? Run(nint library) => Cholesky(library) ?? PivotedQr(library) ?? Product(library);

    private static string? Cholesky(nint library)
    {
        var potrf = (delegate* unmanaged<byte*, long*, double*, long*, long*, nuint, void>)NativeLibrary.GetExport(library, "dpotrf_");
        double* a = stackalloc double[] { 4, 2, 2, 10 };
        byte uplo = (byte)'L';
        long n = 2, info = -1;
        potrf(&uplo, &n, a, &n, &info, 1);
        return info switch
        {
            0 => Is(a[0], 2) && Is(a[1], 1) && Is(a[3], 3) ? null : Wrong("dpotrf", a[0], a[1], a[3]),
            _ when (int)info == 0 => "has 32-bit integers (LP64), and 64-bit ones (ILP64) are needed",
            _ => $"failed the self-test: dpotrf gave info = {info}",
        };
    }

    private static string? PivotedQr(nint library)
    {
        var geqp3 = (delegate* unmanaged<long*, long*, double*, long*, long*, double*, double*, long*, long*, void>)
            NativeLibrary.GetExport(library, "dgeqp3_");
        const int workLength = 64;
        double* a = stackalloc double[] { 1, 0, 3, 4 };
        double* tau = stackalloc double[2];
        double* work = stackalloc double[workLength];
        long* pivots = stackalloc long[] { 0, 0 };
        long n = 2, lwork = workLength, info = -1;
        geqp3(&n, &n, a, &n, pivots, tau, work, &lwork, &info);

        // The second column is longer, 5, and comes first.
        return info == 0 && pivots[0] == 2 && pivots[1] == 1 && Is(Math.Abs(a[0]), 5)
            ? null
            : Wrong($"dgeqp3 (info {info}, pivots {pivots[0]}, {pivots[1]})", a[0], a[2], a[3]);
    }

    private static string? Product(nint library)
    {
        var gemm = (delegate* unmanaged<CblasLayout, CblasTranspose, CblasTranspose, long, long, long, double, double*, long, double*,
            long, double, double*, long, void>)NativeLibrary.GetExport(library, "cblas_dgemm");
        double* a = stackalloc double[] { 1, 2, 3, 4 };
        double* b = stackalloc double[] { 5, 6, 7, 8 };
        double* c = stackalloc double[] { 1, 1, 1, 1 };
        gemm(CblasLayout.ColumnMajor, CblasTranspose.Transpose, CblasTranspose.None, 2, 2, 2, 2, a, 2, b, 2, -1, c, 2);
        return Is(c[0], 33) && Is(c[1], 77) && Is(c[2], 45) && Is(c[3], 105) ? null : Wrong("dgemm", c[0], c[1], c[2], c[3]);
    }

    private static bool Is(double value, double expected) => Math.Abs(value - expected) <= 1e-14 * expected;

    private static string Wrong(string function, params ReadOnlySpan<double> values) =>
        $"failed the self-test: {function} gave {string.Join(", ", values.ToArray())}";
}
