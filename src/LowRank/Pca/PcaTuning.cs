namespace LowRank.PrincipalComponents;

/// <summary>The thresholds of centring.</summary>
internal sealed record PcaTuning
{
    /// <summary>‖A‖² − m‖μ‖² is trusted down to this share of ‖A‖², in single precision to its root: there it has lost five digits in
    /// double.</summary>
    public double SmallestShare { get; init; } = 1e-5;

    /// <summary>How many times larger than the centred matrix the matrix may be: so many times larger is the rounding in products that
    /// are corrected afterwards. In double that is two digits;</summary>
    public double LargestRatio { get; init; } = 64;

    /// <summary>in single precision, which has fewer to spare, half of one.</summary>
    public double LargestRatioInSingle { get; init; } = 4;
}
