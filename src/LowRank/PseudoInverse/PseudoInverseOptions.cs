using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="PseudoInverse"/>.</summary>
public sealed record PseudoInverseOptions : LowRankOptions
{
    /// <summary>The method; <see cref="PseudoInverseMethod.Auto"/> by default.</summary>
    public PseudoInverseMethod Method { get; init; } = PseudoInverseMethod.Auto;

    /// <summary>
    /// Singular values up to this share of the largest count as zero; null, the default, means max(m, n) · ε with ε the distance from 1
    /// to the next number. In single precision it is never more than 1024 ε, since long sums are added up in double.
    /// </summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>Singular values up to this size count as zero; 0 by default. The larger of the two thresholds holds.</summary>
    public double AbsoluteTolerance { get; init; }

    /// <summary>
    /// The ε ≥ 0 of the regularised inverse <c>(AᴴA + ε I)⁻¹ Aᴴ</c>, which solves <c>min ‖A X − B‖² + ε ‖X‖²</c>; 0, the default,
    /// for A⁺ itself. With ε &gt; 0 the method must be <see cref="PseudoInverseMethod.Auto"/> or <see cref="PseudoInverseMethod.Svd"/>.
    /// </summary>
    public double Ridge { get; init; }

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Method);
        CheckTolerance(RelativeTolerance, nameof(RelativeTolerance));
        CheckTolerance(AbsoluteTolerance, nameof(AbsoluteTolerance));
        CheckTolerance(Ridge, nameof(Ridge));
        if (Ridge > 0 && Method is not (PseudoInverseMethod.Auto or PseudoInverseMethod.Svd))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, $"With a Ridge of {Ridge} the method must be Auto or Svd.");
        }
    }
}
