namespace LowRank.Errors;

/// <summary>How the norm of what was approximated is known: from below, with what certainty.</summary>
/// <param name="Captured">
/// In the unit of an error, squared: ‖A‖² is no less than this and the estimated part of the squared error together, since what an
/// orthogonal projection captures and what it leaves add up to ‖A‖². Null where that is not so.
/// </param>
/// <param name="Degrees">Where probes of A tell: how many real Gaussian numbers they are for each row. Negative where nothing is known of
/// how far the norm is off; 0 where it is known, or a lower bound.</param>
/// <param name="Approximation">‖Â‖ in the unit of the error; ‖A‖ is no less than this without the error.</param>
internal readonly record struct NormKnowledge(double? Captured, int Degrees = 0, double Approximation = 0)
{
    /// <summary>By probes of A, and by what it is approximated by.</summary>
    /// <param name="degrees">How many real Gaussian numbers there are for each row.</param>
    /// <param name="approximation">‖Â‖_F.</param>
    /// <param name="unit">The unit of the error.</param>
    public static NormKnowledge ByProbes(int degrees, double approximation, double unit) =>
        new(null, degrees, unit == 0 ? 0 : approximation / unit);

    /// <summary>A guess without a law.</summary>
    public static NormKnowledge Guess => new(null, -1);
}
