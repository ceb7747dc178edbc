namespace LowRank;

/// <summary>A bound on the error of a skeleton that holds whatever chose it: <c>‖A − CZ‖_F ≤ ‖Z‖₂ ‖A − AZ⁺Z‖_F</c>.</summary>
/// <param name="CoefficientNorm"><c>‖Z‖₂</c>, at least 1 where a column was chosen.</param>
/// <param name="RowSpaceError"><c>‖A − AZ⁺Z‖_F</c>: what the row space of the coefficients leaves of A, and how that is known.</param>
public sealed record SkeletonCertificate(double CoefficientNorm, ErrorEstimate RowSpaceError)
{
    /// <summary>The bound on the error of the skeleton, in the Frobenius norm.</summary>
    public double Bound => CoefficientNorm * RowSpaceError.Frobenius;
}
