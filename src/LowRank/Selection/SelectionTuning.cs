namespace LowRank.Selection;

/// <summary>The thresholds of choosing columns and of pivoted QR. Those without a source are round numbers that have done well.</summary>
internal sealed record SelectionTuning
{
    /// <summary>Value of m n min(m, n) up to which singular vectors come from LAPACK's SVD of a dense matrix: as for
    /// <see cref="TruncatedSvd"/> itself, below it there is little to save.</summary>
    public double SmallProblem { get; init; } = 5e7;

    /// <summary>How many columns selectors that cannot see an error are asked for first, where one is prescribed. Not measured: a fit of
    /// 16 columns costs little, and doubling from there wastes at most as much as the last round takes.</summary>
    public int FirstCount { get; init; } = 16;

    /// <summary>The largest block of sketched pivoting: a block makes one product, and the larger it is the faster that runs.</summary>
    public int LargestBlock { get; init; } = 128;

    /// <summary>The largest part of a sketch that is pivoted at a time: it is read once for every pivot and should stay in the
    /// cache.</summary>
    public int LargestPart { get; init; } = 64;

    /// <summary>
    /// In how many blocks sketched pivoting goes where the lengths of what is left of the columns are known after each. Two choose better
    /// than one, at the cost of reading A once more: at σ = 1/i, 4000 × 2000, rank 100, by 1.5 to 2 % of the error. Four choose better
    /// by half a per cent more, and take a third more time.
    /// </summary>
    public int MeasuredBlocks { get; init; } = 2;

    /// <summary>The smallest such block: fewer columns than that are chosen at once.</summary>
    public int SmallestMeasuredBlock { get; init; } = 16;

    /// <summary>How many columns more than wanted sketched pivoting chooses at least, to take the least useful out again. Measured on
    /// Hilbert matrices of order 300 and 1024: without them the error is up to 11 times the optimum, with 8 below 4 times.</summary>
    public int FewestSpare { get; init; } = 8;

    /// <summary>Their number is rounded up to a multiple of this: products of whole vectors of columns are no slower.</summary>
    public int VectorOfColumns { get; init; } = 8;

    /// <summary>The largest rank with spare columns: among more a few change next to nothing, and the new basis costs 2(m + n)k².</summary>
    public int MostWithSpare { get; init; } = 256;

    /// <summary>The first block to an error is small, since few columns may do; each is twice the one before.</summary>
    public int FirstBlockToError { get; init; } = 16;

    /// <summary>The largest block to an error: what is chosen too much is wasted.</summary>
    public int LargestBlockToError { get; init; } = 64;

    /// <summary>The share of a column's square, in units of rounding, below which the difference of squares that gives its length is
    /// rounding, and the sketch knows better.</summary>
    public double FewestLengthUnits { get; init; } = 256;

    /// <summary>The fewest rows of a sparse sketch: with fewer it can miss directions.</summary>
    public int FewestSparseRows { get; init; } = 24;

    /// <summary>How many times as many rows as its sparse sketch A has at least: else the sketch can miss directions.</summary>
    public int SparseRatio { get; init; } = 4;

    /// <summary>The product of the lengths that projections have left of the directions of backward elimination, below which these are
    /// computed anew: four digits are lost by then.</summary>
    public double MostCancelled { get; init; } = 1e-4;

    /// <summary>The most rounds of Lloyd's iteration; mostly some ten are enough for it to stand still.</summary>
    public int MostKMeansRounds { get; init; } = 50;

    /// <summary>Strong swaps ask for a growth of the determinant by this many units of rounding more than f, so that with f = 1 the same
    /// two columns are not exchanged for ever.</summary>
    public double SwapSlackUnits { get; init; } = 1e4;

    /// <summary>
    /// Reading a column of a tall matrix once costs pivoted Gram–Schmidt this many times what a flop of the plain QR factorisation does:
    /// it decides whether a plain QR first, and pivoting on its R, is cheaper.
    /// </summary>
    public double ReadCost { get; init; } = 40;

    /// <summary>The fewest columns of the preconditioned pivoted QR: below, its products are too small to pay.</summary>
    public int FewestColumns { get; init; } = 48;

    /// <summary>
    /// The largest ratio of squared lengths of the preconditioned columns: ‖QᴴQ − I‖ after a Cholesky QR is about ε κ², and κ is about
    /// 10. Beyond this the sketch has not done its work.
    /// </summary>
    public double LargestGram { get; init; } = 1e3;

    /// <summary>Units of rounding, for the noise c ε ‖w‖ ‖residual‖ of a downdated square or of an interpolated entry, within which
    /// pivots count as equal.</summary>
    public double PivotTieUnits { get; init; } = 8;

    /// <summary>The same for scores and losses, which are sums of a few dozen terms.</summary>
    public double ScoreTieUnits { get; init; } = 64;

    /// <summary>The same for the gains of the greedy choice, which are quotients of sums.</summary>
    public double GainTieUnits { get; init; } = 16;

    /// <summary>The same for squared distances, which are differences of three products.</summary>
    public double DistanceTieUnits { get; init; } = 32;
}
