using System.Collections.Immutable;

namespace LowRank;

/// <summary>What a truncated SVD is worth, found without what made it.</summary>
/// <param name="Error">The error of the approximation.</param>
/// <param name="ResidualNorms"><c>(‖Av − σu‖² + ‖Aᴴu − σv‖²)^½</c> for each triplet; a true singular value lies within that distance of
/// σ.</param>
/// <param name="LeftDefect">‖UᴴU − I‖_F.</param>
/// <param name="RightDefect">‖VᴴV − I‖_F.</param>
public sealed record SvdVerification(
    ErrorVerification Error, ImmutableArray<double> ResidualNorms, double LeftDefect, double RightDefect)
{
    /// <summary>The largest of <see cref="ResidualNorms"/>; 0 where there are none.</summary>
    public double LargestResidual => ResidualNorms.DefaultIfEmpty(0).Max();

    /// <summary>The error, the largest residual and the orthogonality.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Error}; largest residual {LargestResidual:G3}; ‖UᴴU − I‖ {LeftDefect:G2}, ‖VᴴV − I‖ {RightDefect:G2}");
}
