namespace LowRank.ColumnRowProducts;

/// <summary>The thresholds of column–row products.</summary>
internal sealed record ColumnRowTuning
{
    /// <summary>
    /// Products of a batch with fewer multiplications than this run side by side, one thread each: some milliseconds of work, which
    /// several threads cannot share well. A judgement, not a measurement.
    /// </summary>
    public double FewestForThreads { get; init; } = 1e7;

    /// <summary>Draws of the pilot that estimates ‖XY‖: 276 pairs, by which the norm is seen to spread by some 10 %.</summary>
    public int PilotDraws { get; init; } = 24;

    /// <summary>The most tuples that the greedy scheme looks at: a few seconds, at some nanoseconds each.</summary>
    public double MostTuples { get; init; } = 1e9;

    /// <summary>The dominant directions whose leverage counts: as many as a sketch has beyond the rank. A judgement.</summary>
    public int LeverageDirections { get; init; } = 10;

    /// <summary>
    /// What is drawn by size all the same, so that no term's weight can run away: a defensive mixture (Owen and Zhou, "Safe and effective
    /// importance sampling", 2000) keeps the expected squared error below 1/0.1 of the smallest.
    /// </summary>
    public double DefensiveShare { get; init; } = 0.1;

    /// <summary>The probability with which the measured error of top-k may be taken for too small when Auto compares it with expected
    /// ones. A judgement.</summary>
    public double DoubtOfTopK { get; init; } = 0.1;

    /// <summary>What a control variate leaves of a column's squared norm, in ε, where that is rounding: a small multiple of it.</summary>
    public double RoundingOfRemainder { get; init; } = 16;

    /// <summary>The edge of the square product that is timed to predict others: gemm runs at full speed from about here.</summary>
    public int TrialSize { get; init; } = 512;
}
