namespace LowRank.Errors;

/// <summary>The thresholds of error estimates.</summary>
internal sealed record ErrorsTuning
{
    /// <summary>The probability with which a tolerance may be missed where the error is known by random probes: a convention.</summary>
    public double FailureProbability { get; init; } = 0.01;

    /// <summary>Random starts of a measurement in the spectral norm, and</summary>
    public int SpectralStarts { get; init; } = 10;

    /// <summary>its steps: with ten starts and six steps the bound at 1 % lies 9 % above the estimate for two thousand columns.</summary>
    public int SpectralSteps { get; init; } = 6;

    /// <summary>The share of itself that a residual may lose to cancellation in ‖A‖² − ‖B‖² (Yu, Gu and Li 2018).</summary>
    public double LargestCancellation { get; init; } = 0.01;

    /// <summary>How many ε √max(m, n) a backward-stable factorisation leaves: covers what was measured.</summary>
    public double RoundingFactor { get; init; } = 20;
}
