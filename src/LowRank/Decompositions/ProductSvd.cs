using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Orthogonalization;

namespace LowRank.Decompositions;

/// <summary>The thin SVD of a product L R that is never formed: QR of L and of Rᴴ, then the SVD of a small core.</summary>
/// <param name="U">m × k, column-major.</param>
/// <param name="S">k singular values, descending.</param>
/// <param name="VT">k × n, row-major.</param>
/// <param name="Driver">What computed the core's SVD.</param>
internal sealed record ProductSvd<T>(DenseMatrix<T> U, double[] S, DenseMatrix<T> VT, SvdDriver Driver)
    where T : unmanaged, INumberBase<T>
{
    /// <param name="left">L, m × k, k ≤ m.</param>
    /// <param name="right">R, k × n, k ≤ n.</param>
    public static ProductSvd<T> Of(DenseMatrix<T> left, DenseMatrix<T> right)
    {
        int k = left.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> q = workspace.Rent(left.RowCount, k);
        DenseMatrix<T> v = workspace.Rent(right.ColumnCount, k);
        DenseMatrix<T> leftTriangle = workspace.Rent(k, k);
        DenseMatrix<T> rightTriangle = workspace.Rent(k, k);
        Kernels<T>.Copy(left.Span, q.Span);
        Kernels<T>.Copy(right.Span.ConjugateTranspose(), v.Span);
        Orthonormalizer<T>.Householder(q, leftTriangle);
        Orthonormalizer<T>.Householder(v, rightTriangle);
        DenseMatrix<T> core = workspace.Rent(k, k);
        Kernels<T>.Gemm(T.One, leftTriangle.Span, rightTriangle.Span.ConjugateTranspose(), T.Zero, core.Span);
        ThinSvd<T> small = ThinSvd<T>.Of(core);

        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(left.RowCount, k, MatrixLayout.ColumnMajor);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(k, right.ColumnCount, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, q.Span, small.U.Span, T.Zero, u.Span);
        Kernels<T>.Gemm(T.One, small.VT.Span, v.Span.ConjugateTranspose(), T.Zero, vt.Span);
        SingularVectorSigns.Fix(u, vt);
        return new ProductSvd<T>(u, small.S, vt, small.Driver);
    }

    /// <summary>The public result; A was not read for it.</summary>
    public TruncatedSvd<T> ToResult(ErrorEstimate error) =>
        new(U, S, VT, error, TruncatedSvdMethod.Full, Driver, "It is the SVD of the factors of another decomposition.", 0, 0, 0);
}
