namespace LowRank;

/// <summary>What the options of the randomised entry points have in common.</summary>
public abstract record RandomizedOptions : LowRankOptions
{
    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const ulong DefaultSeed = 0x10E7_2A4C;

    private protected RandomizedOptions()
    {
    }

    /// <summary>
    /// The seed of all random numbers. It is fixed by default: the same input gives the same answer, on any number of threads.
    /// </summary>
    public ulong Seed { get; init; } = DefaultSeed;
}
