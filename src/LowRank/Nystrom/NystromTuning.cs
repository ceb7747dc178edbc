namespace LowRank.Nystrom;

/// <summary>The thresholds of Nyström approximations.</summary>
internal sealed record NystromTuning
{
    /// <summary>The fewest pivots that the block and accelerated methods propose at once. Fewer make products too thin to be worth a
    /// call.</summary>
    public int SmallestBlock { get; init; } = 10;
}
