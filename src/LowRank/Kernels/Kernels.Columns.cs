using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>
    /// Adds to sums and squares, for each column, Σ (a_ij − shift_j) factor and Σ (a_ij − shift_j)² factor², all in double. A complex
    /// column is two columns of real numbers, its real and its imaginary parts, side by side.
    /// </summary>
    /// <param name="a">An m × n matrix; its conjugation is not looked at.</param>
    /// <param name="shift">n · <see cref="Scalar{T}.RealDimension"/> numbers, as are sums and squares.</param>
    /// <param name="factor">A power of two that brings the numbers near 1, so that no square overflows.</param>
    /// <param name="sums">The sums to add to.</param>
    /// <param name="squares">The squares to add to.</param>
    public static void AddShiftedColumns(
        MatrixSpan<T> a, ReadOnlySpan<double> shift, double factor, Span<double> sums, Span<double> squares)
    {
        int parts = Scalar<T>.RealDimension;
        Debug.Assert(shift.Length == parts * a.ColumnCount && sums.Length == shift.Length
            && squares.Length == shift.Length, "one number a column");
        if (a.IsEmpty)
        {
            return;
        }

        using Rented<double> memory = new(a.Layout == MatrixLayout.RowMajor ? shift.Length : Machine.NumbersPerSum);
        Span<double> buffer = memory.Span;
        for (int i = 0; i < a.MajorCount; i++)
        {
            if (a.Layout == MatrixLayout.RowMajor)
            {
                Widen(a.Major(i), buffer);
                TensorPrimitives.Subtract(buffer, shift, buffer);
                TensorPrimitives.Multiply(buffer, factor, buffer);
                TensorPrimitives.Add(sums, buffer, sums);
                TensorPrimitives.MultiplyAdd(buffer, buffer, squares, squares);
                continue;
            }

            for (int start = 0; start < a.RowCount; start += Machine.NumbersPerSum / parts)
            {
                Span<T> piece = a.Major(i)[start..Math.Min(a.RowCount, start + (Machine.NumbersPerSum / parts))];
                Span<double> wide = buffer[..(parts * piece.Length)];
                Widen(piece, wide);
                AddShifted(wide, parts, shift.Slice(parts * i, parts), factor, sums.Slice(parts * i, parts),
                    squares.Slice(parts * i, parts));
            }
        }
    }

    /// <summary>destination := (A − 1 rowᵀ) diag(factors), with both in one layout; a factor left out is 1.</summary>
    public static void SubtractRow(MatrixSpan<T> a, ReadOnlySpan<T> row, ReadOnlySpan<T> factors, MatrixSpan<T> destination)
    {
        Debug.Assert(a.Layout == destination.Layout && a.RowCount == destination.RowCount
            && a.ColumnCount == destination.ColumnCount, "shapes");
        Debug.Assert(row.Length == a.ColumnCount && (factors.IsEmpty || factors.Length == a.ColumnCount), "one number a column");
        for (int i = 0; i < a.MajorCount; i++)
        {
            Span<T> target = destination.Major(i);
            if (a.Layout == MatrixLayout.RowMajor)
            {
                TensorPrimitives.Subtract(a.Major(i), row, target);
                if (!factors.IsEmpty)
                {
                    TensorPrimitives.Multiply(target, factors, target);
                }
            }
            else
            {
                TensorPrimitives.Subtract(a.Major(i), row[i], target);
                if (!factors.IsEmpty)
                {
                    ScaleVector(factors[i], target);
                }
            }
        }
    }

    private static void AddShifted(
        Span<double> values, int parts, ReadOnlySpan<double> shift, double factor, Span<double> sums, Span<double> squares)
    {
        if (parts == 1)
        {
            TensorPrimitives.Subtract(values, shift[0], values);
            TensorPrimitives.Multiply(values, factor, values);
            sums[0] += TensorPrimitives.Sum<double>(values);
            squares[0] += TensorPrimitives.SumOfSquares<double>(values);
            return;
        }

        for (int i = 0; i < values.Length; i += 2)
        {
            double real = (values[i] - shift[0]) * factor;
            double imaginary = (values[i + 1] - shift[1]) * factor;
            sums[0] += real;
            sums[1] += imaginary;
            squares[0] += real * real;
            squares[1] += imaginary * imaginary;
        }
    }

    /// <summary>The numbers in double; of complex ones the parts, one after the other.</summary>
    public static void Widen(ReadOnlySpan<T> values, Span<double> destination)
    {
        if (typeof(T) == typeof(float))
        {
            TensorPrimitives.ConvertTruncating(System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(values), destination);
        }
        else
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<T, double>(values).CopyTo(destination);
        }
    }
}
