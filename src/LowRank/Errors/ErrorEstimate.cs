using LowRank.Errors;

namespace LowRank;

/// <summary>The error that one run achieved, and how it is known.</summary>
/// <remarks>
/// The error is the Frobenius norm of the difference between what was approximated and the result. Rounding is included as far as
/// <see cref="Resolution"/> says: an error below it is reported as a figure, but what is left is rounding.
/// </remarks>
public sealed class ErrorEstimate
{
    private readonly double _scale;
    private readonly double _certain;
    private readonly double _estimated;
    private readonly double _squaredRounding;
    private readonly double _rounding;
    private readonly int _degreesOfFreedom;
    private readonly double _expectedAtMost;
    private readonly double _largestJump;
    private readonly NormKnowledge _reference;
    private readonly ProbeBound? _bound;

    /// <summary>All parts are squares in units of scale²: the squared error is certain + estimated.</summary>
    /// <param name="method">How the estimated part is known.</param>
    /// <param name="scale">The unit, so that squares neither overflow nor underflow.</param>
    /// <param name="certain">The part that is exact but for rounding.</param>
    /// <param name="estimated">The part that <paramref name="method"/> gives.</param>
    /// <param name="squaredRounding">The largest effect of rounding on the squared error, where that is a small difference of large
    /// numbers.</param>
    /// <param name="rounding">The largest effect of rounding on the error itself, in units of scale.</param>
    /// <param name="resolution">The smallest error, in units of scale, that the figure can be trusted for.</param>
    /// <param name="referenceNorm">The norm of what was approximated; NaN where it is unknown.</param>
    /// <param name="degreesOfFreedom">For probes: the number of independent real Gaussian numbers per row.</param>
    /// <param name="expectedAtMost">For expectations: what the expected squared error surely does not exceed; left out: certain +
    /// estimated.</param>
    /// <param name="largestJump">
    /// For expectations: the error is the norm of a sum of independent deviations, none of which is larger than this; infinite where that
    /// is not so.
    /// </param>
    /// <param name="reference">How the norm is known; left out: for certain, or from below.</param>
    /// <param name="bound">For probes: a better bound of the estimated part than its own law gives.</param>
    internal ErrorEstimate(
        ErrorEstimateMethod method, double scale, double certain, double estimated, double squaredRounding, double rounding,
            double resolution,
        double referenceNorm, int degreesOfFreedom = 0, double? expectedAtMost = null, double largestJump = double.PositiveInfinity,
        NormKnowledge reference = default, ProbeBound? bound = null)
    {
        Method = method;
        _scale = scale;
        _certain = certain;
        _estimated = estimated;
        _squaredRounding = squaredRounding;
        _rounding = rounding;
        _degreesOfFreedom = degreesOfFreedom;
        _expectedAtMost = expectedAtMost ?? (certain + estimated);
        _largestJump = largestJump;
        _reference = reference;
        _bound = bound;
        Resolution = scale * resolution;
        ReferenceNorm = referenceNorm;
        Frobenius = scale * Math.Sqrt(certain + estimated);
    }

    /// <summary>The estimated error in the Frobenius norm.</summary>
    public double Frobenius { get; }

    /// <summary>
    /// <see cref="Frobenius"/> divided by the norm of what was approximated; 0 where both are 0, NaN where the norm is not known.
    /// </summary>
    public double RelativeFrobenius => Frobenius == 0 && ReferenceNorm == 0 ? 0 : Frobenius / ReferenceNorm;

    /// <summary>The Frobenius norm of what was approximated: known, or estimated by the same probes; NaN where neither.</summary>
    public double ReferenceNorm { get; }

    /// <summary>
    /// The error in the spectral norm; null where it was not measured: by <see cref="TruncatedSvdMethod.Full"/> it always is, by the
    /// other methods of <see cref="TruncatedSvd"/> where a tolerance of that norm was asked for, and by nothing else.
    /// </summary>
    public SpectralErrorEstimate? Spectral { get; internal init; }

    /// <summary>How the figure is known.</summary>
    public ErrorEstimateMethod Method { get; }

    /// <summary>The smallest error that the method can tell from rounding at these sizes, in the units of
    /// <see cref="Frobenius"/>.</summary>
    public double Resolution { get; }

    /// <summary>Whether the figure is below <see cref="Resolution"/>, so that it says no more than that the error is about that
    /// small.</summary>
    public bool IsBelowResolution => Frobenius < Resolution;

