namespace LowRank;

/// <summary>Where a search looks for directions.</summary>
public enum SearchSpace
{
    /// <summary>The range of (A Aᴴ)^q A Ω for a random Ω (Halko, Martinsson and Tropp 2011), in one block or block after block.</summary>
    SubspaceIteration,

    /// <summary>The block Krylov space of the Golub–Kahan bidiagonalisation, by two products with A for each block.</summary>
    BlockLanczos,

    /// <summary>The block Krylov space of AᴴA, by one reading of A for each block.</summary>
    NormalKrylov,

    /// <summary>The block Krylov space of the inverse of a triangular factor of A, for the smallest singular values.</summary>
    InverseLanczos,

    /// <summary>Eigenvectors of the Gram matrix, AᴴA.</summary>
    GramMatrix,
}
