namespace LowRank;

/// <summary>The options of <see cref="PseudoInverse"/>.</summary>
public sealed record PseudoInverseOptions : LowRankOptions
{
    /// <summary>
    /// Singular values up to this share of the largest count as zero; null, the default, means max(m, n) · ε with ε the distance from 1 to the next number.
    /// </summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>Singular values up to this size count as zero; 0 by default. The larger of the two thresholds holds.</summary>
    public double AbsoluteTolerance { get; init; }

    internal override void Validate()
    {
        base.Validate();
        CheckTolerance(RelativeTolerance, nameof(RelativeTolerance));
        CheckTolerance(AbsoluteTolerance, nameof(AbsoluteTolerance));
    }
}
