using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>Columns by their squared norms.</summary>
internal sealed class ColumnNorms<T>(ScoreRule rule) : ScoreSelector<T>(rule)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>‖a_j‖² over the largest of them.</summary>
    protected override double[] Scores(SelectionProblem<T> problem)
    {
        double[] norms = ParallelNorms.TryColumns(problem.A, problem.Context.MaxDegreeOfParallelism) ?? ByPieces(problem);
        double largest = norms.DefaultIfEmpty(0).Max();
        return [.. norms.Select(length => largest == 0 ? 0 : length / largest * (length / largest))];
    }

    private static double[] ByPieces(SelectionProblem<T> problem)
    {
        double[] norms = new double[problem.A.ColumnCount];
        ColumnPieces<T>.Visit(problem.A, problem.Source, (start, piece) =>
        {
            new TallBlock<T>(piece, problem.Rows).ColumnNorms().CopyTo(norms, start);
        });
        return norms;
    }
}
