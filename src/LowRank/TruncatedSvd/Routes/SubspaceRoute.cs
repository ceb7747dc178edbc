using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Spaces;

namespace LowRank.TruncatedSvds;

/// <summary>The randomised SVD by subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1).</summary>
internal static class SubspaceRoute
{
    public static SvdOutcome<T> Run<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        string reason = step.Reason;
        if (task.Options.Precision == Precision.Mixed && task.Truncation.IsRank && task is SvdTask<double> { Dense: { } dense } doubles
            && doubles.Norm.Value is > 0 and double positive)
        {
            SubspaceIteration<double> mixed = Space(doubles, task.SketchSize, context, (Workspace<double>)(object)workspace);
            mixed.Take(SinglePrecision.FindRange(
                doubles.A, dense, positive, task.Options.PowerIterationsOrDefault, task.SketchSize, task.Start, context,
                (Workspace<double>)(object)workspace));
            if (mixed.Left.Squared > task.Tuning.MixedFloor * task.Tuning.MixedFloor)
            {
                return Finish(task, (SubspaceIteration<T>)(object)mixed, new SearchOutcome(SearchEnd.BlocksGiven, 1, 0), null,
                    $"{reason}; power iterations in single precision", isSingle: true);
            }

            reason = $"{reason}; in double throughout, since single precision was not enough";
        }

        int block = task.Truncation.IsRank ? task.SketchSize : SubspaceIteration<T>.AdaptiveBlock(task.Min);
        SubspaceIteration<T> space = Space(task, block, context, workspace);
        IStoppingRule rule = task.Truncation.IsRank ? new BlocksGiven(1) : Rule(task, space, context);
        SearchOutcome outcome = Search.Run(space, rule, new Budget(int.MaxValue), context.Silent);
        return Finish(task, space, outcome, rule as SpectralResidualWithin<T>, reason, isSingle: false);
    }

    private static SubspaceIteration<T> Space<T>(SvdTask<T> task, int block, RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T> =>
        new(
            task.A, task.Norm.Value, task.Options.PowerIterationsOrDefault, Math.Max(1, block), task.SketchSize, task.Start, context,
            workspace, task.SketchSize - task.Limit);

    private static IStoppingRule Rule<T>(SvdTask<T> task, SubspaceIteration<T> space, RunContext context)
        where T : unmanaged, INumberBase<T> => task.Truncation.IsSpectral
            ? new SpectralResidualWithin<T>(task.A, task.Truncation, task.SketchSize, space.Left.Norm, task.Options.Seed, context)
            : new ResidualWithin<T>(task.Truncation, task.Max);

    private static SvdOutcome<T> Finish<T>(
        SvdTask<T> task, SubspaceIteration<T> space, SearchOutcome outcome, SpectralResidualWithin<T>? spectral, string reason,
            bool isSingle)
        where T : unmanaged, INumberBase<T> =>
        task.Assemble(
            space.Capture() with { Spectral = spectral?.Measure(space) },
            TruncatedSvdMethod.SubspaceIteration,
            reason,
            new SearchSummary
            {
                Space = SearchSpace.SubspaceIteration,
                End = outcome.End!.Value,
                Blocks = outcome.Blocks,
                BlockSize = space.BlockSize,
                IsSinglePrecision = isSingle,
            });
}
