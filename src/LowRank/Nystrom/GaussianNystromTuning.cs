namespace LowRank.Nystrom;

/// <summary>The thresholds of the Gaussian Nyström approximation.</summary>
internal sealed record GaussianNystromTuning
{
    /// <summary>The first basis of a search for an error, which is then doubled: wide enough for products to run at full speed.</summary>
    public int FirstBasis { get; init; } = 16;

    /// <summary>From the first shift, ε‖Y‖, up to this many times that: more cannot be needed for a semidefinite matrix.</summary>
    public double LargestShift { get; init; } = 1e4;
}
