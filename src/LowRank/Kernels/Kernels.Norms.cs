using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    // Squares are summed in double in pieces of this many numbers, so that a float matrix loses nothing and rounding grows slowly.
    private const int NormChunk = 2048;

    /// <summary>Σ|x_i|² in double; may overflow or underflow for numbers beyond 1e±154.</summary>
    public static double SumOfSquares(ReadOnlySpan<T> vector)
    {
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<T, float>(vector);
            Span<double> wide = stackalloc double[NormChunk];
            double sum = 0;
            for (int i = 0; i < values.Length; i += NormChunk)
            {
                ReadOnlySpan<float> piece = values.Slice(i, Math.Min(NormChunk, values.Length - i));
                TensorPrimitives.ConvertTruncating(piece, wide);
                sum += TensorPrimitives.SumOfSquares<double>(wide[..piece.Length]);
            }

            return sum;
        }
        else
        {
            // A complex number is two doubles, and |z|² the sum of their squares.
            ReadOnlySpan<double> values = MemoryMarshal.Cast<T, double>(vector);
            double sum = 0;
            for (int i = 0; i < values.Length; i += NormChunk)
            {
                sum += TensorPrimitives.SumOfSquares(values.Slice(i, Math.Min(NormChunk, values.Length - i)));
            }

            return sum;
        }
    }

    /// <summary>Whether a sum of squares is so far from both ends that no square in it can have overflowed, or lost digits that matter to underflow.</summary>
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

        squares.Clear();
        using Rented<double> wide = new(a.ColumnCount);
        Span<double> row = wide.Span;
        for (int i = 0; i < a.RowCount; i++)
        {
            if (typeof(T) == typeof(double))
            {
                ReadOnlySpan<double> values = Reinterpret<double>(a.Major(i));
                TensorPrimitives.MultiplyAdd(values, values, squares, squares);
            }
            else if (typeof(T) == typeof(float))
            {
                TensorPrimitives.ConvertTruncating<float, double>(Reinterpret<float>(a.Major(i)), row);
                TensorPrimitives.MultiplyAdd(row, row, squares, squares);
            }
            else
            {
                Span<T> values = a.Major(i);
                for (int j = 0; j < values.Length; j++)
                {
                    double magnitude = Scalar<T>.Abs(values[j]);
                    squares[j] += magnitude * magnitude;
                }
            }
        }
    }
}
