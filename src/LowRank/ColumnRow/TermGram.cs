using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>Inner products of the terms x_i y_iᵀ without forming any of them: ⟨v_i, v_j⟩ = (x_iᴴ x_j)(y_j y_iᴴ), the Hadamard product of C-13.</summary>
internal static class TermGram
{
    /// <summary>Re ⟨v_i, v_j⟩ / (w_i w_j) for some terms; 0 where one of them is zero.</summary>
    public static DenseMatrix<double> Cosines<T>(
        Factor<T> x, DenseMatrix<T> y, TermNorms norms, int[] indices, Workspace<double> workspace, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int count = indices.Length;
        using Workspace<T> terms = new();
        DenseMatrix<T> c = terms.Rent(x.RowCount, count, MatrixLayout.RowMajor);
        DenseMatrix<T> r = terms.Rent(count, y.ColumnCount, MatrixLayout.ColumnMajor);
        PackedTerms.GatherColumns(x, indices, Array.ConvertAll(indices, i => Reciprocal(norms.Left[i])), c, context);
        PackedTerms.GatherRows(y, indices, Array.ConvertAll(indices, i => Reciprocal(norms.Right[i])), r, context);
        DenseMatrix<T> left = terms.Rent(count, count);
        DenseMatrix<T> right = terms.Rent(count, count);
        Kernels<T>.Gemm(T.One, c.Span.ConjugateTranspose(), c.Span, T.Zero, left.Span);
        Kernels<T>.Gemm(T.One, r.Span, r.Span.ConjugateTranspose(), T.Zero, right.Span);
        DenseMatrix<double> cosines = workspace.Rent(count, count);
        MatrixSpan<T> leftSpan = left.Span;
        MatrixSpan<T> rightSpan = right.Span;
        MatrixSpan<double> result = cosines.Span;
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < count; i++)
            {
                // The phases of x_i and y_i cancel only this way round.
                result[i, j] = Scalar<T>.ToDouble(leftSpan[i, j] * rightSpan[j, i]);
            }
        }

        return cosines;
    }

    // Of zero there is none, and of the smallest subnormal numbers it overflows: such a term does not count beside any other.
    private static double Reciprocal(double norm) => double.IsFinite(1 / norm) ? 1 / norm : 0;
}
