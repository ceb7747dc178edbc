namespace LowRank;

/// <summary>How a Nyström approximation is computed.</summary>
public enum NystromApproximationMethod
{
    /// <summary>
    /// <see cref="Gaussian"/> for a matrix or an operator, <see cref="AcceleratedRandomlyPivotedCholesky"/> for a kernel source.
    /// </summary>
    Auto,

    /// <summary>
    /// From the product with a Gaussian matrix Ω: <c>Â = AΩ (ΩᴴAΩ)⁺ ΩᴴA</c>, in one pass over A, with a stabilising shift. The most
    /// accurate where products are to be had. Source: Tropp, Yurtsever, Udell and Cevher, NIPS 2017; Frangella, Tropp and Udell, SIMAX
    /// 2023.
    /// </summary>
    Gaussian,

    /// <summary>
    /// Cholesky with pivots drawn in proportion to the diagonal of the residual. Reads (k + 1)n entries, one column at a time.
    /// Source: Chen, Epperly, Tropp and Webber, Communications on Pure and Applied Mathematics 2025.
    /// </summary>
    RandomlyPivotedCholesky,

    /// <summary>
    /// The same with many pivots drawn at once: fast, but a block can hold near-duplicates, so at the same rank the error can be larger.
    /// </summary>
    BlockRandomlyPivotedCholesky,

    /// <summary>
    /// Randomly pivoted Cholesky by rejection sampling: pivots of the same law as <see cref="RandomlyPivotedCholesky"/>, a block at a time.
    /// Source: Epperly, Tropp and Webber, arXiv 2410.03969.
    /// </summary>
    AcceleratedRandomlyPivotedCholesky,

    /// <summary>
    /// Cholesky with complete pivoting: always the largest diagonal entry of the residual, ties to the lowest index. Deterministic;
    /// outliers attract it.
    /// </summary>
    GreedyPivotedCholesky,

    /// <summary>
    /// Columns that <see cref="NystromApproximationOptions.Selection"/> chooses. A kernel source gives entries only, so there it must be
    /// <see cref="ColumnSelectionMethod.Uniform"/>, which is the classical Nyström method, or a selector among a uniform sample.
    /// </summary>
    SelectedColumns,
}
