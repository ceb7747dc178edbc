namespace LowRank;

/// <summary>How a truncated SVD is computed.</summary>
public enum TruncatedSvdMethod
{
    /// <summary>
    /// <see cref="Full"/> for small matrices and where a large part of all singular triplets is asked for; else <see cref="BlockKrylov"/>
    /// with as many blocks as the spectrum needs, which gives way to <see cref="Full"/> where it needs too many; or <see cref="Gram"/>
    /// where that is cheaper and the spectrum lets it. The result says what was chosen, and why.
    /// </summary>
    Auto,

    /// <summary>LAPACK's thin SVD of the whole matrix, cut: the best approximation of that rank (Eckart, Young, Mirsky).</summary>
    Full,

    /// <summary>The randomised SVD with power iterations (Halko, Martinsson and Tropp 2011): 2q + 2 products with a thin matrix.</summary>
    SubspaceIteration,

    /// <summary>
    /// The randomised block Krylov method (Musco and Musco 2015): as many products as <see cref="SubspaceIteration"/>, but all their
    /// directions are kept, which is more accurate wherever singular values decay slowly, for 2q + 2 times the memory.
    /// </summary>
    BlockKrylov,

    /// <summary>
    /// Eigenvectors of the n × n Gram matrix of a tall matrix (or a wide one), then Rayleigh–Ritz: one pass of half the flops, one thin
    /// product, and an n³ that pays where n is small. The squares cost half of the digits: singular values below some √ε σ₁ (1.5e-8 in
    /// double, 3.5e-4 in single) are not found.
    /// </summary>
    Gram,

    /// <summary>
    /// The thick-restarted block Lanczos bidiagonalisation (Baglama and Reichel 2005): a few triplets to high accuracy, of either end of
    /// the spectrum (<see cref="TruncatedSvdOptions.End"/>). Triplet by triplet <c>‖Aᴴu − σv‖ ≤ RelativeTolerance · σ₁</c>.
    /// </summary>
    Lanczos,
}
