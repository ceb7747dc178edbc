using System.Numerics;
using System.Numerics.Tensors;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>squares[j] := squares[j] − |row_j|², in double: what is left of each column after its part along a new basis vector is taken off.</summary>
    public static void SubtractSquares(ReadOnlySpan<T> row, Span<double> squares)
    {
        if (typeof(T) == typeof(double))
        {
            ReadOnlySpan<double> values = System.Runtime.InteropServices.MemoryMarshal.Cast<T, double>(row);
            Span<double> piece = stackalloc double[NormChunk];
            for (int i = 0; i < values.Length; i += NormChunk)
            {
                ReadOnlySpan<double> part = values.Slice(i, Math.Min(NormChunk, values.Length - i));
                Span<double> product = piece[..part.Length];
                TensorPrimitives.Multiply(part, part, product);
                Span<double> target = squares.Slice(i, part.Length);
                TensorPrimitives.Subtract(target, product, target);
            }

            return;
        }

        for (int j = 0; j < row.Length; j++)
        {
            double magnitude = Scalar<T>.Abs(row[j]);
            squares[j] -= magnitude * magnitude;
        }
    }
}
