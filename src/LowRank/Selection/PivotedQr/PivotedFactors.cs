using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>A pivoted QR in workspaces.</summary>
/// <param name="Q">m × l, orthonormal columns.</param>
/// <param name="R">l × n, upper trapezoidal, column-major, in the order of the pivots.</param>
/// <param name="Pivots">All n columns.</param>
/// <param name="Left">‖AΠ − QR‖² / ‖A‖².</param>
internal sealed record PivotedFactors<T>(DenseMatrix<T> Q, DenseMatrix<T> R, int[] Pivots, double Left)
    where T : unmanaged, INumberBase<T>
{
    public static PivotedFactors<T> ByGramSchmidt(
        DenseMatrix<T> a, double norm, Truncation truncation, int limit, RunContext context, Workspace<T> workspace)
    {
        DenseMatrix<T> copy = workspace.Rent(a.RowCount, a.ColumnCount);
        Kernels<T>.Copy(a.Span, copy.Span);
        double tolerance = truncation.IsRank ? 0 : truncation.RelativeTolerance(norm);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(
            copy, limit, tolerance, 0, workspace, isErrorWanted: true, done => context.Step("pivoted QR", done, limit + 1));
        int rank = qr.Rank;
        int[] pivots = SkeletonBasis<T>.FillUp(qr.Pivots, a.ColumnCount, a.ColumnCount);

        // Past the end of the numbers there is nothing to find, but a prescribed rank wants its columns of Q.
        int size = truncation.IsRank ? limit : rank;
        DenseMatrix<T> q = workspace.Rent(a.RowCount, size);
        Kernels<T>.Copy(qr.Q.Span, q.AsColumns(0, rank).Span);
        DenseMatrix<T> r = workspace.Rent(size, a.ColumnCount);
        Kernels<T>.Fill(T.Zero, r.Span);
        if (size > rank)
        {
            Kernels<T>.Fill(T.Zero, q.AsColumns(rank, size - rank).Span);
            Complete(q, rank, r.AsBlock(rank, rank, size - rank, size - rank), workspace);
        }

        for (int i = 0; i < rank; i++)
        {
            ReadOnlySpan<T> row = qr.R.Span.Major(i);
            for (int j = i; j < pivots.Length; j++)
            {
                r.Span[i, j] = row[pivots[j]];
            }
        }

        return new PivotedFactors<T>(q, r, pivots, norm == 0 ? 0 : qr.Remaining[^1]);
    }

    /// <summary>
    /// q's columns from <paramref name="rank"/> on, which have next to nothing inside those before, := orthonormal ones that complete
    /// these, by Householder QR of all; r := the triangle that gives back what they were.
    /// </summary>
    public static void Complete(DenseMatrix<T> q, int rank, DenseMatrix<T> r, Workspace<T> workspace)
    {
        int count = q.ColumnCount;
        DenseMatrix<T> all = workspace.Rent(q.RowCount, count);
        DenseMatrix<T> triangle = workspace.Rent(count, count);
        Kernels<T>.Copy(q.Span, all.Span);
        Orthonormalizer<T>.Householder(all, triangle);
        Kernels<T>.Copy(all.AsColumns(rank, count - rank).Span, q.AsColumns(rank, count - rank).Span);
        Kernels<T>.Copy(triangle.AsBlock(rank, rank, count - rank, count - rank).Span, r.Span);
    }

    /// <summary>LAPACK's <c>geqp3</c>.</summary>
    public static PivotedFactors<T> ByHouseholder(DenseMatrix<T> a, Workspace<T> workspace)
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        DenseMatrix<T> copy = workspace.Rent(a.RowCount, a.ColumnCount);
        Kernels<T>.Copy(a.Span, copy.Span);
        using Rented<T> tau = new(min);
        int[] pivots = new int[a.ColumnCount];
        Kernels<T>.PivotedQrFactor(copy.Span, pivots, tau.Span);
        DenseMatrix<T> r = workspace.Rent(min, a.ColumnCount);
        Orthonormalizer<T>.CopyUpper(copy, r);
        DenseMatrix<T> q = copy.AsColumns(0, min);
        Kernels<T>.QrFormQ(q.Span, tau.Span);
        return new PivotedFactors<T>(q, r, pivots, 0);
    }
}
