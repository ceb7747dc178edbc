using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>Σ|x_i|² in double; may overflow or underflow for numbers beyond 1e±154.</summary>
    public static double SumOfSquares(ReadOnlySpan<T> vector)
    {
        double sum = 0;
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<T, float>(vector);
            for (int i = 0; i < values.Length; i += Machine.NumbersPerSum)
            {
                sum += SquaresOfSingle(values.Slice(i, Math.Min(Machine.NumbersPerSum, values.Length - i)));
            }
        }
        else
        {
            // A complex number is two doubles, and |z|² the sum of their squares.
            ReadOnlySpan<double> values = MemoryMarshal.Cast<T, double>(vector);
            for (int i = 0; i < values.Length; i += Machine.NumbersPerSum)
            {
                sum += SquaresOfDouble(values.Slice(i, Math.Min(Machine.NumbersPerSum, values.Length - i)));
            }
        }

        return sum;
    }

    /// <summary>Whether a sum of squares is so far from both ends that no square in it can have overflowed, or lost digits that matter to
    /// underflow.</summary>
    public static bool IsSafeSquare(double sum) => sum is > 1e-280 and < 1e300;

    /// <summary>‖A‖_F without undue overflow or underflow; NaN or infinity if an entry is.</summary>
    public static double FrobeniusNorm(MatrixSpan<T> a)
    {
        double sum = 0;
        for (int i = 0; i < a.MajorCount; i++)
        {
            sum += SumOfSquares(a.Major(i));
        }

        if (IsSafeSquare(sum))
        {
            return Math.Sqrt(sum);
        }

        double largest = LargestMagnitude(a);
        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double scaled = 0;
        for (int i = 0; i < a.MajorCount; i++)
        {
            foreach (T value in a.Major(i))
            {
                double ratio = Scalar<T>.Abs(value) / largest;
                scaled += ratio * ratio;
            }
        }

        return largest * Math.Sqrt(scaled);
    }

    /// <summary>The largest |a_ij|; NaN if an entry is NaN.</summary>
    public static double LargestMagnitude(MatrixSpan<T> a)
    {
        double largest = 0;
        for (int i = 0; i < a.MajorCount; i++)
        {
            foreach (T value in a.Major(i))
            {
                largest = Math.Max(largest, Scalar<T>.Abs(value));
            }
        }

        return largest;
    }

    /// <summary>The first index of a largest magnitude; −1 where all are zero, or there are none.</summary>
    public static int IndexOfLargest(ReadOnlySpan<T> vector)
    {
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<T, float>(vector);
            int index = values.IsEmpty ? -1 : TensorPrimitives.IndexOfMaxMagnitude(values);
            return index < 0 || values[index] == 0 ? -1 : FirstOfMagnitude(values, Math.Abs(values[index]), index);
        }

        if (typeof(T) == typeof(double))
        {
            ReadOnlySpan<double> values = MemoryMarshal.Cast<T, double>(vector);
            int index = values.IsEmpty ? -1 : TensorPrimitives.IndexOfMaxMagnitude(values);
            return index < 0 || values[index] == 0 ? -1 : FirstOfMagnitude(values, Math.Abs(values[index]), index);
        }

        int first = -1;
        double largest = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            double magnitude = Scalar<T>.Abs(vector[i]);
            if (magnitude > largest)
            {
                (first, largest) = (i, magnitude);
            }
        }

        return first;
    }

    /// <summary>The first index whose magnitude is the given one: among x and −x the vectorised search prefers the positive.</summary>
    private static int FirstOfMagnitude<TReal>(ReadOnlySpan<TReal> values, TReal magnitude, int known)
        where TReal : unmanaged, INumber<TReal>
    {
        int negative = values[..known].IndexOf(-magnitude);
        return negative >= 0 ? negative : known;
    }

    /// <summary>largest[k] := the largest |a_ij| in column j = columns[k]; NaN if an entry is.</summary>
    public static void LargestMagnitudes(MatrixSpan<T> a, ReadOnlySpan<int> columns, Span<double> largest)
    {
        largest.Clear();
        if (a.Layout == MatrixLayout.ColumnMajor)
        {
            for (int k = 0; k < columns.Length; k++)
            {
                largest[k] = LargestMagnitude(a.Columns(columns[k], 1));
            }

            return;
        }

        for (int i = 0; i < a.RowCount; i++)
        {
            ReadOnlySpan<T> row = a.Major(i);
            for (int k = 0; k < columns.Length; k++)
            {
                T value = row[columns[k]];
                if (!T.IsZero(value))
                {
                    largest[k] = Math.Max(largest[k], Scalar<T>.Abs(value));
                }
            }
        }
    }

    /// <summary>squares[j] := Σ_i |a_ij|², one number per column, in double.</summary>
    public static void ColumnSquares(MatrixSpan<T> a, Span<double> squares)
    {
        if (a.Layout == MatrixLayout.ColumnMajor)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                squares[j] = SumOfSquares(a.Major(j));
            }

            return;
        }

        if (!Scalar<T>.IsComplex)
        {
            SquaresAcrossRows(a, squares);
            return;
        }

        // Real and imaginary parts side by side are a real matrix of twice the columns.
        using Rented<double> parts = new(2L * a.ColumnCount);
        Span<double> pairs = parts.Span;
        SquaresAcrossRows(a, pairs);
        for (int j = 0; j < squares.Length; j++)
        {
            squares[j] = pairs[2 * j] + pairs[(2 * j) + 1];
        }
    }

    /// <summary>squares[j] := squares[j] + sign |row_j|², in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(ReadOnlySpan<T> row, int sign, Span<double> squares)
    {
        if (typeof(T) == typeof(float))
        {
            AddSquaresOfRow(MemoryMarshal.Cast<T, float>(row), sign, squares);
            return;
        }

        ReadOnlySpan<double> parts = MemoryMarshal.Cast<T, double>(row);
        if (typeof(T) == typeof(double))
        {
            AddSquaresOfRow(parts, sign, squares);
            return;
        }

        for (int j = 0; j < squares.Length; j++)
        {
            squares[j] += sign * ((parts[2 * j] * parts[2 * j]) + (parts[(2 * j) + 1] * parts[(2 * j) + 1]));
        }
    }

    /// <summary>The sums of squares down the real columns of a row-major matrix, read in memory order but for tiles of columns.</summary>
    private static void SquaresAcrossRows(MatrixSpan<T> a, Span<double> squares)
    {
        squares.Clear();
        int width = a.ColumnCount * Scalar<T>.RealDimension;
        for (int start = 0; start < width; start += Machine.ColumnsPerSum)
        {
            Span<double> tile = squares.Slice(start, Math.Min(Machine.ColumnsPerSum, width - start));
            int i = 0;
            for (; i + 4 <= a.RowCount; i += 4)
            {
                if (typeof(T) == typeof(float))
                {
                    AddSquaresOfFourRows<float>(a, i, start, tile);
                }
                else
                {
                    AddSquaresOfFourRows<double>(a, i, start, tile);
                }
            }

            for (; i < a.RowCount; i++)
            {
                if (typeof(T) == typeof(float))
                {
                    AddSquaresOfRow<float>(Part<float>(a, i, start), 1, tile);
                }
                else
                {
                    AddSquaresOfRow<double>(Part<double>(a, i, start), 1, tile);
                }
            }
        }
    }

    /// <summary>Adds the squares of four rows at once, so that the running sums are read and written only once for the four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquaresOfFourRows<TReal>(MatrixSpan<T> a, int row, int start, Span<double> sums)
        where TReal : unmanaged
    {
        fixed (TReal* first = Part<TReal>(a, row, start), second = Part<TReal>(a, row + 1, start), third = Part<TReal>(a, row + 2, start))
        fixed (TReal* fourth = Part<TReal>(a, row + 3, start))
        fixed (double* target = sums)
        {
            int j = 0;
            int count = Vector<double>.Count;
            for (; j + count <= sums.Length; j += count)
            {
                Vector<double> sum = Vector.Load(target + j);
                Vector<double> v = Wide(first + j);
                sum += v * v;
                v = Wide(second + j);
                sum += v * v;
                v = Wide(third + j);
                sum += v * v;
                v = Wide(fourth + j);
                Vector.Store(sum + (v * v), target + j);
            }

            for (; j < sums.Length; j++)
            {
                target[j] += Square(first + j) + Square(second + j) + Square(third + j) + Square(fourth + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquaresOfRow<TReal>(ReadOnlySpan<TReal> row, double sign, Span<double> sums)
        where TReal : unmanaged
    {
        Debug.Assert(row.Length >= sums.Length, "as many numbers as sums, at least");
        fixed (TReal* values = row)
        fixed (double* target = sums)
        {
            int j = 0;
            int count = Vector<double>.Count;
            Vector<double> signs = new(sign);
            for (; j + count <= sums.Length; j += count)
            {
                Vector<double> v = Wide(values + j);
                Vector.Store(Vector.Load(target + j) + (signs * v * v), target + j);
            }

            for (; j < sums.Length; j++)
            {
                target[j] += sign * Square(values + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SquaresOfDouble(ReadOnlySpan<double> values)
    {
        fixed (double* p = values)
        {
            (double sum, int i) = VectorSquares(p, values.Length);
            for (; i < values.Length; i++)
            {
                sum += p[i] * p[i];
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SquaresOfSingle(ReadOnlySpan<float> values)
    {
        fixed (float* p = values)
        {
            (double sum, int i) = VectorSquares(p, values.Length);
            for (; i < values.Length; i++)
            {
                sum += (double)p[i] * p[i];
            }

            return sum;
        }
    }

    /// <summary>Sums whole vectors, four at a time so that no addition waits for the one before it; returns where it stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Sum, int Next) VectorSquares<TReal>(TReal* p, int length)
        where TReal : unmanaged
    {
        int count = Vector<double>.Count;
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + (4 * count) <= length; i += 4 * count)
        {
            Vector<double> v0 = Wide(p + i);
            Vector<double> v1 = Wide(p + i + count);
            Vector<double> v2 = Wide(p + i + (2 * count));
            Vector<double> v3 = Wide(p + i + (3 * count));
            s0 += v0 * v0;
            s1 += v1 * v1;
            s2 += v2 * v2;
            s3 += v3 * v3;
        }

        return (Vector.Sum(s0 + s1 + (s2 + s3)), i);
    }

    /// <summary>As many numbers as a vector of doubles holds, widened from float where they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Wide<TReal>(TReal* p)
        where TReal : unmanaged
    {
        if (typeof(TReal) == typeof(double))
        {
            return Vector.Load((double*)p);
        }

        return Vector<double>.Count switch
        {
            8 => Vector512.WidenLower(Vector256.Load((float*)p).ToVector512Unsafe()).AsVector(),
            4 => Vector256.WidenLower(Vector128.Load((float*)p).ToVector256Unsafe()).AsVector(),
            _ => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(double*)p).AsSingle()).AsVector(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Square<TReal>(TReal* p)
        where TReal : unmanaged
    {
        double value = typeof(TReal) == typeof(float) ? *(float*)p : *(double*)p;
        return value * value;
    }

    /// <summary>A row of a row-major matrix as real numbers, from one of them on.</summary>
    private static Span<TReal> Part<TReal>(MatrixSpan<T> a, int row, int start)
        where TReal : unmanaged => Reinterpret<TReal>(a.Major(row))[start..];
}
