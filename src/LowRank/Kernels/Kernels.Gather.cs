using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>
    /// destination[i, k] := factors[k] source[i, columns[k]], conjugated where the source is; the destination is row-major, so that the
    /// inner dimension of the product that follows lies along memory: there gemm packs its operands fastest.
    /// </summary>
    public static void GatherColumns(
        MatrixSpan<T> source, ReadOnlySpan<int> columns, ReadOnlySpan<double> factors, MatrixSpan<T> destination)
    {
        Debug.Assert(destination.Layout == MatrixLayout.RowMajor && !destination.IsConjugated, "a row-major destination is expected");
        Debug.Assert(source.RowCount == destination.RowCount && columns.Length == destination.ColumnCount, "shapes");
        Debug.Assert(factors.Length == columns.Length, "one factor a column");
        if (destination.IsEmpty)
        {
            return;
        }

        if (source.Layout == MatrixLayout.RowMajor)
        {
            GatherAlongRows(source, columns, factors, destination);
        }
        else
        {
            GatherAcrossColumns(source, columns, factors, destination);
        }

        if (source.IsConjugated)
        {
            ConjugateInPlace(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherAlongRows(
        MatrixSpan<T> source, ReadOnlySpan<int> columns, ReadOnlySpan<double> factors, MatrixSpan<T> destination)
    {
        fixed (T* from = &Reference(source), to = &Reference(destination))
        fixed (int* column = columns)
        fixed (double* factor = factors)
        {
            for (int i = 0; i < source.RowCount; i++)
            {
                T* row = from + ((long)i * source.Stride);
                T* target = to + ((long)i * destination.Stride);
                for (int k = 0; k < columns.Length; k++)
                {
                    target[k] = Scaled(row[column[k]], factor[k]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherAcrossColumns(
        MatrixSpan<T> source, ReadOnlySpan<int> columns, ReadOnlySpan<double> factors, MatrixSpan<T> destination)
    {
        fixed (T* from = &Reference(source), to = &Reference(destination))
        fixed (double* factor = factors)
        {
            int stride = destination.Stride;
            int k = 0;
            for (; k + Machine.GatheredColumns <= columns.Length; k += Machine.GatheredColumns)
            {
                T* s0 = from + ((long)columns[k] * source.Stride);
                T* s1 = from + ((long)columns[k + 1] * source.Stride);
                T* s2 = from + ((long)columns[k + 2] * source.Stride);
                T* s3 = from + ((long)columns[k + 3] * source.Stride);
                T* s4 = from + ((long)columns[k + 4] * source.Stride);
                T* s5 = from + ((long)columns[k + 5] * source.Stride);
                T* s6 = from + ((long)columns[k + 6] * source.Stride);
                T* s7 = from + ((long)columns[k + 7] * source.Stride);
                T* target = to + k;
                double* f = factor + k;
                for (int i = 0; i < source.RowCount; i++, target += stride)
                {
                    target[0] = Scaled(s0[i], f[0]);
                    target[1] = Scaled(s1[i], f[1]);
                    target[2] = Scaled(s2[i], f[2]);
                    target[3] = Scaled(s3[i], f[3]);
                    target[4] = Scaled(s4[i], f[4]);
                    target[5] = Scaled(s5[i], f[5]);
                    target[6] = Scaled(s6[i], f[6]);
                    target[7] = Scaled(s7[i], f[7]);
                }
            }

            for (; k < columns.Length; k++)
            {
                T* vector = from + ((long)columns[k] * source.Stride);
                for (int i = 0; i < source.RowCount; i++)
                {
                    to[((long)i * stride) + k] = Scaled(vector[i], factor[k]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Scaled(T value, double factor)
    {
        if (typeof(T) == typeof(float))
        {
            float product = (float)(*(float*)&value * factor);
            return *(T*)&product;
        }

        if (typeof(T) == typeof(double))
        {
            double product = *(double*)&value * factor;
            return *(T*)&product;
        }

        Complex scaled = *(Complex*)&value;
        scaled = new Complex(scaled.Real * factor, scaled.Imaginary * factor);
        return *(T*)&scaled;
    }
}
