using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>How many columns of a row-major matrix fill a vector register: widths that are multiples of it run at full speed.</summary>
    public static int ColumnsPerVector =>
        Scalar<T>.IsSingle ? Vector<float>.Count : Math.Max(1, Vector<double>.Count / Scalar<T>.RealDimension);

    /// <summary>
    /// target := S x for some rows of a sparse matrix, or of its conjugate. x and target are row-major. An entry is the same, bit by bit,
    /// whichever rows and columns are computed along with it: each is one chain of multiply-adds in the order of the row, in single
    /// precision cut into pieces that are added in double.
    /// </summary>
    /// <param name="starts">Where each of the rows starts in indices and values, and where the last one ends.</param>
    /// <param name="indices">The columns of S; below x.RowCount.</param>
    /// <param name="values">The entries of S.</param>
    /// <param name="conjugate">Whether the entries are meant conjugated.</param>
    /// <param name="x">A row-major matrix.</param>
    /// <param name="target">A row-major matrix of as many columns.</param>
    public static void SparseRows(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> values, bool conjugate, MatrixSpan<T> x, MatrixSpan<T> target)
    {
        Debug.Assert(x.Layout == MatrixLayout.RowMajor && target.Layout == MatrixLayout.RowMajor, "row-major");
        Debug.Assert(starts.Length == target.RowCount + 1 && x.ColumnCount == target.ColumnCount
            && indices.Length == values.Length, "shapes");
        fixed (int* ps = starts, pi = indices)
        fixed (T* pv = &MemoryMarshal.GetReference(values), px = &Reference(x), py = &Reference(target))
        {
            if (typeof(T) == typeof(float))
            {
                SparseRealRows(ps, pi, (float*)pv, (float*)px, x.Stride, (float*)py, target.Stride, target.RowCount, x.ColumnCount);
            }
            else if (typeof(T) == typeof(double))
            {
                SparseRealRows(ps, pi, (double*)pv, (double*)px, x.Stride, (double*)py, target.Stride, target.RowCount, x.ColumnCount);
            }
            else
            {
                SparseComplexRows(
                    ps, pi, (double*)pv, conjugate, (double*)px, 2 * (nint)x.Stride, (double*)py, 2 * (nint)target.Stride, target.RowCount,
                        2 * x.ColumnCount);
            }
        }
    }

    // The sums of four vectors stay in registers while a row is run through; the row itself stays in the first cache from one group of
    // columns to the next.
    private static void SparseRealRows<TReal>(
        int* starts, int* indices, TReal* values, TReal* x, nint strideX, TReal* y, nint strideY, int rows, int width)
        where TReal : unmanaged, INumberBase<TReal>
    {
        int lanes = Vector<TReal>.Count;
        for (int i = 0; i < rows; i++)
        {
            int start = starts[i];
            int end = starts[i + 1];
            TReal* row = y + (i * strideY);
            if (typeof(TReal) == typeof(float) && end - start >= 2 * Machine.TermsPerSparseSum)
            {
                LongSparseRow(start, end, indices, (float*)values, (float*)x, strideX, new Span<float>(row, width));
                continue;
            }

            int j = 0;
            for (; j + (4 * lanes) <= width; j += 4 * lanes)
            {
                Vector<TReal> sum0 = Vector<TReal>.Zero;
                Vector<TReal> sum1 = Vector<TReal>.Zero;
                Vector<TReal> sum2 = Vector<TReal>.Zero;
                Vector<TReal> sum3 = Vector<TReal>.Zero;
                for (int k = start; k < end; k++)
                {
                    Vector<TReal> factor = new(values[k]);
                    TReal* from = x + (indices[k] * strideX) + j;
                    sum0 = MultiplyAdd(factor, Vector.Load(from), sum0);
                    sum1 = MultiplyAdd(factor, Vector.Load(from + lanes), sum1);
                    sum2 = MultiplyAdd(factor, Vector.Load(from + (2 * lanes)), sum2);
                    sum3 = MultiplyAdd(factor, Vector.Load(from + (3 * lanes)), sum3);
                }

                sum0.Store(row + j);
                sum1.Store(row + j + lanes);
                sum2.Store(row + j + (2 * lanes));
                sum3.Store(row + j + (3 * lanes));
            }

            for (; j + lanes <= width; j += lanes)
            {
                Vector<TReal> sum = Vector<TReal>.Zero;
                for (int k = start; k < end; k++)
                {
                    sum = MultiplyAdd(new Vector<TReal>(values[k]), Vector.Load(x + (indices[k] * strideX) + j), sum);
                }

                sum.Store(row + j);
            }

            for (; j < width; j++)
            {
                TReal sum = TReal.Zero;
                for (int k = start; k < end; k++)
                {
                    sum = TReal.MultiplyAddEstimate(values[k], x[(indices[k] * strideX) + j], sum);
                }

                row[j] = sum;
            }
        }
    }

    /// <summary>A row of many entries in pieces, which are added up in double.</summary>
    private static void LongSparseRow(int start, int end, int* indices, float* values, float* x, nint strideX, Span<float> row)
    {
        using Rented<double> sum = new(row.Length);
        sum.Span.Clear();
        int* ends = stackalloc int[2];
        fixed (float* target = row)
        {
            for (; start < end; start = ends[1])
            {
                ends[0] = start;
                ends[1] = end - start > Machine.TermsPerSparseSum ? start + Machine.TermsPerSparseSum : end;
                SparseRealRows(ends, indices, values, x, strideX, target, row.Length, 1, row.Length);
                Kernels<float>.AddWidened(row, sum.Span);
            }
        }

        Kernels<float>.Narrow(sum.Span, row);
    }

    // Complex numbers are pairs of doubles: Σ Re(s) x and Σ Im(s) x are summed as real vectors, and joined once a row.
    private static void SparseComplexRows(
        int* starts, int* indices, double* values, bool conjugate, double* x, nint strideX, double* y, nint strideY, int rows, int width)
    {
        int lanes = Vector<double>.Count;
        using Rented<double> memory = new(width);
        fixed (double* imaginary = memory)
        {
            for (int i = 0; i < rows; i++)
            {
                int start = starts[i];
                int end = starts[i + 1];
                double* row = y + (i * strideY);
                int j = 0;
                for (; j + (2 * lanes) <= width; j += 2 * lanes)
                {
                    Vector<double> real0 = Vector<double>.Zero;
                    Vector<double> real1 = Vector<double>.Zero;
                    Vector<double> imaginary0 = Vector<double>.Zero;
                    Vector<double> imaginary1 = Vector<double>.Zero;
                    for (int k = start; k < end; k++)
                    {
                        Vector<double> re = new(values[2 * (nint)k]);
                        Vector<double> im = new(values[(2 * (nint)k) + 1]);
                        double* from = x + (indices[k] * strideX) + j;
                        Vector<double> x0 = Vector.Load(from);
                        Vector<double> x1 = Vector.Load(from + lanes);
                        real0 = MultiplyAdd(re, x0, real0);
                        real1 = MultiplyAdd(re, x1, real1);
                        imaginary0 = MultiplyAdd(im, x0, imaginary0);
                        imaginary1 = MultiplyAdd(im, x1, imaginary1);
                    }

                    real0.Store(row + j);
                    real1.Store(row + j + lanes);
                    imaginary0.Store(imaginary + j);
                    imaginary1.Store(imaginary + j + lanes);
                }

                for (; j < width; j++)
                {
                    double real = 0;
                    double rest = 0;
                    for (int k = start; k < end; k++)
                    {
                        double from = x[(indices[k] * strideX) + j];
                        real = double.MultiplyAddEstimate(values[2 * (nint)k], from, real);
                        rest = double.MultiplyAddEstimate(values[(2 * (nint)k) + 1], from, rest);
                    }

                    row[j] = real;
                    imaginary[j] = rest;
                }

                double sign = conjugate ? -1 : 1;
                for (j = 0; j < width; j += 2)
                {
                    row[j] -= sign * imaginary[j + 1];
                    row[j + 1] += sign * imaginary[j];
                }
            }
        }
    }

    /// <summary>
    /// target += Sᵀ x, or Sᴴ x, for some rows of a sparse matrix and the same rows of x: each row of x is read once, and target should
    /// fit in a cache. The layouts are those of <see cref="SparseRows"/>, and an entry is again one chain of multiply-adds, in the order
    /// of the rows.
    /// </summary>
    public static void SparseScatter(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<T> values, bool conjugate, MatrixSpan<T> x, MatrixSpan<T> target)
    {
        Debug.Assert(x.Layout == MatrixLayout.RowMajor && target.Layout == MatrixLayout.RowMajor, "row-major");
        Debug.Assert(starts.Length == x.RowCount + 1 && x.ColumnCount == target.ColumnCount && indices.Length == values.Length, "shapes");
        fixed (int* ps = starts, pi = indices)
        fixed (T* pv = &MemoryMarshal.GetReference(values), px = &Reference(x), py = &Reference(target))
        {
            if (typeof(T) == typeof(float))
            {
                SparseRealScatter(ps, pi, (float*)pv, 1, (float*)px, x.Stride, (float*)py, target.Stride, x.RowCount, x.ColumnCount);
            }
            else if (typeof(T) == typeof(double))
            {
                SparseRealScatter(ps, pi, (double*)pv, 1, (double*)px, x.Stride, (double*)py, target.Stride, x.RowCount, x.ColumnCount);
            }
            else
            {
                // s x = Re(s) x + Im(s) (i x): first the one for all rows, then the other.
                SparseRealScatter(ps, pi, (double*)pv, 2, (double*)px, 2 * (nint)x.Stride, (double*)py, 2 * (nint)target.Stride, x.RowCount,
                    2 * x.ColumnCount);
                using Rented<T> memory = new(Size(x));
                MatrixSpan<T> turned = new(memory.Span, x.RowCount, x.ColumnCount, MatrixLayout.RowMajor, x.ColumnCount);
                Copy(x, turned);
                Scale(Scalar<T>.FromParts(0, conjugate ? -1 : 1), turned);
                fixed (T* pt = &Reference(turned))
                {
                    SparseRealScatter(
                        ps, pi, (double*)pv + 1, 2, (double*)pt, 2 * (nint)turned.Stride, (double*)py, 2 * (nint)target.Stride, x.RowCount,
                            2 * x.ColumnCount);
                }
            }
        }
    }

    private static void SparseRealScatter<TReal>(
        int* starts, int* indices, TReal* values, nint strideV, TReal* x, nint strideX, TReal* y, nint strideY, int rows, int width)
        where TReal : unmanaged, INumberBase<TReal>
    {
        int lanes = Vector<TReal>.Count;
        for (int i = 0; i < rows; i++)
        {
            TReal* row = x + (i * strideX);
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                TReal factor = values[k * strideV];
                Vector<TReal> factors = new(factor);
                TReal* to = y + (indices[k] * strideY);
                int j = 0;
                for (; j + lanes <= width; j += lanes)
                {
                    MultiplyAdd(factors, Vector.Load(row + j), Vector.Load(to + j)).Store(to + j);
                }

                for (; j < width; j++)
                {
                    to[j] = TReal.MultiplyAddEstimate(factor, row[j], to[j]);
                }
            }
        }
    }

    private static Vector<TReal> MultiplyAdd<TReal>(Vector<TReal> left, Vector<TReal> right, Vector<TReal> sum)
        where TReal : unmanaged, INumberBase<TReal> =>
        typeof(TReal) == typeof(float)
            ? Vector.MultiplyAddEstimate(left.As<TReal, float>(), right.As<TReal, float>(), sum.As<TReal, float>()).As<float, TReal>()
            : Vector.MultiplyAddEstimate(left.As<TReal, double>(), right.As<TReal, double>(), sum.As<TReal, double>()).As<double, TReal>();
}
