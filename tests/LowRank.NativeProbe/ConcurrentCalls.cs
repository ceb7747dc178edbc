using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.NativeProbe;

internal static unsafe class ConcurrentCalls
{
    /// <summary>The larger of the errors of a product and of a singular value decomposition, against managed arithmetic.</summary>
    internal static double Error(int seed)
    {
        int m = 60 + (seed % 7), n = 40 + (seed % 5), k = 70 + (seed % 3);
        Dense a = Dense.Random(m, k, complex: false, seed), b = Dense.Random(k, n, complex: false, seed + 1000);
        using NativeBuffer na = new('d', a), nb = new('d', b), nc = new('d', m, n);
        cblas_dgemm(CblasLayout.ColumnMajor, CblasTranspose.None, CblasTranspose.None, m, n, k, 1, (double*)na.Pointer, na.Stride,
            (double*)nb.Pointer, nb.Stride, 0, (double*)nc.Pointer, nc.Stride);
        Dense product = a * b;
        double error = (nc.Read() - product).Max();

        using NativeBuffer s = new('d', n, 1), u = new('d', m, n), vt = new('d', n, n), work = new('d', 100_000, 1);
        long lm = m, ln = n, lda = nc.Stride, ldu = u.Stride, ldvt = vt.Stride, lwork = 100_000, info = -1;
        long* integers = stackalloc long[8 * n];
        byte jobz = (byte)'S';
        dgesdd_(&jobz, &lm, &ln, (double*)nc.Pointer, &lda, (double*)s.Pointer, (double*)u.Pointer, &ldu, (double*)vt.Pointer, &ldvt,
            (double*)work.Pointer, &lwork, integers, &info, 1);
        Dense left = u.Read(), values = s.Read(), right = vt.Read();
        Dense scaled = Dense.Create(n, n, (row, column) => values[row, 0] * right[row, column]);
        return info == 0 ? Math.Max(error, ((left * scaled) - product).Max()) : double.NaN;
    }
}
