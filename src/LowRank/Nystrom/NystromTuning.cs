namespace LowRank.Nystrom;

/// <summary>The thresholds of Nyström approximations.</summary>
internal sealed record NystromTuning
{
    /// <summary>The fewest pivots that the block and accelerated methods propose at once. Fewer make products too thin to be worth a
    /// call.</summary>
    public int SmallestBlock { get; init; } = 10;

    /// <summary>The first basis of a Gaussian sketch to an error, which is then doubled: a judgement.</summary>
    public int FirstBasis { get; init; } = 16;

    /// <summary>The stabilising shift, from ε‖Y‖ up to this many times that: more cannot be needed for a semidefinite matrix.</summary>
    public double LargestShift { get; init; } = 1e4;
}
