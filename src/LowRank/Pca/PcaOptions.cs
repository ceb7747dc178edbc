using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="Pca"/>.</summary>
public sealed record PcaOptions : LowRankOptions
{
    /// <summary>
    /// Whether the mean of each feature is subtracted; true by default. Without it the "variances" are mean squares times m / (m − 1).
    /// </summary>
    public bool Center { get; init; } = true;

    /// <summary>What each feature is divided by; <see cref="PcaScaling.None"/> by default.</summary>
    public PcaScaling Scaling { get; init; } = PcaScaling.None;

    /// <summary>Whether scores are divided by their standard deviations, so that each component has variance 1; false by default.</summary>
    public bool Whiten { get; init; }

    /// <summary>
    /// How the singular value decomposition is computed. Its <see cref="LowRankOptions.MaxDegreeOfParallelism"/> and
    /// <see cref="LowRankOptions.Progress"/> are not used: those of these options are.
    /// </summary>
    public TruncatedSvdOptions Svd { get; init; } = new();

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Scaling);

        if (Svd is null)
        {
            throw new ArgumentNullException(nameof(Svd));
        }

        Svd.Validate();
    }
}
