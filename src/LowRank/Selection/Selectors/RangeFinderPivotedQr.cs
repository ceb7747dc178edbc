using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Spaces;

namespace LowRank.Selection;

/// <summary>The first pivots of QᴴA, with Q a basis of an approximate range that is somewhat larger than the rank (Halko, Martinsson and
/// Tropp 2011, section 5.2).</summary>
internal sealed class RangeFinderPivotedQr<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public Selected<T> Select(SelectionProblem<T> problem)
    {
        ILinearOperator<T> a = problem.A;
        using Workspace<T> inner = new();
        int d = (int)Math.Min((long)problem.Limit + problem.Options.Oversampling, problem.Smaller);
        DenseMatrix<T> adjoint = SubspaceIteration<T>.Find(
            a, problem.Norm, problem.Options.PowerIterations ?? 0, d, problem.Options.Seed, problem.Context, inner).AdjointProduct;
        DenseMatrix<T> sketch = inner.Rent(d, a.ColumnCount);
        Kernels<T>.Copy(adjoint.Span.ConjugateTranspose(), sketch.Span);
        EarlyPivotedQr<T> pivoted = EarlyPivotedQr<T>.Of(sketch, problem.Limit, 0, 0, inner);
        return new Selected<T>(SkeletonBasis<T>.FillUp(pivoted.Pivots, problem.Limit, a.ColumnCount));
    }
}
