namespace LowRank.Tall;

/// <summary>The thresholds of tall blocks.</summary>
internal sealed record TallTuning
{
    /// <summary>
    /// A panel of a tree of Householder QRs has at least so many rows. In double, Q and R with and without panels, on two busy cores:
    /// 60 000 × 50 in 0.21 s against 0.41 s, 60 000 × 110 in 0.89 against 1.33, 20 000 × 300 in 1.05 against 2.08, 4000 × 100 in 13 ms
    /// against 29; 512 rows gain a little more, and 4096 less.
    /// </summary>
    public int RowsPerPanel { get; init; } = 1024;

    /// <summary>At least so many times its width, 2 or more: the triangles on top of each other are then a quarter of the work.</summary>
    public int WidthsPerPanel { get; init; } = 4;

    /// <summary>
    /// Columns that are orthogonal but for so much, whatever their lengths, are brought to rounding by one Cholesky pass: its error grows
    /// with the square of their condition, here at most 1.2, and Cholesky factorisation does not mind their lengths (van der Sluis 1969).
    /// </summary>
    public double NearlyOrthogonal { get; init; } = 0.1;

    /// <summary>
    /// How many times the rounding of a Gram matrix, to be expected of sums of m and of the l steps of its factorisation, is added to its
    /// diagonal where that rounding has made it indefinite. Fukaya et al. 2020 prove 11 (m l + l²) ε; what is to be expected grows with
    /// the root of m.
    /// </summary>
    public double ShiftFactor { get; init; } = 10;

    /// <summary>The largest σ₁ / σₙ for an SVD from the Gram matrix: up to here residual and orthogonality are within twice those of
    /// <c>gesdd</c> (tested at 9.5; better at 5.6 and n = 500).</summary>
    public double LargestGramCondition { get; init; } = 10;

    /// <summary>Below this many columns LAPACK is as fast.</summary>
    public int SmallestGramSize { get; init; } = 128;

    /// <summary>κ₁ overestimates κ₂ by some √n; measured on Gaussian matrices it is 3 κ₂ √n.</summary>
    public double GramConditionSlack { get; init; } = 4;

    /// <summary>From this ratio of the longer to the shorter side on, a QR factorisation goes before an SVD. LAPACK does so too, but with
    /// Householder reflectors, where Cholesky QR is up to four times faster.</summary>
    public double TallRatio { get; init; } = 1.5;

    /// <summary>Up to this one the Gram matrix of A itself is tried before: without the QR factorisation it saves what its triangle
    /// costs, a third at 1000 × 500.</summary>
    public double GramRatio { get; init; } = 4;
}
