namespace LowRank.Interpolative;

/// <summary>The thresholds of interpolative decompositions.</summary>
internal sealed record InterpolativeTuning
{
    /// <summary>Value of m n min(m, n) up to which <see cref="ColumnSelectionMethod.Auto"/> takes the pivoted QR of a whole dense matrix:
    /// it takes some tens of milliseconds there.</summary>
    public double SmallProblem { get; init; } = 5e7;

    /// <summary>How many columns a sketch that gives the coefficients too is pivoted for first, where an error is prescribed. Not
    /// measured; one sketch of 32 rows costs hardly more than one of 16.</summary>
    public int FirstSketch { get; init; } = 32;
}
