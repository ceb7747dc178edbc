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
        RowSpace rows = RowSpace.Of(a);
        long size = rows.Larger(a.ColumnCount);
        context.Step("basis of the skeleton", 0, 2);
        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(a.RowCount, columns.Length, MatrixLayout.ColumnMajor);
        source.CopyColumns(columns, skeleton);
        TallBlock<T> q = TallBlock<T>.Rent(workspace, rows, columns.Length);
        DenseMatrix<T> r = workspace.Rent(columns.Length, columns.Length);
        Kernels<T>.Copy(skeleton.Span, q.Local.Span);
        int rank = 0;
        bool isTall = columns.Length <= rows.Count;
        if (isTall)
        {
            Orthonormalizer<T>.Orthonormalize(q, r);
            rank = rows.Agree(IsIndependent(r, size)) ? columns.Length : 0;
        }

        if (rank < columns.Length)
        {
            // C = QR: the pivots of R are those of C.
            EarlyPivotedQr<T> pivoted = EarlyPivotedQr<T>.Of(isTall ? r : q.Local, q.Local.ColumnCount, 0, 0, workspace);
            rank = rows.Agree(pivoted.NumericalRank(size));
            int[] order = rows.Agree(SkeletonBasis<T>.FillUp(pivoted.Pivots, columns.Length, columns.Length));
            columns = [.. order.Select(i => columns[i])];
            source.CopyColumns(columns, skeleton);
            q = isTall ? Rotated(q, pivoted.Q, workspace) : q with { Local = pivoted.Q };
        }

        q = q.AsColumns(0, rank);
        context.Step("coefficients", 1, 2);
        DenseMatrix<T> w = workspace.Rent(a.ColumnCount, rank);
        a.MultiplyAdjoint(q.Local, w);
        Residual residual = ResidualEstimator<T>.OfBasis(a, norm, q, Kernels<T>.FrobeniusNorm(w.Span), seed, context);
        return new SkeletonBasis<T>(columns, rank, skeleton, q.Local, w, SkeletonBasis<T>.ColumnShares(w, residual.Norm), residual);
    }

    private static TallBlock<T> Rotated(TallBlock<T> q, DenseMatrix<T> rotation, Workspace<T> workspace)
    {
        TallBlock<T> rotated = TallBlock<T>.Rent(workspace, q.Space, rotation.ColumnCount);
        q.Space.Unify(rotation);
        q.Multiply(T.One, rotation.Span, T.Zero, rotated);
        return rotated;
    }

    /// <summary>
    /// Whether the columns of C = QR are independent beyond rounding: σ_min ≥ 1 / ‖R⁻¹‖_F. The diagonal alone does not tell, as without
    /// pivoting no entry of it need be small.
    /// </summary>
    private static bool IsIndependent(DenseMatrix<T> r, long size) =>
        r.ColumnCount == 0 || 1 / TriangularMatrix<T>.InverseNorm(r) > Scalar<T>.Rounding(size) * Scalar<T>.Abs(r.Span[0, 0]);
}
