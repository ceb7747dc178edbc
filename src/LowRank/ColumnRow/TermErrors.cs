using System.Numerics;
using LowRank.Errors;

namespace LowRank.ColumnRowProducts;

/// <summary>Error estimates of column–row products, in units of the terms and not of ‖XY‖: that may be zero where the error is
/// not.</summary>
/// <param name="norms">The sizes of the terms that are chosen from.</param>
/// <param name="whole">The sizes of the terms of X Y: others where a control variate takes a part of them off.</param>
/// <param name="inner">The number of terms.</param>
internal sealed class TermErrors<T>(TermNorms norms, TermNorms whole, int inner)
    where T : unmanaged, INumberBase<T>
{
    private double Unit => norms.IsZero ? 1 : norms.Scale;

    /// <summary>What rounding alone may do, in units of the scale.</summary>
    private double Floor => norms.IsZero ? 0 : ResidualEstimator<T>.RoundingFloor(inner) * whole.Sum * (whole.Scale / norms.Scale);

    /// <summary>From the norms: an expectation, or for terms that were dropped for certain a bound.</summary>
    /// <param name="expected">What the norms say.</param>
    /// <param name="reference">‖XY‖, known or estimated.</param>
    public ErrorEstimate FromNorms(ExpectedSquare expected, double reference)
    {
        if (expected.IsBound)
        {
            return new ErrorEstimate(ErrorEstimateMethod.NormBound, Unit, expected.Sum, 0, 0, Floor, Floor, reference);
        }

        return new ErrorEstimate(
            ErrorEstimateMethod.Expectation, Unit, 0, expected.At(Alignment(reference)), 0, 0, Floor, reference, 0, expected.AtMost,
                expected.Jump);
    }

    /// <summary>As probes of this very result show it.</summary>
    public ErrorEstimate Measured(double error, double reference) =>
        new(ErrorEstimateMethod.RandomProbe, Unit, 0, error / Unit * (error / Unit), 0, Floor, Floor, reference,
            ResidualEstimator<T>.DegreesOfFreedom);

    /// <summary>By an identity, as a squared error in units of the scale that is a small difference of numbers as large as (Σw)².</summary>
    public ErrorEstimate FromIdentity(double squared, double reference)
    {
        double rounding = ResidualEstimator<T>.RoundingFloor(inner) * norms.Sum * norms.Sum;
        return new ErrorEstimate(
            ErrorEstimateMethod.ExactIdentity, Unit, 0, Math.Max(0, squared), rounding, Floor, Math.Sqrt(rounding), reference);
    }

    public ErrorEstimate Exact(double reference) => new(ErrorEstimateMethod.ExactIdentity, Unit, 0, 0, 0, Floor, Floor, reference);

    /// <summary>‖XY‖² over the most that it can be, (Σw)²; 0, which overestimates every error, where it is not known.</summary>
    public double Alignment(double reference)
    {
        if (norms != whole)
        {
            return 0;
        }

        double share = norms.IsZero || double.IsNaN(reference) ? 0 : reference / norms.Scale / norms.Sum;
        return share * share;
    }
}
