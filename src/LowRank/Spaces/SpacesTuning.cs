namespace LowRank.Spaces;

/// <summary>The thresholds of the spaces and of the rules that judge them.</summary>
internal sealed record SpacesTuning
{
    /// <summary>A block whose columns lose more than this factor of their length in the orthogonalisation goes through it again, as in the
    /// criterion of Daniel, Gragg, Kaufman and Stewart (1976); the factor is a judgement: one more pass is cheap beside a
    /// product.</summary>
    public double ReorthogonalizationRatio { get; init; } = 4;

    /// <summary>Passes of orthogonalisation: two are enough (Kahan and Parlett), but for columns that have to be replaced in
    /// them.</summary>
    public int MostPasses { get; init; } = 6;

    /// <summary>The fewest and the most columns that subspace iteration to a tolerance adds at a time: enough for the products to run at
    /// full speed, few enough not to overshoot much.</summary>
    public int SmallestBlock { get; init; } = 8;

    public int LargestBlock { get; init; } = 64;

    /// <summary>What rounding leaves in XᴴW of a normal Krylov space, in ε, as a share of each diagonal entry, since later columns are
    /// orthogonal to what earlier ones found: 2⁻²¹ in single precision. It is added to the diagonal.</summary>
    public double NormalNoise { get; init; } = 4;

    /// <summary>Pivots of XᴴW must stand so many times clear of that.</summary>
    public double ClearOfNoise { get; init; } = 8;

    /// <summary>Where gains fall by this factor or faster, their sum is known well,</summary>
    public double FastRate { get; init; } = 0.3;

    /// <summary>and an excess of 1 % by estimate is near one in truth (the tests of single precision allow 1.5 % over eight
    /// spectra);</summary>
    public double FastExcess { get; init; } = 0.01;

    /// <summary>where they fall slowly, the estimate must be a tenth of it.</summary>
    public double SlowExcess { get; init; } = 0.001;

    /// <summary>Gains that hardly fall are summed as if they fell by this factor: a sum of twenty of them.</summary>
    public double SlowestRate { get; init; } = 0.95;

    /// <summary>Until a second gain has been seen, the first is not taken to fall faster than this,</summary>
    public double FastestFirstRate { get; init; } = 0.1;

    /// <summary>nor faster than by this share of the gap; over spectra of many shapes it falls by 0.15 to 0.65 of it.</summary>
    public double ShareOfGap { get; init; } = 0.8;

    /// <summary>A rank is settled within this share of the least that it can be.</summary>
    public double RankSlack { get; init; } = 0.02;

    /// <summary>A residual of so small a part of a spectral tolerance decides no more than σ within 0.1 % of the tolerance.</summary>
    public double NegligibleResidual { get; init; } = 0.04;
}
