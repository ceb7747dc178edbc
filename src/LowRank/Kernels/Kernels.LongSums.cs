using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowRank.Interop;

namespace LowRank.Kernels;

// In single precision each addition to a sum of many terms costs a rounding of the whole sum, and MKL adds products of one column in
// sequence: 3 million positive terms then come out 3 % wrong. So long sums are cut into pieces, and the pieces added up in double.
internal static unsafe partial class Kernels<T>
{
    /// <summary>target += values, in double: for complex numbers the parts, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWidened(ReadOnlySpan<T> values, Span<double> target)
    {
        if (typeof(T) != typeof(float))
        {
            TensorPrimitives.Add(target, MemoryMarshal.Cast<T, double>(values), target);
            return;
        }

        Debug.Assert(values.Length == target.Length, "as many sums as numbers");
        fixed (float* from = MemoryMarshal.Cast<T, float>(values))
        fixed (double* to = target)
        {
            int i = 0;
            for (; i + Vector<double>.Count <= target.Length; i += Vector<double>.Count)
            {
                Vector.Store(Vector.Load(to + i) + Wide(from + i), to + i);
            }

            for (; i < target.Length; i++)
            {
                to[i] += from[i];
            }
        }
    }

    /// <summary>target := values, rounded to T.</summary>
    public static void Narrow(ReadOnlySpan<double> values, Span<T> target)
    {
        if (typeof(T) == typeof(float))
        {
            TensorPrimitives.ConvertTruncating(values, Reinterpret<float>(target));
        }
        else
        {
            values.CopyTo(Reinterpret<double>(target));
        }
    }

    /// <summary>How many terms of a product with so many entries are added in T; 0 for all.</summary>
    private static int TermsPerPiece(int terms, long elements)
    {
        int piece = elements > Machine.ElementsOfLargeSum ? Machine.TermsPerLargeSum : Machine.TermsPerSum;
        return Scalar<T>.IsSingle && terms >= 2 * piece ? piece : 0;
    }

    /// <summary>C := alpha A B + beta C, some terms at a time; a large C in strips, so that the sums take little memory.</summary>
    private static void GemmInPieces(T alpha, MatrixSpan<T> a, MatrixSpan<T> b, T beta, MatrixSpan<T> c, int terms)
    {
        if (c.ColumnCount > 1 && (c.RowCount == 1 || c.Layout == MatrixLayout.RowMajor))
        {
            GemmInPieces(alpha, b.Transpose(), a.Transpose(), beta, c.Transpose(), terms);
            return;
        }

        int m = c.RowCount;
        int width = Math.Clamp(Machine.ElementsPerLongSum / m, 1, c.ColumnCount);
        using Rented<double> memory = new((long)m * width);
        for (int start = 0; start < c.ColumnCount; start += width)
        {
            MatrixSpan<T> strip = c.Columns(start, Math.Min(width, c.ColumnCount - start));
            Span<double> sums = memory.Span[..(m * strip.ColumnCount)];
            sums.Clear();
            AddProduct(alpha, a, b.Columns(start, strip.ColumnCount), sums, terms);
            for (int j = 0; j < strip.ColumnCount; j++)
            {
                for (int i = 0; i < m; i++)
                {
                    ref T target = ref strip[i, j];
                    double before = T.IsZero(beta) ? 0 : Scalar<T>.ToDouble(beta) * Scalar<T>.ToDouble(target);
                    target = Scalar<T>.FromDouble(before + sums[(j * m) + i]);
                }
            }
        }
    }

    /// <summary>sums += alpha A B, column-major: by MKL, but a vector whose terms do not lie side by side in double, which takes no
    /// longer.</summary>
    private static void AddProduct(T alpha, MatrixSpan<T> a, MatrixSpan<T> b, Span<double> sums, int terms)
    {
        (int m, int n, int k) = (a.RowCount, b.ColumnCount, a.ColumnCount);
        bool isScaledColumns = n == 1 && a.Layout == MatrixLayout.ColumnMajor && (m > 1 || a.Stride > 1);
        using Rented<T> vectorMemory = new(n == 1 ? k : 0);
        if (n == 1)
        {
            // In the order in which MKL multiplies fastest.
            MatrixSpan<T> vector = new(vectorMemory.Span, k, 1, MatrixLayout.ColumnMajor, k);
            Copy(b, vector);
            b = vector;
            a = m == 1 && !isScaledColumns ? new(a.Values[..k], 1, k, MatrixLayout.RowMajor, k) : a;
        }

        (MatrixLayout layoutA, MatrixLayout layoutB, int strideA, int strideB) = (a.Layout, b.Layout, a.Stride, b.Stride);
        (int lengthA, int lengthB) = (a.Values.Length, b.Values.Length);
        fixed (T* pa = &Reference(a), pb = &Reference(b))
        {
            T* first = pa;
            T* second = pb;
            InGroups(k, terms, (long)m * n * k, sums, (start, count, target) =>
            {
                if (isScaledColumns)
                {
                    AddScaledColumns(
                        Scalar<T>.ToDouble(alpha), (float*)first + ((nint)start * strideA), strideA, (float*)second + start, count, target);
                    return;
                }

                MatrixSpan<T> left = new(new Span<T>(first, lengthA), m, k, layoutA, strideA);
                MatrixSpan<T> right = new(new Span<T>(second, lengthB), k, n, layoutB, strideB);
                using Rented<T> memory = new((long)m * n);
                MatrixSpan<T> piece = new(memory.Span, m, n, MatrixLayout.ColumnMajor, m);
                for (int at = start; at < start + count; at += terms)
                {
                    int length = Math.Min(terms, start + count - at);
                    GemmDirect(alpha, left.Columns(at, length), right.Rows(at, length), T.Zero, piece);
                    AddWidened(piece.Values, target);
                }
            });
        }
    }

