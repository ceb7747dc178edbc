using System.Numerics;
using LowRank.Decompositions;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.CurParts;

/// <summary>The core U = A[I, J]⁺, by the SVD of the intersection, with X = U R.</summary>
/// <param name="U">|J| × |I|.</param>
/// <param name="Coefficients">A[I, J]⁺ R, |J| × n.</param>
/// <param name="Condition">σ₁ / σ_min of the intersection; infinite where it is singular.</param>
internal sealed record IntersectionCore<T>(DenseMatrix<T> U, DenseMatrix<T> Coefficients, double Condition)
    where T : unmanaged, INumberBase<T>
{
    public static IntersectionCore<T> Of(DenseMatrix<T> c, DenseMatrix<T> r, int[] rows, Workspace<T> workspace)
    {
        DenseMatrix<T> intersection = workspace.Rent(rows.Length, c.ColumnCount);
        c.CopyRows(rows, intersection);
        ThinSvd<T> svd = ThinSvd<T>.Of(intersection);
        int min = svd.S.Length;
        double condition = min == 0 ? 1 : svd.S[^1] == 0 ? double.PositiveInfinity : svd.S[0] / svd.S[^1];
        DenseMatrix<T> u = DenseMatrix.Create<T>(c.ColumnCount, rows.Length, MatrixLayout.RowMajor);
        DenseMatrix<T> x = DenseMatrix.Create<T>(c.ColumnCount, r.ColumnCount, MatrixLayout.RowMajor);
        if (!double.IsFinite(condition))
        {
            return new IntersectionCore<T>(u, x, condition);
        }

        // V diag(1/s) Wᴴ for U, V (diag(1/s) (Wᴴ R)) for X, each product in the order that loses least.
        double[] inverse = Array.ConvertAll(svd.S, s => 1 / s);
        DenseMatrix<T> scaled = workspace.Rent(min, rows.Length);
        Kernels<T>.Copy(svd.U.Span.ConjugateTranspose(), scaled.Span);
        Kernels<T>.ScaleRows(inverse, scaled.Span);
        Kernels<T>.Gemm(T.One, svd.VT.Span.ConjugateTranspose(), scaled.Span, T.Zero, u.Span);
        DenseMatrix<T> projected = workspace.Rent(min, r.ColumnCount);
        Kernels<T>.Gemm(T.One, svd.U.Span.ConjugateTranspose(), r.Span, T.Zero, projected.Span);
        Kernels<T>.ScaleRows(inverse, projected.Span);
        Kernels<T>.Gemm(T.One, svd.VT.Span.ConjugateTranspose(), projected.Span, T.Zero, x.Span);
        return new IntersectionCore<T>(u, x, condition);
    }
}
