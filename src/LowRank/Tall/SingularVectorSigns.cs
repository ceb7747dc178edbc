using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tall;

/// <summary>The convention for the signs of singular vectors.</summary>
internal static class SingularVectorSigns
{
    /// <summary>Turns each pair of vectors so that the largest entry of the left one is positive; among equals the first decides.</summary>
    /// <param name="u">Left vectors, column-major.</param>
    /// <param name="vt">Conjugated right vectors as rows, row-major.</param>
    public static void Fix<T>(DenseMatrix<T> u, DenseMatrix<T> vt)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < u.ColumnCount; j++)
        {
            Span<T> left = u.Span.Major(j);
            int largest = Kernels<T>.IndexOfLargest(left);
            T turn = Scalar<T>.InversePhase(largest < 0 ? T.Zero : left[largest]);
            Kernels<T>.ScaleVector(turn, left);
            Kernels<T>.ScaleVector(Scalar<T>.Conjugate(turn), vt.Span.Major(j));
        }
    }
}
