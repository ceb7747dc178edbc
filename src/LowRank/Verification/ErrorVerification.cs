namespace LowRank;

/// <summary>The error of a result, formed, beside what the result says of it.</summary>
/// <param name="Error">‖A − Â‖_F, added up over all entries of the difference.</param>
/// <param name="Norm">‖A‖_F, likewise.</param>
/// <param name="Estimate">What the result says.</param>
public sealed record ErrorVerification(double Error, double Norm, ErrorEstimate Estimate)
{
    /// <summary>The error as a share of ‖A‖_F; 0 where both are 0.</summary>
    public double RelativeError => Error == 0 ? 0 : Error / Norm;

    /// <summary>What the result says, divided by the error; 1 where both are 0.</summary>
    public double EstimateOverError => Error == Estimate.Frobenius ? 1 : Estimate.Frobenius / Error;

    /// <summary>Whether the error is within the bounds of the estimate, as a figure and as a share of ‖A‖_F.</summary>
    /// <param name="failureProbability">The probability δ that a bound may fail with, 0 &lt; δ &lt; 1.</param>
    /// <returns>Whether both hold, but for the rounding that <see cref="ErrorEstimate.Resolution"/> names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public bool IsWithinBounds(double failureProbability)
    {
        double relative = Estimate.RelativeUpperBound(failureProbability);
        return Error <= Estimate.UpperBound(failureProbability) + Estimate.Resolution
            && (double.IsNaN(relative) || Error <= (relative * Norm) + Estimate.Resolution);
    }

    /// <summary>The error, the estimate, and their quotient.</summary>
    /// <returns>Such as <c>error 0.2233 relative; estimate ÷ error 1.000 (ExactIdentity)</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"error {RelativeError:G4} relative; estimate ÷ error {EstimateOverError:F3} ({Estimate.Method})");
}
