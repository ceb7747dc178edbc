using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Selection;

namespace LowRank.CurParts;

/// <summary>
/// The best core for given columns and rows, U = C⁺AR⁺, by QR of both: C = Q₁R₁, Rᴴ = Q₂R₂, M = Q₁ᴴAQ₂, U = R₁⁻¹ M R₂⁻ᴴ. Dependent
/// columns and rows are left out.
/// </summary>
internal static class OptimalCore<T>
    where T : unmanaged, INumberBase<T>
{
    /// <param name="basis">Q₁ with Q₁ᴴA; its columns may stand in another order.</param>
    /// <param name="columns">J in the order of C.</param>
    /// <param name="r">R, |I| × n.</param>
    /// <param name="size">max(m, n).</param>
    /// <param name="workspace">For what is only needed here.</param>
    /// <returns>The core with Left = R₁⁻¹ M and Right = R₂⁻ᴴ, so that Right R = Q₂ᴴ.</returns>
    public static CoreFactors<T> Of(SkeletonBasis<T> basis, int[] columns, DenseMatrix<T> r, int size, Workspace<T> workspace)
    {
        int rank = basis.NumericalRank;
        int n = r.ColumnCount;
        IndependentColumns<T> rows = IndependentColumns<T>.Of(r, size, workspace);
        DenseMatrix<T> q2 = rows.Q;
        DenseMatrix<T> core = workspace.Rent(rank, rows.Rank);
        Kernels<T>.Gemm(T.One, basis.AdjointProduct.AsColumns(0, rank).Span.ConjugateTranspose(), q2.Span, T.Zero, core.Span);
        Kernels<T>.SolveUpper(basis.Triangle(rank, workspace).Span, core.Span);

        // core = R₁⁻¹ M: the coefficients are core Q₂ᴴ, and U is core R₂⁻ᴴ.
        DenseMatrix<T> product = workspace.Rent(rank, n, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, core.Span, q2.Span.ConjugateTranspose(), T.Zero, product.Span);
        DenseMatrix<T> inverse = workspace.Rent(rows.Rank, rows.Rank);
        Kernels<T>.Fill(T.Zero, inverse.Span);
        for (int i = 0; i < rows.Rank; i++)
        {
            inverse.Span[i, i] = T.One;
        }

        Kernels<T>.SolveUpperAdjoint(rows.Triangle.Span, inverse.Span);
        DenseMatrix<T> whole = workspace.Rent(rank, rows.Rank);
        Kernels<T>.Copy(core.Span, whole.Span);
        Kernels<T>.SolveUpperAdjointFromRight(rows.Triangle.Span, whole.Span);

        // Dependent columns and rows get zeros.
        DenseMatrix<T> coefficients = DenseMatrix.Create<T>(columns.Length, n, MatrixLayout.RowMajor);
        DenseMatrix<T> u = DenseMatrix.Create<T>(columns.Length, r.RowCount, MatrixLayout.RowMajor);
        DenseMatrix<T> left = DenseMatrix.Create<T>(columns.Length, rows.Rank, MatrixLayout.RowMajor);
        DenseMatrix<T> right = DenseMatrix.Create<T>(rows.Rank, r.RowCount, MatrixLayout.RowMajor);
        for (int i = 0; i < rank; i++)
        {
            int place = Array.IndexOf(columns, basis.Columns[i]);
            product.Span.Major(i).CopyTo(coefficients.Span.Major(place));
            for (int j = 0; j < rows.Rank; j++)
            {
                u.Span[place, rows.Order[j]] = whole.Span[i, j];
                left.Span[place, j] = core.Span[i, j];
            }
        }

        for (int i = 0; i < rows.Rank; i++)
        {
            for (int j = 0; j < rows.Rank; j++)
            {
                right.Span[i, rows.Order[j]] = inverse.Span[i, j];
            }
        }

        return new CoreFactors<T>(u, left, right, coefficients);
    }
}

/// <summary>The rows of R as columns of Rᴴ, orthonormalised; the independent ones first.</summary>
/// <param name="Order">The rows, those that are independent first.</param>
/// <param name="Rank">How many are.</param>
/// <param name="Q">n × rank, orthonormal.</param>
/// <param name="Triangle">rank × rank: Rᴴ[:, order] = Q Triangle.</param>
internal sealed record IndependentColumns<T>(int[] Order, int Rank, DenseMatrix<T> Q, DenseMatrix<T> Triangle)
    where T : unmanaged, INumberBase<T>
{
    public static IndependentColumns<T> Of(DenseMatrix<T> r, int size, Workspace<T> workspace)
    {
        DenseMatrix<T> adjoint = workspace.Rent(r.ColumnCount, r.RowCount);
        Kernels<T>.Copy(r.Span.ConjugateTranspose(), adjoint.Span);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(adjoint, r.RowCount, 0, 0, workspace);
        int rank = qr.NumericalRank(size);
        return new IndependentColumns<T>(qr.Pivots, rank, qr.Q.AsColumns(0, rank), qr.Triangle(rank));
    }
}
