using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;

namespace LowRank.Selection;

/// <summary>A choice of columns with its basis.</summary>
/// <param name="Columns">The columns in the order of their choice.</param>
/// <param name="Basis">The columns and what they make of A; where some depend on others, the independent ones first.</param>
/// <param name="BasisConstant">η of the singular vectors that the choice was made from; NaN where there were none.</param>
/// <param name="SwapCount">How many columns strong swaps have exchanged.</param>
internal readonly record struct Choice<T>(int[] Columns, SkeletonBasis<T> Basis, double BasisConstant, int SwapCount = 0)
    where T : unmanaged, INumberBase<T>;

/// <summary>
/// What stands around every selector, once for all: drawing a part of the columns first, growth until an error is met, the basis where
/// the selector has none, the fewest columns, and strong swaps.
/// </summary>
internal sealed class ColumnChooser<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly SelectionProblem<T> _problem;
    private readonly IColumnSelector<T> _selector;

    public ColumnChooser(SelectionProblem<T> problem)
    {
        _problem = problem.Options.StrongSwapBound is null ? problem : problem with { Need = SelectionNeed.Basis };
        _selector = ColumnSelectors<T>.For(problem.Options);
    }

    /// <summary>The columns alone, to a prescribed rank: no basis is computed that the selector does not need itself.</summary>
    public int[] ChooseColumns() => _problem.Options.StrongSwapBound is null
        ? _problem.Rows.Agree(_selector.Select(_problem with { Need = SelectionNeed.Columns }).Columns) : Choose().Columns;

    /// <summary>The columns, to the rank or the error prescribed, exchanged for better ones where the options bound the
    /// coefficients.</summary>
    public Choice<T> Choose()
    {
        Truncation truncation = _problem.Truncation;
        Choice<T> choice = _selector.StopsAtError
            ? Fitted(_problem, 1)
            : Growth.Run(
                truncation.IsRank ? _problem.Limit : _problem.Tuning.FirstCount,
                _problem.Limit,
                _problem.Context,
                (count, round) => Fitted(_problem.ToCount(count, round), 0.5),
                fitted => _problem.IsMetBy(fitted.Basis.Residual));
        SkeletonBasis<T> basis = Cut(choice.Basis);
        return Swapped(new Choice<T>(truncation.IsRank ? choice.Columns : basis.Columns, basis, choice.BasisConstant));
    }

    /// <summary>Columns that are already chosen, exchanged for better ones where the options bound the coefficients.</summary>
    public static Choice<T> Of(int[] columns, SelectionProblem<T> problem) =>
        new ColumnChooser<T>(problem).Swapped(new Choice<T>(columns, Fit(columns, problem, problem.Context), double.NaN));

    private static SkeletonBasis<T> Fit(int[] columns, SelectionProblem<T> problem, RunContext context) =>
        SkeletonFit<T>.Of(problem.A, problem.Source, problem.Norm, columns, problem.Options.Seed, context, problem.Workspace);

    /// <param name="problem">The columns that are wanted.</param>
    /// <param name="share">The share of the work that the choice takes; the rest is the fit.</param>
    private Choice<T> Fitted(SelectionProblem<T> problem, double share)
    {
        problem.Context.Step("choice of columns", 0, 2);
        Selected<T> selected = _selector.Select(problem with { Context = problem.Context.Part(0, share) });
        int[] columns = problem.Rows.Agree(selected.Columns);
        return new Choice<T>(
            columns, selected.Basis ?? Fit(columns, problem, problem.Context.Part(share, 1)), selected.BasisConstant);
    }

    /// <summary>The fewest columns of the basis that meet the error; all where a rank is prescribed.</summary>
    private SkeletonBasis<T> Cut(SkeletonBasis<T> basis)
    {
        Truncation truncation = _problem.Truncation;
        if (truncation.IsRank)
        {
            return basis;
        }

        Residual residual = basis.Residual;
        int rank = _problem.Rows.Agree(truncation.ChooseRank(
            basis.Squares, ResidualEstimator<T>.SafeSquared(residual), residual.Norm, Math.Min(_problem.Limit, basis.Columns.Length),
            ResidualEstimator<T>.SafeReference(residual)));
        return basis with
        {
            Columns = basis.Columns[..rank],
            NumericalRank = Math.Min(rank, basis.NumericalRank),
            Skeleton = basis.Skeleton.AsColumns(0, rank),
        };
    }

    private Choice<T> Swapped(Choice<T> choice)
    {
        if (_problem.Options.StrongSwapBound is not { } bound)
        {
            return choice;
        }

        (SkeletonBasis<T> basis, int swaps) = new StrongSwaps<T>(_problem, bound).Improve(choice.Basis);
        return swaps == 0 ? choice : new Choice<T>(basis.Columns, basis, double.NaN, swaps);
    }
}
