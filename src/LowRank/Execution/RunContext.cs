using LowRank.Interop;

namespace LowRank.Execution;

/// <summary>What travels with one call: cancellation, progress and the limit on threads.</summary>
internal readonly struct RunContext(LowRankOptions options, CancellationToken cancellationToken)
{
    public int? MaxDegreeOfParallelism => options.MaxDegreeOfParallelism;

    /// <summary>Limits the native calls of this thread until disposed.</summary>
    public NativeThreads LimitThreads() => NativeThreads.Limit(options.MaxDegreeOfParallelism);

    /// <summary>To be called between native calls: honours cancellation, then reports.</summary>
    public void Step(string stage, int done, int total)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Report(new LowRankProgress(stage, (double)done / total));
    }
}
