using System.Numerics;
using System.Runtime.InteropServices;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Tall;

/// <summary>
/// A block of columns along the rows of a <see cref="RowSpace"/>: this process's rows of it, and every operation that adds up along the
/// rows. Nothing else may: a plain product of two blocks' local parts is a part of an inner product.
/// </summary>
/// <param name="Local">The rows that are here: LocalCount × l.</param>
/// <param name="Space">The rows of all parts.</param>
internal readonly record struct TallBlock<T>(DenseMatrix<T> Local, RowSpace Space)
    where T : unmanaged, INumberBase<T>
{
    public int ColumnCount => Local.ColumnCount;

    /// <summary>A block of undefined content, whose memory belongs to the workspace.</summary>
    public static TallBlock<T> Rent(Workspace<T> workspace, RowSpace space, int columns) =>
        new(workspace.Rent(space.LocalCount, columns), space);

    public TallBlock<T> AsColumns(int start, int count) => new(Local.AsColumns(start, count), Space);

    /// <summary>gram := YᴴY, Hermitian, of which only the upper triangle is defined.</summary>
    public void Gram(DenseMatrix<T> gram)
    {
        Kernels<T>.Gram(Local.Span, gram.Span);
        Sum(gram);
    }

    /// <summary>destination := Yᴴ B.</summary>
    public void MultiplyAdjoint(TallBlock<T> b, DenseMatrix<T> destination)
    {
        Kernels<T>.Gemm(T.One, Local.Span.ConjugateTranspose(), b.Local.Span, T.Zero, destination.Span);
        Sum(destination);
    }

    /// <summary>destination := α Y W + β destination, for a small W, l × p: row by row, so nothing is added up.</summary>
    public void Multiply(T alpha, MatrixSpan<T> w, T beta, TallBlock<T> destination) =>
        Kernels<T>.Gemm(alpha, Local.Span, w, beta, destination.Local.Span);

    public double FrobeniusNorm()
    {
        double norm = Kernels<T>.FrobeniusNorm(Local.Span);
        if (Space.IsLocal)
        {
            return norm;
        }

        // In units of the largest part, whose square cannot overflow.
        double largest = Space.Maximum(norm);
        if (!(largest > 0) || double.IsInfinity(largest))
        {
            return largest;
        }

        Span<double> square = [norm / largest * (norm / largest)];
        Space.Sum(square);
        return largest * Math.Sqrt(square[0]);
    }

    /// <summary>Y := (I − QQᴴ) Y, for a Q with orthonormal columns in the same space.</summary>
    public void Deflate(TallBlock<T> q, Workspace<T> workspace)
    {
        DenseMatrix<T> inside = workspace.Rent(q.ColumnCount, ColumnCount);
        q.MultiplyAdjoint(this, inside);
        q.Multiply(-T.One, inside.Span, T.One, this);
        workspace.Return(inside);
    }

    /// <summary>Adds up a small matrix over all parts.</summary>
    private void Sum(DenseMatrix<T> small)
    {
        if (Space.IsLocal)
        {
            return;
        }

        for (int j = 0; j < small.ColumnCount; j++)
        {
            Span<T> column = small.Span.Major(j);
            if (typeof(T) == typeof(float))
            {
                Space.Sum(MemoryMarshal.Cast<T, float>(column));
            }
            else
            {
                Space.Sum(MemoryMarshal.Cast<T, double>(column));
            }
        }
    }
}
