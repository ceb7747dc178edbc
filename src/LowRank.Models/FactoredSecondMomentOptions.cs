namespace LowRank;

/// <summary>The options of <see cref="FactoredSecondMoment{T}"/>, with the defaults of the AdaFactor paper.</summary>
public sealed record FactoredSecondMomentOptions
{
    /// <summary>The exponent c of the decay <c>β_t = 1 − t^(−c)</c>, between 0 and 1; 0.8 by default.</summary>
    public double DecayExponent { get; init; } = 0.8;

    /// <summary>ε₁, added to every squared gradient; 1e-30 by default.</summary>
    public double SquareFloor { get; init; } = 1e-30;

    /// <summary>ε₂, the least scale of a step relative to the parameters' root mean square; 1e-3 by default.</summary>
    public double ScaleFloor { get; init; } = 1e-3;

    /// <summary>d, the root mean square from which on a step is shortened; 1 by default.</summary>
    public double ClippingThreshold { get; init; } = 1;

    internal void Validate()
    {
        if (!(DecayExponent > 0 && DecayExponent < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(DecayExponent), DecayExponent, "The exponent lies between 0 and 1.");
        }

        NotNegative(SquareFloor, nameof(SquareFloor));
        NotNegative(ScaleFloor, nameof(ScaleFloor));
        if (!(ClippingThreshold > 0 && double.IsFinite(ClippingThreshold)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(ClippingThreshold), ClippingThreshold, "The threshold must be positive and finite.");
        }
    }

    private static void NotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "The value must be finite and not negative.");
        }
    }
}
