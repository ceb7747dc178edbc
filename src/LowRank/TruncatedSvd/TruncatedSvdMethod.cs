namespace LowRank;

/// <summary>How a truncated SVD is computed.</summary>
public enum TruncatedSvdMethod
{
    /// <summary>
    /// <see cref="Full"/> for small matrices and where more than half of all singular triplets are asked for, else <see cref="SubspaceIteration"/>.
    /// </summary>
    Auto,

    /// <summary>LAPACK's thin SVD of the whole matrix, cut: the best approximation of that rank (Eckart, Young, Mirsky).</summary>
    Full,

    /// <summary>The randomised SVD with power iterations (Halko, Martinsson and Tropp 2011): 2q + 2 products with a thin matrix.</summary>
    SubspaceIteration,
}
