namespace LowRank;

/// <summary>How well one singular value is known.</summary>
/// <param name="ResidualNorm">
/// The residual of the triplet, <c>(‖Aᴴu − σv‖² + ‖Av − σu‖²)^½</c>, or a bound for it from the last step of the search: a true singular
/// value lies within this distance of the value. NaN where it was not computed.
/// </param>
/// <param name="EstimatedError">
/// By a cautious estimate, how far the value is from the true one of the same number: how far below it for the largest values, how far
/// above it for the smallest. NaN where there is no estimate.
/// </param>
/// <param name="IsWithinTarget">Whether the estimated error is within the target, 1 % of the value.</param>
public readonly record struct SingularValueAccuracy(double ResidualNorm, double EstimatedError, bool IsWithinTarget)
{
    /// <summary>The target, as a share of the value: 1 %.</summary>
    public const double DefaultTarget = 0.01;

    /// <summary>How many decimal digits of a value are known.</summary>
    /// <param name="value">The value that this belongs to.</param>
    /// <returns>1 … 15; 1 where nothing is known.</returns>
    public int SignificantDigits(double value) => EstimatedError switch
    {
        0 => 15,
        > 0 => (int)Math.Clamp(1 + Math.Floor(Math.Log10(Math.Abs(value) / EstimatedError)), 1, 15),
        _ => 1,
    };
}
