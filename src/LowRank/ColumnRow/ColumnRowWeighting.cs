namespace LowRank;

/// <summary>What weights the chosen terms of a column–row product get.</summary>
public enum ColumnRowWeighting
{
    /// <summary>Those of the scheme: 1/(r p_i) for draws, 1 for top-k.</summary>
    Scheme,

    /// <summary>The real weights λ of the smallest ‖C diag(λ) R − XY‖_F. Costs 2 r l (n + m) flops: it pays for thin factors
    /// only.</summary>
    Diagonal,

    /// <summary>The matrix Λ = C⁺ X Y R⁺ of the smallest ‖C Λ R − XY‖_F. Costs a thin SVD of C and of R, and 2 r l (n + m)
    /// flops.</summary>
    Full,
}