    private delegate void GroupAction(int start, int count, Span<double> sums);

    /// <summary>
    /// Adds to the sums of a long product what an action adds for each group of its terms. Threads share the groups, whose native calls
    /// stay on one thread each: threads that meet after every piece would wait most of the time. The groups depend on the shape alone,
    /// and so do all roundings.
    /// </summary>
    private static void InGroups(int terms, int perPiece, long work, Span<double> sums, GroupAction action)
    {
        int pieces = (terms + perPiece - 1) / perPiece;
        int groups = (int)Math.Clamp(Math.Min(work / Machine.WorkPerLongSum, pieces), 1, Machine.MostRowPiecesPerNorm);
        if (groups == 1 || sums.Length > Machine.ElementsPerLongSum / Machine.MostRowPiecesPerNorm)
        {
            using NativeThreads few = NativeThreads.Limit(groups == 1 ? 1 : null);
            action(0, terms, sums);
            return;
        }

        int length = sums.Length;
        using Rented<double> memory = new((long)groups * length);
        memory.Span.Clear();
        fixed (double* pointer = memory)
        {
            double* all = pointer;
            int threads = NativeThreads.CanLimit ? Math.Min(groups, NativeThreads.Current) : 1;
            Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
            {
                using NativeThreads one = NativeThreads.Limit(1);
                int start = (int)((long)pieces * group / groups) * perPiece;
                int end = Math.Min(terms, (int)((long)pieces * (group + 1) / groups) * perPiece);
                action(start, end - start, new Span<double>(all + ((nint)group * length), length));
            });
        }

        for (int group = 0; group < groups; group++)
        {
            TensorPrimitives.Add<double>(sums, memory.Span.Slice(group * length, length), sums);
        }
    }

    /// <summary>sums += factor Σ b_k a_k for the columns of A.</summary>
    private static void AddScaledColumns(double factor, float* a, nint stride, float* b, int terms, Span<double> sums)
    {
        fixed (double* to = sums)
        {
            for (int start = 0; start < sums.Length; start += Machine.ColumnsPerSum)
            {
                AddScaled(a + start, stride, b, factor, terms, to + start, Math.Min(Machine.ColumnsPerSum, sums.Length - start));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(
        float* a, nint stride, float* b, double factor, int terms, double* sums, int count)
    {
        int k = 0;
        for (; k + 4 <= terms; k += 4, a += 4 * stride, b += 4)
        {
            double b0 = factor * b[0];
            double b1 = factor * b[1];
            double b2 = factor * b[2];
            double b3 = factor * b[3];
            Vector<double> v0 = new(b0);
            Vector<double> v1 = new(b1);
            Vector<double> v2 = new(b2);
            Vector<double> v3 = new(b3);
            int i = 0;
            for (; i + Vector<double>.Count <= count; i += Vector<double>.Count)
            {
                Vector<double> sum = MultiplyAdd(v0, Wide(a + i), Vector.Load(sums + i));
                sum = MultiplyAdd(v1, Wide(a + stride + i), sum);
                sum = MultiplyAdd(v2, Wide(a + (2 * stride) + i), sum);
                Vector.Store(MultiplyAdd(v3, Wide(a + (3 * stride) + i), sum), sums + i);
            }

            for (; i < count; i++)
            {
                sums[i] += (b0 * a[i]) + (b1 * a[stride + i]) + (b2 * a[(2 * stride) + i]) + (b3 * a[(3 * stride) + i]);
            }
        }

        for (; k < terms; k++, a += stride, b++)
        {
            for (int i = 0; i < count; i++)
            {
                sums[i] += factor * *b * a[i];
            }
        }
    }

    /// <summary>The upper triangle of YᴴY, some rows at a time; a wide one by its quarters.</summary>
    private static void GramInPieces(MatrixSpan<T> y, MatrixSpan<T> g, int rows)
    {
        int n = y.ColumnCount;
        if ((long)n * n > Machine.ElementsPerLongSum)
        {
            int half = n / 2;
            Gram(y.Columns(0, half), g.Block(0, 0, half, half));
            Gram(y.Columns(half, n - half), g.Block(half, half, n - half, n - half));
            Gemm(T.One, y.Columns(0, half).ConjugateTranspose(), y.Columns(half, n - half), T.Zero, g.Block(0, half, half, n - half));
            return;
        }

        using Rented<double> memory = new((long)n * n);
        memory.Span.Clear();
        (MatrixLayout layout, int stride, int m, int valueCount) = (y.Layout, y.Stride, y.RowCount, y.Values.Length);
        fixed (T* pointer = &Reference(y))
        {
            T* values = pointer;
            InGroups(m, rows, (long)m * n * n, memory.Span, (start, count, target) =>
            {
                MatrixSpan<T> all = new(new Span<T>(values, valueCount), m, n, layout, stride);
                using Rented<T> pieceMemory = new((long)n * n);
                MatrixSpan<T> piece = new(pieceMemory.Span, n, n, MatrixLayout.ColumnMajor, n);
                for (int at = start; at < start + count; at += rows)
                {
                    GramDirect(all.Rows(at, Math.Min(rows, start + count - at)), piece);
                    for (int j = 0; j < n; j++)
                    {
                        AddWidened(piece.Major(j)[..(j + 1)], target.Slice(j * n, j + 1));
                    }
                }
            });
        }

        for (int j = 0; j < n; j++)
        {
            Narrow(memory.Span.Slice(j * n, j + 1), g.Major(j)[..(j + 1)]);
        }
    }
}