    /// <summary>A bound that the error exceeds with at most the given probability.</summary>
    /// <param name="failureProbability">The probability δ, 0 &lt; δ &lt; 1, over the random numbers of the estimate.</param>
    /// <returns>The bound, in the Frobenius norm; never below <see cref="Frobenius"/>.</returns>
    /// <remarks>
    /// Exact identities, trace and perturbation bounds add only rounding and do not depend on δ. Probes use the χ² tail of Tropp,
    /// Yurtsever, Udell and Cevher 2019 (section 6 of "Streaming low-rank matrix approximation"); where half of them have found directions
    /// of the error, what they have found counts for certain, and the tail of the other half for the rest: the smaller bound of the two,
    /// each at δ/2. Leave-one-out uses the same tail for a single probe: its terms depend on each other, and by Jensen's inequality their
    /// mean is at least as safe as any one of them; that is proven, but wide. Expectations use Markov's inequality, which asks for nothing
    /// but is wide, or, where the error is a sum of independent parts of bounded size, Bernstein's inequality in Hilbert space (Pinelis and
    /// Sakhanenko 1985): P{error ≥ t} ≤ 2 exp(−t² / (2E + 2bt/3)), whichever gives less.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public double UpperBound(double failureProbability)
    {
        CheckProbability(failureProbability);
        return _scale * (Math.Sqrt(_certain + EstimatedAtMost(failureProbability) + _squaredRounding) + _rounding);
    }

    /// <summary>A bound that the error exceeds, as a share of the norm of what was approximated, with at most the given
    /// probability.</summary>
    /// <param name="failureProbability">The probability δ, 0 &lt; δ &lt; 1, over the random numbers of the estimate.</param>
    /// <returns>The bound; 0 where error and norm are 0; NaN where <see cref="ReferenceNorm"/> is; infinite where how far that norm may be
    /// off is not known.</returns>
    /// <remarks>
    /// Where the norm is known, this is <see cref="UpperBound"/> divided by it. Where it is an estimate, its uncertainty is contained:
    /// what a projection captures, and what it leaves, add up to the squared norm, so only what it leaves is uncertain, and the quotient
    /// is largest where that is. Of other approximations ‖A‖ ≥ ‖Â‖ − ‖A − Â‖, or what probes of A bound it by from below; the two
    /// estimates share δ.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public double RelativeUpperBound(double failureProbability)
    {
        CheckProbability(failureProbability);
        if (double.IsNaN(ReferenceNorm) || _reference.Degrees < 0)
        {
            return double.IsNaN(ReferenceNorm) ? double.NaN : double.PositiveInfinity;
        }

        if (_reference.Captured is { } captured)
        {
            double share = Math.Max(Share(EstimatedAtMost(failureProbability)), Share(0));
            return share + (ReferenceNorm == 0 ? 0 : _rounding * (1 + share) * (_scale / ReferenceNorm));

            double Share(double estimated) => captured + estimated == 0 ? 0
                : Math.Sqrt((_certain + estimated + _squaredRounding) / (captured + estimated));
        }

        double probability = _reference.Degrees > 0 ? failureProbability / 2 : failureProbability;
        double error = UpperBound(probability);
        double norm = _reference.Degrees == 0 ? ReferenceNorm : Math.Max(
            ReferenceNorm * Math.Sqrt(ProbeTail.Deflation(_reference.Degrees, probability)), (_scale * _reference.Approximation) - error);
        return error == 0 ? 0 : error / norm;
    }

    /// <summary>What a tolerance, relative or not, is to be compared with; what an identity says is taken as it is.</summary>
    internal double AtMost(bool isRelative, double failureProbability) =>
        (isRelative, Method) switch
        {
            (true, ErrorEstimateMethod.ExactIdentity) => RelativeFrobenius,
            (false, ErrorEstimateMethod.ExactIdentity) => Frobenius,
            (true, _) => RelativeUpperBound(failureProbability),
            _ => UpperBound(failureProbability),
        };

    private static void CheckProbability(double failureProbability)
    {
        if (!(failureProbability > 0 && failureProbability < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(failureProbability), failureProbability, "A failure probability lies between 0 and 1.");
        }
    }

    private double EstimatedAtMost(double failureProbability) => Method switch
    {
        ErrorEstimateMethod.RandomProbe or ErrorEstimateMethod.LeaveOneOut => Math.Max(
            _estimated, _bound?.At(failureProbability) ?? (_estimated * ProbeTail.Inflation(_degreesOfFreedom, failureProbability))),
        ErrorEstimateMethod.Expectation => Math.Max(0, ExpectationBound(failureProbability) - _certain),
        ErrorEstimateMethod.SampledEntries => double.PositiveInfinity,
        _ => _estimated,
    };

    private double ExpectationBound(double failureProbability)
    {
        double markov = _expectedAtMost / failureProbability;
        if (!double.IsFinite(_largestJump))
        {
            return markov;
        }

        // t² = (2E + 2bt/3) ln(2/δ), solved for t.
        double logarithm = Math.Log(2 / failureProbability);
        double half = _largestJump * logarithm / 3;
        double bernstein = half + Math.Sqrt((half * half) + (2 * _expectedAtMost * logarithm));
        return Math.Min(markov, bernstein * bernstein);
    }

    /// <summary>The relative error, its method, and a bound.</summary>
    /// <returns>A line such as <c>0.0123 relative (ExactIdentity)</c>.</returns>
    public override string ToString() =>
        double.IsNaN(ReferenceNorm)
            ? FormattableString.Invariant($"{Frobenius:G4} ({Method})")
            : FormattableString.Invariant(
                $"{RelativeFrobenius:G4} relative ({Method}{(IsBelowResolution ? ", below its resolution" : "")})");
}
