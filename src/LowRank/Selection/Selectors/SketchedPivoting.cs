using System.Numerics;

namespace LowRank.Selection;

/// <summary>Column pivoting in blocks, each chosen from a small sketch of what is left of A; the basis comes with the choice.</summary>
internal sealed class SketchedPivoting<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public bool StopsAtError => true;

    public Selected<T> Select(SelectionProblem<T> problem)
    {
        SkeletonBasis<T> basis = new SketchedPivotingRun<T>(problem).Find();
        return new Selected<T>(basis.Columns, basis);
    }
}
