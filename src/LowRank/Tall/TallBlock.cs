using System.Numerics;
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

    /// <summary>A block all of whose rows are here.</summary>
    public static TallBlock<T> Whole(DenseMatrix<T> y) => new(y, RowSpace.Local(y.RowCount));

    public TallBlock<T> AsColumns(int start, int count) => new(Local.AsColumns(start, count), Space);

    /// <summary>gram := YᴴY, Hermitian, of which only the upper triangle is defined.</summary>
    public void Gram(DenseMatrix<T> gram)
    {
        if (!Space.IsLocal)
        {
            // What is not written is added up as well, and a part without rows writes nothing.
            Kernels<T>.Fill(T.Zero, gram.Span);
        }

        if (Local.RowCount > 0 || Space.IsLocal)
        {
            Kernels<T>.Gram(Local.Span, gram.Span);
        }

        Space.Sum(gram);
    }

    /// <summary>destination := Yᴴ B.</summary>
    public void MultiplyAdjoint(TallBlock<T> b, DenseMatrix<T> destination)
    {
        Kernels<T>.Gemm(T.One, Local.Span.ConjugateTranspose(), b.Local.Span, T.Zero, destination.Span);
        Space.Sum(destination);
    }

    /// <summary>destination := α Y W + β destination, for a small W, l × p: row by row, so nothing is added up.</summary>
    public void Multiply(T alpha, MatrixSpan<T> w, T beta, TallBlock<T> destination) =>
        Kernels<T>.Gemm(alpha, Local.Span, w, beta, destination.Local.Span);

    public double FrobeniusNorm()
    {
        double norm = Kernels<T>.FrobeniusNorm(Local.Span);
        return Space.IsLocal ? norm : NormOfAll([norm])[0];
    }

    /// <summary>The lengths of the columns.</summary>
    public double[] ColumnNorms()
    {
        double[] norms = new double[ColumnCount];
        for (int j = 0; j < norms.Length; j++)
        {
            norms[j] = Kernels<T>.FrobeniusNorm(Local.Span.Columns(j, 1));
        }

        return Space.IsLocal ? norms : NormOfAll(norms);
    }

    /// <summary>‖Y W‖_F, by the triangle of Y.</summary>
    public double NormOfProduct(MatrixSpan<T> w, Workspace<T> workspace)
    {
        DenseMatrix<T> compact = Compact(workspace);
        DenseMatrix<T> product = workspace.Rent(compact.RowCount, w.ColumnCount);
        Kernels<T>.Gemm(T.One, compact.Span, w, T.Zero, product.Span);
        return product.FrobeniusNorm();
    }

    /// <summary>Y := (I − QQᴴ) Y, for a Q with orthonormal columns in the same space.</summary>
    public void Deflate(TallBlock<T> q, Workspace<T> workspace)
    {
        DenseMatrix<T> inside = workspace.Rent(q.ColumnCount, ColumnCount);
        q.MultiplyAdjoint(this, inside);
        q.Multiply(-T.One, inside.Span, T.One, this);
        workspace.Return(inside);
    }

    /// <summary>The entry of largest magnitude in each column, the first of several; 0 in a column of zeros.</summary>
    public T[] LargestEntries()
    {
        T[] largest = new T[ColumnCount];
        double[] parts = new double[Space.IsLocal ? 0 : 2 * largest.Length];
        for (int j = 0; j < largest.Length; j++)
        {
            int index = Kernels<T>.IndexOfLargest(Local.Span.Major(j));
            largest[j] = index < 0 ? T.Zero : Local.Span.Major(j)[index];
            if (!Space.IsLocal)
            {
                Kernels<T>.Widen([largest[j]], parts.AsSpan(2 * j, Scalar<T>.RealDimension));
            }
        }

        double[] all = Space.IsLocal ? [] : Space.Gather(parts);
        for (int j = 0; j < largest.Length && !Space.IsLocal; j++)
        {
            largest[j] = T.Zero;
            for (int at = 2 * j; at < all.Length; at += parts.Length)
            {
                T entry = Scalar<T>.FromParts(all[at], all[at + 1]);
                largest[j] = Scalar<T>.Abs(entry) > Scalar<T>.Abs(largest[j]) ? entry : largest[j];
            }
        }

        return largest;
    }

    /// <summary>
    /// A small matrix whose columns have the same inner products: R of Y = QR, or all rows of a Y of few. It is the same in every part.
    /// </summary>
    public DenseMatrix<T> Compact(Workspace<T> workspace)
    {
        int rows = Space.Smaller(ColumnCount);
        DenseMatrix<T> compact = workspace.Rent(rows, ColumnCount);
        if (rows == ColumnCount)
        {
            TallBlock<T> copy = Rent(workspace, Space, ColumnCount);
            Kernels<T>.Copy(Local.Span, copy.Local.Span);
            TallQr<T>.Factor(copy, compact);
            workspace.Return(copy.Local);
            return compact;
        }

        Kernels<T>.Fill(T.Zero, compact.Span);
        Kernels<T>.Copy(Local.Span, compact.AsRows((int)Space.First, Local.RowCount).Span);
        Space.Sum(compact);
        return compact;
    }

    /// <summary>The norms of all parts together, in units of the largest part's, whose square cannot overflow.</summary>
    private double[] NormOfAll(double[] norms)
    {
        double[] all = Space.Gather(norms);
        for (int j = 0; j < norms.Length; j++)
        {
            norms[j] = 0;
            for (int at = j; at < all.Length; at += norms.Length)
            {
                norms[j] = double.Hypot(norms[j], all[at]);
            }
        }

        return norms;
    }
}
