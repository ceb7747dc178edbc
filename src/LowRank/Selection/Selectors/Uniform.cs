using System.Numerics;

namespace LowRank.Selection;

/// <summary>Columns drawn with equal probabilities, without replacement.</summary>
internal sealed class Uniform<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public bool LooksAtMatrix => false;

    public Selected<T> Select(SelectionProblem<T> problem) =>
        new(new IndexSampler(problem.Options.Seed).DrawDistinct(problem.A.ColumnCount, problem.Limit));
}
