using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// The greedy choice in its Gram form (Farahat, Ghodsi and Kamel 2013): with G = AᴴA of what is left, the column j of largest
/// ‖G_{:,j}‖² / G_jj, which lowers the total error most; then G := G − g gᴴ / G_jj.
/// </summary>
internal sealed class TotalErrorGreedy<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public Selected<T> Select(SelectionProblem<T> problem)
    {
        DenseMatrix<T> a = problem.Entries();
        int count = problem.Limit;
        double norm = Kernels<T>.FrobeniusNorm(a.Span);
        int n = a.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> scaled = workspace.Rent(a.RowCount, n);
        Kernels<T>.Copy(a.Span, scaled.Span);
        if (norm > 0)
        {
            Kernels<T>.Scale(Scalar<T>.FromDouble(Math.ScaleB(1, -Math.ILogB(norm))), scaled.Span);
        }

        DenseMatrix<T> g = workspace.Rent(n, n);
        Kernels<T>.Gemm(T.One, scaled.Span.ConjugateTranspose(), scaled.Span, T.Zero, g.Span);
        double[] squares = new double[n];
        List<int> chosen = [];
        DenseMatrix<T> column = workspace.Rent(n, 1);
        double first = 0;
        while (chosen.Count < count)
        {
            Kernels<T>.ColumnSquares(g.Span, squares);
            for (int j = 0; j < n; j++)
            {
                double diagonal = Scalar<T>.ToDouble(g.Span[j, j]);
                squares[j] = diagonal > first * Scalar<T>.Rounding(n) && !chosen.Contains(j)
                    ? squares[j] / diagonal : double.NegativeInfinity;
            }

            int best = Ties.FirstLargest(squares, problem.Tuning.GainTieUnits * Scalar<T>.Epsilon * squares.DefaultIfEmpty(0).Max());
            if (best < 0 || !(squares[best] > 0))
            {
                break;
            }

            first = chosen.Count == 0 ? Enumerable.Range(0, n).Max(j => Scalar<T>.ToDouble(g.Span[j, j])) : first;
            chosen.Add(best);
            Kernels<T>.Copy(g.Span.Columns(best, 1), column.Span);
            Kernels<T>.Gemm(
                Scalar<T>.FromDouble(-1 / Scalar<T>.ToDouble(g.Span[best, best])), column.Span, column.Span.ConjugateTranspose(), T.One,
                    g.Span);
        }

        return new Selected<T>(SkeletonBasis<T>.FillUp(chosen, count, n));
    }
}
