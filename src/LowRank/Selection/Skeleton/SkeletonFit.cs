using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>The basis of columns that are already chosen, in one product with A.</summary>
internal static class SkeletonFit<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>
    /// The basis of A[:, columns]. Where they depend on each other, to rounding, all are put in the order of pivoting first, so that the
    /// independent ones lead.
    /// </summary>
    public static SkeletonBasis<T> Of(
        ILinearOperator<T> a, IColumnSource<T> source, double? norm, int[] columns, ulong seed, RunContext context, Workspace<T> workspace)
    {
        int size = Math.Max(a.RowCount, a.ColumnCount);
        context.Step("basis of the skeleton", 0, 2);
        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(a.RowCount, columns.Length, MatrixLayout.ColumnMajor);
        source.CopyColumns(columns, skeleton);
        int basisSize = Math.Min(a.RowCount, columns.Length);
        DenseMatrix<T> q = workspace.Rent(a.RowCount, columns.Length);
        DenseMatrix<T> r = workspace.Rent(columns.Length, columns.Length);
        Kernels<T>.Copy(skeleton.Span, q.Span);
        int rank = 0;
        if (columns.Length <= a.RowCount)
        {
            Orthonormalizer<T>.Orthonormalize(q, r);
            rank = IsIndependent(r, size) ? columns.Length : 0;
        }

        if (rank < columns.Length)
        {
            Kernels<T>.Copy(skeleton.Span, q.Span);
            EarlyPivotedQr<T> pivoted = EarlyPivotedQr<T>.Of(q, basisSize, 0, 0, workspace);
            rank = pivoted.NumericalRank(size);
            int[] order = SkeletonBasis<T>.FillUp(pivoted.Pivots, columns.Length, columns.Length);
            columns = [.. order.Select(i => columns[i])];
            source.CopyColumns(columns, skeleton);
            q = pivoted.Q;
        }

        q = q.AsColumns(0, rank);
        context.Step("coefficients", 1, 2);
        DenseMatrix<T> w = workspace.Rent(a.ColumnCount, rank);
        a.MultiplyAdjoint(q, w);
        Residual residual = ResidualEstimator<T>.OfBasis(a, norm, q, Kernels<T>.FrobeniusNorm(w.Span), seed, context);
        return new SkeletonBasis<T>(columns, rank, skeleton, q, w, SkeletonBasis<T>.ColumnShares(w, residual.Norm), residual);
    }

    /// <summary>
    /// Whether the columns of C = QR are independent beyond rounding: σ_min ≥ 1 / ‖R⁻¹‖_F. The diagonal alone does not tell, as without
    /// pivoting no entry of it need be small.
    /// </summary>
    private static bool IsIndependent(DenseMatrix<T> r, int size) =>
        r.ColumnCount == 0 || 1 / TriangularMatrix<T>.InverseNorm(r) > size * Scalar<T>.Epsilon * Scalar<T>.Abs(r.Span[0, 0]);
}
