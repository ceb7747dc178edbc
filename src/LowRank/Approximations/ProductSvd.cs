using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Approximations;

/// <summary>The thin SVD of a product L R that is never formed: QR of L and of Rᴴ, then the SVD of a small core.</summary>
/// <param name="U">m × k, column-major.</param>
/// <param name="S">k singular values, descending.</param>
/// <param name="VT">k × n, row-major.</param>
/// <param name="Driver">What computed the core's SVD.</param>
internal sealed record ProductSvd<T>(DenseMatrix<T> U, double[] S, DenseMatrix<T> VT, SvdDriver Driver)
    where T : unmanaged, INumberBase<T>
{
    /// <param name="left">L, m × k.</param>
    /// <param name="right">R, k × n.</param>
    /// <remarks>There are min(m, n, k) triplets.</remarks>
    public static ProductSvd<T> Of(DenseMatrix<T> left, DenseMatrix<T> right)
    {
        using Workspace<T> workspace = new();
        (DenseMatrix<T> q, DenseMatrix<T> leftTriangle) = Factor(left.Span, workspace);
        (DenseMatrix<T> v, DenseMatrix<T> rightTriangle) = Factor(right.Span.ConjugateTranspose(), workspace);
        DenseMatrix<T> core = workspace.Rent(q.ColumnCount, v.ColumnCount);
        Kernels<T>.Gemm(T.One, leftTriangle.Span, rightTriangle.Span.ConjugateTranspose(), T.Zero, core.Span);
        ThinSvd<T> small = ThinSvd<T>.Of(core);

        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(left.RowCount, small.S.Length, MatrixLayout.ColumnMajor);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(small.S.Length, right.ColumnCount, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, q.Span, small.U.Span, T.Zero, u.Span);
        Kernels<T>.Gemm(T.One, small.VT.Span, v.Span.ConjugateTranspose(), T.Zero, vt.Span);
        SingularVectorSigns.Fix(u, vt);
        return new ProductSvd<T>(u, small.S, vt, small.Driver);
    }

    /// <summary>A tall factor = Q R by Householder QR; a wide one is R itself.</summary>
    private static (DenseMatrix<T> Q, DenseMatrix<T> R) Factor(MatrixSpan<T> factor, Workspace<T> workspace)
    {
        int m = factor.RowCount;
        int k = factor.ColumnCount;
        int min = Math.Min(m, k);
        DenseMatrix<T> q = workspace.Rent(m, min);
        DenseMatrix<T> r = workspace.Rent(min, k);
        if (k <= m)
        {
            Kernels<T>.Copy(factor, q.Span);
            Orthonormalizer<T>.Householder(q, r);
            return (q, r);
        }

        Kernels<T>.Copy(factor, r.Span);
        Kernels<T>.Fill(T.Zero, q.Span);
        for (int i = 0; i < m; i++)
        {
            q.Span[i, i] = T.One;
        }

        return (q, r);
    }

    /// <summary>The public result; A was not read for it.</summary>
    public TruncatedSvd<T> ToResult(ErrorEstimate error) =>
        new(U, S, VT, error, TruncatedSvdMethod.Full, Driver) { Reason = "It is the SVD of the factors of another decomposition." };
}
