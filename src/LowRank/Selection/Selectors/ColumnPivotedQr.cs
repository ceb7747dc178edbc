using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>QR with column pivoting of the whole matrix, up to the rank or the error and no further; the basis comes with it.</summary>
/// <param name="rule">
/// Whether a pivot is the column with the largest part outside those before it, or drawn in proportion to the square of that part
/// (randomly pivoted QR).
/// </param>
internal sealed class ColumnPivotedQr<T>(ScoreRule rule) : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public bool StopsAtError => true;

    public Selected<T> Select(SelectionProblem<T> problem)
    {
        (ILinearOperator<T> a, Workspace<T> workspace, int limit) = (problem.A, problem.Workspace, problem.Limit);
        DenseMatrix<T> entries = problem.Entries();
        DenseMatrix<T> w = workspace.Rent(entries.RowCount, a.ColumnCount);
        Kernels<T>.Copy(entries.Span, w.Span);
        if (problem.Rows.IsLocal && problem.Need != SelectionNeed.Basis && IsTriangleCheaper(problem))
        {
            using Rented<T> tau = new(a.ColumnCount);
            Kernels<T>.QrFactor(w.Span, tau.Span);
            DenseMatrix<T> triangle = workspace.Rent(a.ColumnCount, a.ColumnCount);
            Orthonormalizer<T>.CopyUpper(w, triangle);
            w = triangle;
        }

        double norm = problem.Norm ?? Kernels<T>.FrobeniusNorm(w.Span);
        IndexSampler sampler = new(problem.Options.Seed);
        EarlyPivotedQr<T> qr = EarlyPivotedQr<T>.Of(
            w,
            limit,
            problem.Truncation.RelativeTolerance(norm),
            0,
            workspace,
            isErrorWanted: problem.Need != SelectionNeed.Columns,
            step: done => problem.Context.Step("pivoted QR", done, limit + 1),
            draw: rule == ScoreRule.Drawn ? (squares, draw) => sampler.Draw(squares, draw) : null);
        int rank = qr.NumericalRank(problem.Size);
        int[] columns = problem.Truncation.IsRank
            ? SkeletonBasis<T>.FillUp(qr.Pivots[..rank], limit, a.ColumnCount) : qr.Pivots[..rank];
        bool hasBasis = problem.Rows.IsLocal && problem.Need != SelectionNeed.Columns;
        return new Selected<T>(columns, hasBasis ? Basis(problem, norm, qr, rank, columns) : null);
    }

    private static SkeletonBasis<T> Basis(SelectionProblem<T> problem, double norm, EarlyPivotedQr<T> qr, int rank, int[] columns)
    {
        DenseMatrix<T> adjoint = problem.Workspace.Rent(problem.A.ColumnCount, qr.Rank);
        Kernels<T>.Copy(qr.R.Span.ConjugateTranspose(), adjoint.Span);
        DenseMatrix<T> skeleton = problem.Workspace.Rent(problem.A.RowCount, columns.Length);
        problem.Source.CopyColumns(columns, skeleton);

        // What all pivots leave is known as well as what each adds: nothing is a difference of squares.
        return new SkeletonBasis<T>(
            columns,
            rank,
            skeleton,
            problem.Need == SelectionNeed.Basis ? qr.Q : problem.Workspace.Rent(problem.A.RowCount, 0),
            adjoint,
            [.. SkeletonBasis<T>.ColumnShares(adjoint, qr.Norm), qr.Remaining[^1]],
            new Errors.Residual(ErrorEstimateMethod.ExactIdentity, norm, 0));
    }

    /// <summary>
    /// Whether a plain QR first and pivoting on its R is cheaper: the pivots are the same, since the norms of columns and their inner
    /// products are.
    /// </summary>
    private static bool IsTriangleCheaper(SelectionProblem<T> problem)
    {
        double m = problem.A.RowCount;
        double n = problem.A.ColumnCount;
        double steps = problem.Truncation.IsRank ? problem.Limit : n;
        return m > n && steps * problem.Tuning.ReadCost * (m - n) > n * (m - (n / 3));
    }
}
