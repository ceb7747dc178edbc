namespace LowRank;

/// <summary>How the error of a result is known.</summary>
public enum ErrorEstimateMethod
{
    /// <summary>
    /// Computed from an identity that holds for this very result, such as <c>‖A − QQᴴA‖² = ‖A‖² − ‖QᴴA‖²</c>: exact but for rounding.
    /// </summary>
    ExactIdentity,

    /// <summary>
    /// Measured on this very result with independent Gaussian probes: right on average, within 10 % in 19 of 20 runs where directions that
    /// the probes find are measured too, with a spread of 18 % or less where they are not (results of one pass, column–row products).
    /// </summary>
    RandomProbe,

    /// <summary>
    /// Each column of the sketch left out in turn and predicted from the others (Epperly and Tropp 2024): right on average over sketches,
    /// at no further product.
    /// </summary>
    LeaveOneOut,

    /// <summary>The root of the expected squared error over all random choices that might have been made.</summary>
    Expectation,

    /// <summary>A bound on the effect of rounding, by perturbation theory: the true error is no larger.</summary>
    PerturbationBound,

    /// <summary>
    /// The trace of a residual that is positive semidefinite, which its Frobenius norm does not exceed.
    /// <see cref="ErrorEstimate.ReferenceNorm"/> is then a lower bound, where the norm is not known, so that the relative error is no
    /// larger than the figure either.
    /// </summary>
    TraceBound,

    /// <summary>A bound from norms, such as the triangle inequality: the true error is no larger, and may be much smaller.</summary>
    NormBound,

    /// <summary>
    /// The mean of squared differences at entries drawn uniformly: right on average, but it sees only those entries, so no bound follows
    /// from it, and <see cref="ErrorEstimate.UpperBound"/> is infinite.
    /// </summary>
    SampledEntries,
}
