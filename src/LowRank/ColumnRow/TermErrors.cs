using System.Numerics;
using LowRank.Errors;

namespace LowRank.ColumnRowProducts;

/// <summary>Error estimates of column–row products, in units of the terms and not of ‖XY‖: that may be zero where the error is
/// not.</summary>
/// <param name="problem">The product.</param>
internal sealed class TermErrors<T>(TermProblem<T> problem)
    where T : unmanaged, INumberBase<T>
{
    private TermNorms Norms => problem.Norms;

    private double Unit => Norms.IsZero ? 1 : Norms.Scale;

    /// <summary>What rounding alone may do, in units of the scale.</summary>
    private double Floor => Norms.IsZero
        ? 0 : ResidualEstimator<T>.RoundingFloor(problem.Count) * problem.Whole.Sum * (problem.Whole.Scale / Norms.Scale);

    /// <summary>Whether probes are to say what the error is: if asked for, and by default where the norms give no expectation.</summary>
    public bool IsMeasured(TermSelection selection) => !selection.IsExact && problem.Options.ErrorMeasurement switch
    {
        ColumnRowErrorMeasurement.Probes => true,
        ColumnRowErrorMeasurement.Norms => false,
        _ => problem.Options.Weighting != ColumnRowWeighting.Scheme || (selection.Expected.IsBound && selection.Squared is null),
    };

    /// <summary>What chosen terms are expected to err by, before they are added up.</summary>
    public ErrorEstimate Expected(TermSelection selection, double reference) =>
        selection.IsExact ? new ErrorEstimate(ErrorEstimateMethod.ExactIdentity, Unit, 0, 0, 0, Floor, Floor, reference)
        : selection.Squared is { } squared ? FromIdentity(squared, selection.Reference)
        : FromNorms(selection.Expected, reference);

    /// <summary>From the norms: an expectation, or for terms that were dropped for certain a bound.</summary>
    /// <param name="expected">What the norms say.</param>
    /// <param name="reference">‖XY‖, known or estimated.</param>
    public ErrorEstimate FromNorms(ExpectedSquare expected, double reference)
    {
        if (expected.IsBound)
        {
            return new ErrorEstimate(ErrorEstimateMethod.NormBound, Unit, expected.Sum, 0, 0, Floor, Floor, reference,
                reference: NormKnowledge.Guess);
        }

        return new ErrorEstimate(
            ErrorEstimateMethod.Expectation, Unit, 0, expected.At(AlignmentOf(expected, reference)), 0, 0, Floor, reference, 0,
            expected.AtMost, expected.Jump, NormKnowledge.Guess);
    }

    /// <summary>As probes of this very result show it.</summary>
    public ErrorEstimate Measured(double error, double reference) =>
        new(ErrorEstimateMethod.RandomProbe, Unit, 0, error / Unit * (error / Unit), 0, Floor, Floor, reference,
            ResidualEstimator<T>.DegreesOfFreedom,
            reference: NormKnowledge.ByProbes(ResidualEstimator<T>.DegreesOfFreedom, 0, Unit));

    /// <summary>‖XY‖² over the most that it can be, (Σw)²; 0, which overestimates every error, where it is not known.</summary>
    public double Alignment(double reference)
    {
        if (Norms != problem.Whole)
        {
            return 0;
        }

        double share = Norms.IsZero || double.IsNaN(reference) ? 0 : reference / Norms.Scale / Norms.Sum;
        return share * share;
    }

    /// <summary>‖M‖² over the most that it can be, for the part M that is left to chance: where large terms are certain, from a pilot of
    /// the others.</summary>
    public double AlignmentOf(ExpectedSquare expected, double reference)
    {
        double ofWhole = Alignment(reference);
        if (expected.Certain == 0 || ofWhole == 0)
        {
            return ofWhole;
        }

        TermNorms others = Norms.WithoutLargest(expected.Certain);
        if (others.Sum == 0)
        {
            return 0;
        }

        double share = NormPilot.Estimate(problem.X, problem.Y, others, problem.Options.Seed) / others.Scale / others.Sum;
        return share * share;
    }

    /// <summary>By an identity, as a squared error in units of the scale that is a small difference of numbers as large as (Σw)².</summary>
    private ErrorEstimate FromIdentity(double squared, double reference)
    {
        double rounding = ResidualEstimator<T>.RoundingFloor(problem.Count) * Norms.Sum * Norms.Sum;
        return new ErrorEstimate(
            ErrorEstimateMethod.ExactIdentity, Unit, 0, Math.Max(0, squared), rounding, Floor, Math.Sqrt(rounding), reference);
    }
}
