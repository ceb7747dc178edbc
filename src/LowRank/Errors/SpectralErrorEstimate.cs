using LowRank.Errors;

namespace LowRank;

/// <summary>The error of one run in the spectral norm ‖A − Â‖₂, from below and from above.</summary>
/// <remarks>
/// With Q the basis that was found and σ_{k+1} the largest singular value of QᴴA that was dropped, <c>max(ρ, σ_{k+1})² ≤ ‖A − Â‖₂² ≤ ρ² +
/// σ_{k+1}²</c> for <c>ρ = ‖(I − QQᴴ)A‖₂</c>. σ_{k+1} is known; ρ is found by a block Krylov space, which never shows too much of it, so
/// the figure that it gives is a lower bound; how far ρ may lie above it is known in probability.
/// </remarks>
public sealed class SpectralErrorEstimate
{
    private readonly double _dropped;
    private readonly double _rounding;
    private readonly SpectralResidual _residual;

    /// <param name="dropped">σ_{k+1} of what the basis captures.</param>
    /// <param name="residual">What it leaves over.</param>
    /// <param name="rounding">The largest effect of rounding on the error.</param>
    internal SpectralErrorEstimate(double dropped, SpectralResidual residual, double rounding)
    {
        _dropped = dropped;
        _residual = residual;
        _rounding = rounding;
        LowerBound = Math.Max(dropped, residual.LowerBound);
    }

    /// <summary>A figure that the error is not below, but for rounding, and usually very near.</summary>
    public double LowerBound { get; }

    /// <summary>Whether <see cref="LowerBound"/> is the error itself, but for rounding, as of a full SVD, where it is σ_{k+1} (Eckart,
    /// Young, Mirsky).</summary>
    public bool IsExact => _residual.LowerBound == 0 && _residual.Tail.IsWhole;

    /// <summary>Whether a tolerance is kept, rounding aside, but for the probability that tolerances are kept with.</summary>
    internal bool Keeps(double tolerance) => double.Hypot(_residual.Safe, _dropped) <= tolerance;

    /// <summary>A bound that the error exceeds with at most the given probability.</summary>
    /// <param name="failureProbability">The probability δ, 0 &lt; δ &lt; 1, over the random vectors.</param>
    /// <returns>The bound, with rounding counted in; never below <see cref="LowerBound"/>.</returns>
    /// <remarks>
    /// ρ is bounded as by <see cref="SpectralNormEstimate{T}.UpperBound"/>, with ten vectors and six products. Where a basis grew until
    /// it was good enough, all the looks that were taken at it share δ.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public double UpperBound(double failureProbability)
    {
        if (!(failureProbability > 0 && failureProbability < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(failureProbability), failureProbability, "A failure probability lies between 0 and 1.");
        }

        return double.Hypot(_residual.UpperBound(failureProbability), _dropped) + _rounding;
    }
}
