using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.CurParts;

/// <summary>The core U = A[I, J]⁺, by the SVD of the intersection, A[I, J] = W S Vᴴ.</summary>
/// <param name="Factors">U with Left = V S⁻¹, Right = Wᴴ and X = A[I, J]⁺ R; null where the intersection is singular.</param>
/// <param name="Condition">σ₁ / σ_min of the intersection; infinite where it is singular.</param>
internal sealed record IntersectionCore<T>(CoreFactors<T>? Factors, double Condition)
    where T : unmanaged, INumberBase<T>
{
    /// <param name="columns">J.</param>
    /// <param name="r">R, |I| × n.</param>
    /// <param name="workspace">For what is only needed here.</param>
    public static IntersectionCore<T> Of(int[] columns, DenseMatrix<T> r, Workspace<T> workspace)
    {
        DenseMatrix<T> intersection = workspace.Rent(r.RowCount, columns.Length);
        r.CopyColumns(columns, intersection);
        ThinSvd<T> svd = ThinSvd<T>.Of(intersection);
        int min = svd.S.Length;
        double condition = min == 0 ? 1 : svd.S[^1] == 0 ? double.PositiveInfinity : svd.S[0] / svd.S[^1];
        if (!double.IsFinite(condition))
        {
            return new IntersectionCore<T>(null, condition);
        }

        // V (diag(1/s) Wᴴ) for U, V (diag(1/s) (Wᴴ R)) for X, each product in the order that loses least.
        double[] inverse = Array.ConvertAll(svd.S, s => 1 / s);
        DenseMatrix<T> right = DenseMatrix.Create<T>(min, r.RowCount, MatrixLayout.RowMajor);
        DenseMatrix<T> left = DenseMatrix.Create<T>(columns.Length, min, MatrixLayout.ColumnMajor);
        DenseMatrix<T> u = DenseMatrix.Create<T>(columns.Length, r.RowCount, MatrixLayout.RowMajor);
        DenseMatrix<T> x = DenseMatrix.Create<T>(columns.Length, r.ColumnCount, MatrixLayout.RowMajor);
        Kernels<T>.Copy(svd.U.Span.ConjugateTranspose(), right.Span);
        Kernels<T>.Copy(svd.VT.Span.ConjugateTranspose(), left.Span);
        for (int i = 0; i < min; i++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(inverse[i]), left.Span.Major(i));
        }

        Kernels<T>.Gemm(T.One, left.Span, right.Span, T.Zero, u.Span);
        DenseMatrix<T> projected = workspace.Rent(min, r.ColumnCount);
        Kernels<T>.Gemm(T.One, right.Span, r.Span, T.Zero, projected.Span);
        Kernels<T>.ScaleRows(inverse, projected.Span);
        Kernels<T>.Gemm(T.One, svd.VT.Span.ConjugateTranspose(), projected.Span, T.Zero, x.Span);
        return new IntersectionCore<T>(new CoreFactors<T>(u, left, right, x), condition);
    }
}
