using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Selection;

/// <summary>The first pivot rows of (ΩA)ᴴ, n × d (Dong and Martinsson 2023).</summary>
internal sealed class SketchedLu<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public Selected<T> Select(SelectionProblem<T> problem)
    {
        using Workspace<T> inner = new();
        ILinearOperator<T> a = problem.A;
        int d = (int)Math.Min((long)problem.Limit + problem.Options.Oversampling, problem.Rows.Count);
        DenseMatrix<T> omega = inner.Rent(a.RowCount, d);
        DenseMatrix<T> sketch = inner.Rent(a.ColumnCount, d);
        GaussianSketch<T> gaussian = new(problem.Options.Seed, RandomStream.Sketch);
        gaussian.Fill(omega, 0, problem.Context.MaxDegreeOfParallelism, problem.Rows);
        a.MultiplyAdjoint(omega, sketch);
        int[] exchanges = new int[Math.Min(a.ColumnCount, d)];
        Kernels<T>.LuFactor(sketch.Span, exchanges);
        int[] order = [.. Enumerable.Range(0, a.ColumnCount)];
        for (int i = 0; i < exchanges.Length; i++)
        {
            (order[i], order[exchanges[i]]) = (order[exchanges[i]], order[i]);
        }

        return new Selected<T>(order[..problem.Limit]);
    }
}
