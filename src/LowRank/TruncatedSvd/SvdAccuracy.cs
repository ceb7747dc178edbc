namespace LowRank;

/// <summary>What a truncated SVD to a rank is to be accurate in.</summary>
public enum SvdAccuracy
{
    /// <summary>Each singular value, and the error of the approximation, is within 1 % of the best, by estimate. The default.</summary>
    Values,

    /// <summary>
    /// The error of the approximation is within 1 % of the smallest, by estimate, and nothing is asked of single values. This is for those
    /// who compress: where the spectrum is flat it is several times faster, but values may then be 5 to 20 % low.
    /// </summary>
    Approximation,
}
