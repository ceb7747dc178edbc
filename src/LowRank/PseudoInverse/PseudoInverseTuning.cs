namespace LowRank.PseudoInverses;

/// <summary>The thresholds of the pseudo-inverse, its methods and its updates.</summary>
internal sealed record PseudoInverseTuning
{
    /// <summary>
    /// Up to this condition one pass, X = (BᴴB)⁻¹Bᴴ, has about the error that the SVD has: measured with exactly known inverses it is 1 …
    /// 13 ε against 1 … 12 ε. On random matrices the two meet at 16, but on matrices of few different entries, whose roundings agree, one
    /// pass has up to 27 ε against 13 at κ = 6, and 48 against 12 at 7.5.
    /// </summary>
    public double LargestConditionOfOnePass { get; init; } = 4;

    /// <summary>
    /// A rank decision by estimates stands only where the smallest singular value is this many times the threshold: the estimates of
    /// <see cref="TriangleEdges{T}"/> are hardly ever wrong by a factor of two.
    /// </summary>
    public double ClearMargin { get; init; } = 10;

    /// <summary>With a ridge, singular values below this share of the largest √(σ² + ε) lose three digits in the difference that gives
    /// them back: (1/0.03)² is some 10³.</summary>
    public double SmallestShareBesideRidge { get; init; } = 0.03;

    /// <summary>
    /// What is left of a pivoted QR counts as rounding up to this many ε ‖A‖_F: Householder QR was seen to leave up to 3. More than
    /// rounding may not be dropped, since the best approximation, which the SVD inverts, is another one.
    /// </summary>
    public double RoundingOfQr { get; init; } = 8;

    /// <summary>Triangles up to this size have their singular values computed, which takes no longer there than the iterations that
    /// estimate the edges of the spectrum.</summary>
    public int ExactTriangle { get; init; } = 24;

    /// <summary>The vectors and the steps of power and inverse iteration that find both edges to a few per cent.</summary>
    public int EdgeVectors { get; init; } = 4;

    /// <inheritdoc cref="EdgeVectors"/>
    public int EdgeIterations { get; init; } = 8;

    /// <summary>Up to here rounding to single precision changes σ_n by less than the iteration leaves open: n ε κ is 3 % at n =
    /// 500.</summary>
    public double LargestConditionInSingle { get; init; } = 1e3;

    /// <summary>Newton–Schulz steps. Enough for a condition of 10¹⁰, and by then rounding in a null space shows: (13/4)⁴⁵ ≈ 10²³.</summary>
    public int NewtonSchulzSteps { get; init; } = 45;

    /// <summary>‖BXB − B‖ up to this many ε (√n + κ) ‖B‖_F can be rounding, with κ = ‖X‖_F ‖B‖_F; ‖P² − P‖ with P = XB up to this many ε
    /// n κ as a projector.</summary>
    public double RoundingOfNewtonSchulz { get; init; } = 16;

    /// <summary>A direction that is still to come has a singular value of at most ‖BXB − B‖. Up to this many times the threshold it is
    /// given up.</summary>
    public double LargestLeftOver { get; init; } = 10;

    /// <summary>Entries that differ from their mirror images by more than this many ε of the largest entry are no rounding.</summary>
    public double LargestAsymmetry { get; init; } = 64;

    /// <summary>The rounding that the measurement itself adds, and what A's own last digits stand for: ‖A⁺‖₂² ‖A‖_F ε by Wedin's theorem
    /// (1973), times 4 to be safe.</summary>
    public double RoundingOfMeasurement { get; init; } = 4;

    /// <summary>As many updates at least before the pseudo-inverse is computed afresh, so that small ones are not always; an update costs
    /// 1/(3 … 10) of min(m, n) of starting over. A judgement.</summary>
    public int FewestUpdatesBetweenRefreshes { get; init; } = 64;

    /// <summary>Where the norm has fallen to this share, what is left has lost two digits.</summary>
    public double LargestFallOfNorm { get; init; } = 0.01;

    /// <summary>1 − β from here on loses no more than three digits when it is divided by.</summary>
    public double SafeDivisor { get; init; } = 1e-3;
}
