namespace LowRank;

/// <summary>What the options of all entry points have in common.</summary>
public abstract record LowRankOptions
{
    private protected LowRankOptions()
    {
    }

    /// <summary>
    /// The most threads that this call may use; null, the default, means <see cref="LowRankEnvironment.ThreadCount"/>.
    /// Lower it where your own threads call the library at once.
    /// </summary>
    public int? MaxDegreeOfParallelism { get; init; }

    /// <summary>Receives progress, between native calls, on the calling thread; null, the default, for none.</summary>
    public IProgress<LowRankProgress>? Progress { get; init; }

    /// <summary>Checks every property; the exception names the first that is out of range.</summary>
    internal virtual void Validate()
    {
        if (MaxDegreeOfParallelism is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxDegreeOfParallelism), MaxDegreeOfParallelism, "At least one thread is needed.");
        }
    }

    private protected static void CheckTolerance(double? tolerance, string name)
    {
        if (tolerance is { } value && !(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "A tolerance must be finite and not negative.");
        }
    }
}
