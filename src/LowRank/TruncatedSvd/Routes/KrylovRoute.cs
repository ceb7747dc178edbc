using System.Globalization;
using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Spaces;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD from a block Krylov space, with Rayleigh–Ritz over all of it: of the same number of products with A, a polynomial of A
/// that subspace iteration with its fixed power cannot beat (Musco and Musco 2015; Tropp and Webber 2023).
/// </summary>
internal static class KrylovRoute
{
    /// <summary>The classic form: q + 1 blocks as wide as the sketch.</summary>
    public static SvdOutcome<T> RunGivenBlocks<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        int blocks = task.Options.PowerIterationsOrDefault + 1;
        BlockLanczos<T> space = Space(task, Math.Max(1, task.SketchSize), blocks, context, workspace);
        SearchOutcome outcome = Search.Run(space, new BlocksGiven(blocks), new Budget(int.MaxValue), context);
        return Finish(task, space, outcome, step.Reason);
    }

    /// <summary>
    /// To a rank, until the error is within 1 % of the optimum by estimate; or to a tolerance, until the rank that it needs settles. Null
    /// where the dense way will be faster, and is open to the caller.
    /// </summary>
    public static SvdOutcome<T>? Run<T>(SvdTask<T> task, SvdStep step, double denseColumns, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        return task.Truncation.IsRank
            ? ToRank(task, step, denseColumns, context, workspace)
            : ToTolerance(task, step, context, workspace);
    }

    private static SvdOutcome<T>? ToRank<T>(
        SvdTask<T> task, SvdStep step, double denseColumns, RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        TruncatedSvdTuning tuning = task.Tuning;
        int width = Align(task, (int)Math.Ceiling(tuning.BlockShare * task.SketchSize));
        BlockLanczos<T> space = Space(task, width, tuning.MostBlocks, context, workspace);
        SpacesTuning spaces = Tuning<SpacesTuning>.Current;
        NearOptimum rule = new(task.Limit, ResidualEstimator<T>.IdentityFloor, task.ValueTarget, spaces.NoiseOf<T>());
        CopiesTried tried = new(rule, space, task.Limit, spaces.SpreadOfCopies);
        int room = Math.Max(tuning.MostBlocks * width, Math.Min(tuning.LeastRoom, task.Min));
        Budget budget = new(room, task.SketchSize, tuning.MostRestarts, OtherColumns: denseColumns);
        SearchOutcome outcome = Search.Run(space, tried, budget, context);
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Reason}; {outcome.Blocks} blocks of {width}; by estimate within {100 * rule.Excess:G2} % of the smallest error");
        return outcome.End is null ? null : Finish(task, space, outcome, reason, excess: rule.Excess, valueErrors: rule.ValueErrors);
    }

    private static SvdOutcome<T>? ToTolerance<T>(SvdTask<T> task, SvdStep step, RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        TruncatedSvdTuning tuning = task.Tuning;
        int width = Align(task, Math.Clamp(task.Min / tuning.ToleranceShare, 1, tuning.WidestBlock));
        BlockLanczos<T> space = Space(task, width, 4, context, workspace);
        IStoppingRule rule = ToleranceRule(task, space, context);
        int most = task.Limit < task.Min ? tuning.MostBlocks * Align(task, task.SketchSize) : task.Min;
        Budget budget = new(most + width - 1, AbandonFrom: step.MayGiveUp ? (task.Min / 2) + 1 : int.MaxValue);
        CopiesTried tried = new(rule, space, task.Limit, Tuning<SpacesTuning>.Current.SpreadOfCopies);
        SearchOutcome outcome = Search.Run(space, tried, budget, context);
        return outcome.End is null
            ? null
            : Finish(
                task, space, outcome, $"{step.Reason}; {outcome.Blocks} blocks of {width}, until the rank that the tolerance needs settled",
                rule as SpectralResidualWithin<T>, valueErrors: (rule as RankSettled<T>)?.ValueErrors);
    }

    private static IStoppingRule ToleranceRule<T>(SvdTask<T> task, BlockLanczos<T> space, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        double norm = space.Left.Norm;
        if (task.Truncation.IsSpectral)
        {
            return new SpectralResidualWithin<T>(task.A, task.Truncation, task.Limit, norm, task.Options.Seed, context);
        }

        double tolerance = Math.Max(task.Truncation.RelativeTolerance(norm), ResidualEstimator<T>.RoundingFloor(task.Max));
        double noise = Tuning<SpacesTuning>.Current.NoiseOf<T>();
        NearOptimum? atLimit = task.Limit < task.Min
            ? new NearOptimum(task.Limit, ResidualEstimator<T>.IdentityFloor, task.ValueTarget, noise) : null;
        Shortfalls shortfalls = new(isHalfStepAhead: false, noise);
        return new RankSettled<T>(task.Truncation, tolerance, norm, task.Limit, task.ValueTarget, shortfalls, atLimit);
    }

    private static BlockLanczos<T> Space<T>(SvdTask<T> task, int width, int blocks, RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T> =>
        new(task.A, task.Norm.Value, width, (int)Math.Min((long)width * blocks, int.MaxValue), task.Start, context, workspace);

    private static SvdOutcome<T> Finish<T>(
        SvdTask<T> task, BlockLanczos<T> space, SearchOutcome outcome, string reason, SpectralResidualWithin<T>? spectral = null,
        double? excess = null, double[]? valueErrors = null)
        where T : unmanaged, INumberBase<T> =>
        task.Assemble(
            space.Capture() with { Spectral = spectral?.Measure(space) },
            TruncatedSvdMethod.BlockKrylov,
            reason,
            new SearchSummary
            {
                Space = SearchSpace.BlockLanczos,
                End = outcome.End!.Value,
                Blocks = outcome.Blocks,
                BlockSize = space.BlockSize,
                Restarts = outcome.Restarts,
                Excess = excess,
            },
            valueErrors);

    private static int Align<T>(SvdTask<T> task, int width)
        where T : unmanaged, INumberBase<T> => Math.Clamp((int)task.Tuning.Aligned(width), 1, Math.Max(1, task.Min));
}
