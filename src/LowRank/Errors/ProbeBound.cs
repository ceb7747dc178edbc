namespace LowRank.Errors;

/// <summary>
/// A bound of a squared error from Gaussian probes, in two ways of which the smaller one counts: from all probes as they are, and from
/// those that are left when the others have found a part of the error, which is then known.
/// </summary>
/// <param name="All">The mean of the squares of all probes.</param>
/// <param name="Degrees">How many real Gaussian numbers they are for each row.</param>
/// <param name="Found">What some of the probes have found of the squared error.</param>
/// <param name="Rest">The mean of the squares of the others outside it.</param>
/// <param name="RestDegrees">How many real numbers these are; 0 where there is only the first way.</param>
internal readonly record struct ProbeBound(double All, int Degrees, double Found = 0, double Rest = 0, int RestDegrees = 0)
{
    /// <summary>A bound that fails with at most the given probability; two ways share it.</summary>
    public double At(double failureProbability)
    {
        if (RestDegrees == 0)
        {
            return All * ProbeTail.Inflation(Degrees, failureProbability);
        }

        double half = failureProbability / 2;
        return Math.Min(All * ProbeTail.Inflation(Degrees, half), Found + (Rest * ProbeTail.Inflation(RestDegrees, half)));
    }

    /// <summary>The same in another unit.</summary>
    public ProbeBound Times(double factor) => this with { All = All * factor, Found = Found * factor, Rest = Rest * factor };
}

/// <summary>What probes say of a squared error.</summary>
/// <param name="Unit">The unit of the error, so that squares neither overflow nor vanish.</param>
/// <param name="Squared">The estimate.</param>
/// <param name="Bound">The bound, which may lie below the estimate: then the estimate counts.</param>
internal readonly record struct ProbeFigure(double Unit, double Squared, ProbeBound Bound)
{
    /// <summary>The estimate of the error itself.</summary>
    public double Root => Unit * Math.Sqrt(Squared);
}
