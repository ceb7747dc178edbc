namespace LowRank;

/// <summary>The options of <see cref="GeneralizedNystrom"/>.</summary>
public sealed record GeneralizedNystromOptions : RandomizedOptions
{
    /// <summary>
    /// How many rows the left sketch has beyond the rank r; null, the default, for r/2, at least 2, which is near the best use of a given
    /// memory (Nakatsukasa 2020).
    /// </summary>
    public int? Oversampling { get; init; }

    internal override void Validate()
    {
        base.Validate();
        if (Oversampling is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Oversampling), Oversampling, "The oversampling must not be negative.");
        }
    }
}
