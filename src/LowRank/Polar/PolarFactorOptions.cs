using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="PolarFactor"/>.</summary>
public sealed record PolarFactorOptions : LowRankOptions
{
    /// <summary>The method; <see cref="PolarFactorMethod.Svd"/> by default.</summary>
    public PolarFactorMethod Method { get; init; } = PolarFactorMethod.Svd;

    /// <summary>
    /// The number of steps; null, the default, for as many as it takes, and five for <see cref="PolarFactorMethod.Muon"/>. Not used by
    /// the SVD.
    /// </summary>
    public int? Iterations { get; init; }

    /// <summary>
    /// Singular values up to this share of the largest count as zero, for the SVD; null, the default, for max(m, n) · ε, in single
    /// precision at most 1024 ε. The iterations
    /// cannot tell: they leave directions of exact zeros out and raise what rounding makes of them.
    /// </summary>
    public double? RelativeTolerance { get; init; }

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Method);

        if (Iterations is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Iterations), Iterations, "The number of steps must not be negative.");
        }

        CheckTolerance(RelativeTolerance, nameof(RelativeTolerance));
    }
}
