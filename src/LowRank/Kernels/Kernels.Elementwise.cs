using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>destination := source, across layouts, conjugating where one is conjugated and the other is not.</summary>
    public static void Copy(MatrixSpan<T> source, MatrixSpan<T> destination)
    {
        Debug.Assert(source.RowCount == destination.RowCount && source.ColumnCount == destination.ColumnCount, "shapes");
        if (source.Layout == destination.Layout)
        {
            for (int i = 0; i < source.MajorCount; i++)
            {
                source.Major(i).CopyTo(destination.Major(i));
            }
        }
        else
        {
            CopyTransposed(source, destination);
        }

        if (source.IsConjugated != destination.IsConjugated)
        {
            ConjugateInPlace(destination);
        }
    }

    public static void Fill(T value, MatrixSpan<T> a)
    {
        for (int i = 0; i < a.MajorCount; i++)
        {
            a.Major(i).Fill(value);
        }
    }

    /// <summary>A := factor A; a factor of 0 clears A, whatever stands in it.</summary>
    public static void Scale(T factor, MatrixSpan<T> a)
    {
        if (T.IsZero(factor))
        {
            Fill(T.Zero, a);
            return;
        }

        for (int i = 0; i < a.MajorCount; i++)
        {
            ScaleVector(factor, a.Major(i));
        }
    }

    /// <summary>A := diag(factors) A.</summary>
    public static void ScaleRows(ReadOnlySpan<double> factors, MatrixSpan<T> a)
    {
        if (a.Layout == MatrixLayout.RowMajor)
        {
            for (int i = 0; i < a.RowCount; i++)
            {
                ScaleVector(Scalar<T>.FromDouble(factors[i]), a.Major(i));
            }

            return;
        }

        for (int j = 0; j < a.ColumnCount; j++)
        {
            Span<T> column = a.Major(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] *= Scalar<T>.FromDouble(factors[i]);
            }
        }
    }

    public static void ScaleVector(T factor, Span<T> vector)
    {
        if (factor == T.One)
        {
            return;
        }

        if (typeof(T) == typeof(float))
        {
            Span<float> values = Reinterpret<float>(vector);
            TensorPrimitives.Multiply(values, (float)Scalar<T>.ToDouble(factor), values);
        }
        else if (typeof(T) == typeof(double))
        {
            Span<double> values = Reinterpret<double>(vector);
            TensorPrimitives.Multiply(values, Scalar<T>.ToDouble(factor), values);
        }
        else
        {
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] *= factor;
            }
        }
    }

    /// <summary>A := 2^exponent A, in two steps, since the factor itself may not be a finite T.</summary>
    public static void ScaleByPowerOfTwo(int exponent, MatrixSpan<T> a)
    {
        if (exponent != 0)
        {
            Scale(Scalar<T>.FromDouble(Math.ScaleB(1, exponent / 2)), a);
            Scale(Scalar<T>.FromDouble(Math.ScaleB(1, exponent - (exponent / 2))), a);
        }
    }

    /// <summary>destination[i, :] := source[rows[i], :], across layouts.</summary>
    public static void GatherRows(MatrixSpan<T> source, ReadOnlySpan<int> rows, MatrixSpan<T> destination)
    {
        Debug.Assert(rows.Length == destination.RowCount && source.ColumnCount == destination.ColumnCount, "shapes");
        if (source.Layout == MatrixLayout.ColumnMajor && destination.Layout == MatrixLayout.ColumnMajor)
        {
            // Column by column, so that both sides are read and written in their own order.
            for (int j = 0; j < source.ColumnCount; j++)
            {
                ReadOnlySpan<T> from = source.Major(j);
                Span<T> to = destination.Major(j);
                for (int i = 0; i < rows.Length; i++)
                {
                    to[i] = from[rows[i]];
                }
            }

            if (source.IsConjugated != destination.IsConjugated)
            {
                ConjugateInPlace(destination);
            }

            return;
        }

        if (source.Layout == MatrixLayout.ColumnMajor)
        {
            GatherAcross(source, rows, destination);
            return;
        }

        // Whole rows where they are contiguous on both sides; else a few columns at a time, so that what lies across memory stays in the
        // cache.
        bool isContiguous = destination.Layout == MatrixLayout.RowMajor;
        int tile = isContiguous ? Math.Max(1, source.ColumnCount) : Machine.TransposedTile;
        for (int j = 0; j < source.ColumnCount; j += tile)
        {
            int width = Math.Min(tile, source.ColumnCount - j);
            for (int i = 0; i < rows.Length; i++)
            {
                Copy(source.Block(rows[i], j, 1, width), destination.Block(i, j, 1, width));
            }
        }
    }

    /// <summary>
    /// Rows of a column-major matrix to a row-major one: a few of the source's columns at a time, so that a cache line of the destination
    /// is written at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherAcross(MatrixSpan<T> source, ReadOnlySpan<int> rows, MatrixSpan<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        fixed (T* from = &Reference(source), to = &Reference(destination))
        {
            for (int j = 0; j < source.ColumnCount; j += Machine.TransposedTile)
            {
                int width = Math.Min(Machine.TransposedTile, source.ColumnCount - j);
                T* columns = from + ((long)j * source.Stride);
                for (int i = 0; i < rows.Length; i++)
                {
                    T* entry = columns + rows[i];
                    T* target = to + ((long)i * destination.Stride) + j;
                    for (int k = 0; k < width; k++, entry += source.Stride)
                    {
                        target[k] = *entry;
                    }
                }
            }
        }

        if (source.IsConjugated != destination.IsConjugated)
        {
            ConjugateInPlace(destination);
        }
    }

    /// <summary>Writes the lower triangle of a column-major Hermitian matrix from its upper one, left of the diagonal in some of its
    /// rows.</summary>
    public static void MirrorUpper(MatrixSpan<T> a, int firstRow, int count)
    {
        AssertWorkspace(a);
        for (int j0 = 0; j0 < firstRow + count; j0 += Machine.TransposedTile)
        {
            for (int i = firstRow; i < firstRow + count; i++)
            {
                ReadOnlySpan<T> source = a.Major(i);
                int end = Math.Min(i, j0 + Machine.TransposedTile);
                for (int j = j0; j < end; j++)
                {
                    a.Values[(j * a.Stride) + i] = Scalar<T>.Conjugate(source[j]);
                }
            }
        }
    }

    public static void ConjugateInPlace(MatrixSpan<T> a)
    {
        if (!Scalar<T>.IsComplex)
        {
            return;
        }

        for (int i = 0; i < a.MajorCount; i++)
        {
            Span<T> vector = a.Major(i);
            for (int j = 0; j < vector.Length; j++)
            {
                vector[j] = Scalar<T>.Conjugate(vector[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTransposed(MatrixSpan<T> source, MatrixSpan<T> destination)
    {
        int majors = source.MajorCount;
        int minors = source.MinorCount;
        if (source.IsEmpty)
        {
            return;
        }

        fixed (T* from = &Reference(source), to = &Reference(destination))
        {
            for (int i0 = 0; i0 < majors; i0 += Machine.TransposedTile)
            {
                int count = Math.Min(Machine.TransposedTile, majors - i0);
                for (int j0 = 0; j0 < minors; j0 += Machine.TransposedTile)
                {
                    int j1 = Math.Min(minors, j0 + Machine.TransposedTile);
                    for (int j = j0; j < j1; j++)
                    {
                        T* target = to + ((long)j * destination.Stride) + i0;
                        T* element = from + ((long)i0 * source.Stride) + j;
                        for (int i = 0; i < count; i++, element += source.Stride)
                        {
                            target[i] = *element;
                        }
                    }
                }
            }
        }
    }

    private static Span<TReal> Reinterpret<TReal>(Span<T> values)
        where TReal : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<T, TReal>(values);
}
