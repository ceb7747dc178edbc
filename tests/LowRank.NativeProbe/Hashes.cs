using System.Runtime.InteropServices;
using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.NativeProbe;

/// <summary>The bits of a product, of a QR factorisation and of singular values and vectors, in one number.</summary>
internal static unsafe class Hashes
{
    /// <param name="offset">By how many doubles the data is shifted from a 64-byte boundary.</param>
    internal static string Compute(int offset)
    {
        const int rows = 700, columns = 333, inner = 1501, workLength = 2_000_000;
        double* memory = (double*)NativeMemory.AlignedAlloc(sizeof(double) * 4_500_000, 64);
        try
        {
            double* a = memory + offset;
            double* b = a + (rows * inner);
            double* c = b + (inner * columns);
            double* s = c + (rows * columns);
            double* vt = s + columns;
            double* work = vt + (columns * columns);
            long* integers = stackalloc long[8 * columns];
            ulong hash = 14695981039346656037;

            Fill(a, rows * inner, 1);
            Fill(b, inner * columns, 2);
            cblas_dgemm(CblasLayout.ColumnMajor, CblasTranspose.None, CblasTranspose.None, rows, columns, inner, 1, a, rows, b, inner, 0,
                c, rows);
            hash = Add(hash, c, rows * columns);

            long m = rows, n = columns, lwork = workLength, info = -1;
            dgeqrf_(&m, &n, c, &m, s, work, &lwork, &info);
            hash = Add(hash, c, rows * columns);

            byte jobz = (byte)'S';
            Fill(c, rows * columns, 3);
            dgesdd_(&jobz, &m, &n, c, &m, s, a, &m, vt, &n, work, &lwork, integers, &info, 1);
            hash = Add(Add(hash, s, columns), a, rows * columns);
            return info == 0 ? hash.ToString("x16") : $"info {info}";
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void Fill(double* values, int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextDouble() - 0.5;
        }
    }

    private static ulong Add(ulong hash, double* values, int count)
    {
        for (int i = 0; i < count; i++)
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(values[i])) * 1099511628211;
        }

        return hash;
    }
}
