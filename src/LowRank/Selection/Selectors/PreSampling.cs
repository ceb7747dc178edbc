using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Selection;

/// <summary>A selector that sees only a drawn part of the columns.</summary>
/// <param name="draw">What draws them.</param>
/// <param name="rest">What chooses among them.</param>
/// <param name="least">How many are drawn at least.</param>
internal sealed class PreSampling<T>(IColumnSelector<T> draw, IColumnSelector<T> rest, int least) : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    // The draws of the sample are far from those of a selector among it.
    private const ulong OtherSeed = 0x9E37_79B9_7F4A_7C15;

    public bool LooksAtMatrix => draw.LooksAtMatrix;

    public Selected<T> Select(SelectionProblem<T> problem)
    {
        int n = problem.A.ColumnCount;
        ColumnSelectionOptions options = problem.Options;
        int[] sample = problem.Rows.Agree(draw.Select(problem.ToCount(Math.Min(Math.Max(least, problem.Limit), n), problem.Context) with
        {
            Options = options with { Seed = options.Seed ^ OtherSeed }, Need = SelectionNeed.Columns,
        }).Columns);
        Array.Sort(sample);
        DenseMatrix<T> part = problem.Workspace.Rent(problem.A.RowCount, sample.Length);
        problem.Source.CopyColumns(sample, part);
        part = problem.Compact(part);
        int[] chosen = rest.Select(problem with
        {
            A = part, Source = part, Norm = Kernels<T>.FrobeniusNorm(part.Span), Need = SelectionNeed.Columns,
        }).Columns;
        return new Selected<T>([.. chosen.Select(j => sample[j])]);
    }
}
