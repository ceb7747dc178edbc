namespace LowRank;

/// <summary>The options of <see cref="ColumnRow"/>.</summary>
public sealed record ColumnRowOptions : RandomizedOptions
{
    /// <summary>How terms are chosen; <see cref="ColumnRowScheme.Sampling"/> by default.</summary>
    public ColumnRowScheme Scheme { get; init; } = ColumnRowScheme.Sampling;

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Scheme))
        {
            throw new ArgumentOutOfRangeException(nameof(Scheme), Scheme, "There is no such scheme.");
        }
    }
}
