using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tall;

/// <summary>The convention for the signs of singular vectors.</summary>
internal static class SingularVectorSigns
{
    /// <summary>Turns each pair of vectors so that the largest entry of the left one is positive; among equals the first decides.</summary>
    /// <param name="u">Left vectors, column-major.</param>
    /// <param name="vt">Conjugated right vectors as rows, row-major.</param>
    public static void Fix<T>(TallBlock<T> u, DenseMatrix<T> vt)
        where T : unmanaged, INumberBase<T>
    {
        T[] largest = u.LargestEntries();
        for (int j = 0; j < largest.Length; j++)
        {
            T turn = Scalar<T>.InversePhase(largest[j]);
            Kernels<T>.ScaleVector(turn, u.Local.Span.Major(j));
            Kernels<T>.ScaleVector(Scalar<T>.Conjugate(turn), vt.Span.Major(j));
        }
    }

    /// <summary>The same, all rows being here.</summary>
    public static void Fix<T>(DenseMatrix<T> u, DenseMatrix<T> vt)
        where T : unmanaged, INumberBase<T> => Fix(TallBlock<T>.Whole(u), vt);
}
