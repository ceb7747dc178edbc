using LowRank.Interop;

namespace LowRank.Execution;

/// <summary>What travels with one call: cancellation, progress and the limit on threads.</summary>
/// <param name="options">The options of the call.</param>
/// <param name="cancellationToken">The token of the call.</param>
/// <param name="start">The fraction that is done before the first step.</param>
/// <param name="share">The share of the call's work that the steps stand for.</param>
internal readonly struct RunContext(LowRankOptions options, CancellationToken cancellationToken, double start = 0, double share = 1)
{
    /// <summary>The most threads for our own loops: the same limit as for the native calls.</summary>
    public int MaxDegreeOfParallelism => options.MaxDegreeOfParallelism ?? LowRankEnvironment.ThreadCount;

    /// <summary>Limits the native calls of this thread until disposed.</summary>
    public NativeThreads LimitThreads() => NativeThreads.Limit(options.MaxDegreeOfParallelism);

    /// <summary>The same without progress: for work within a step.</summary>
    public RunContext Silent => new(options with { Progress = null }, cancellationToken);

    /// <summary>The context of one part of the work, whose steps count from 0 to 1 again.</summary>
    public RunContext Part(double from, double to) => new(options, cancellationToken, start + (from * share), (to - from) * share);

    /// <summary>To be called between native calls: honours cancellation, then reports.</summary>
    public void Step(string stage, int done, int total)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Report(new LowRankProgress(stage, Math.Min(1, start + (share * done / total))));
    }
}
