
namespace LowRank;

/// <summary>What computed a dense singular value decomposition: a LAPACK driver, or the eigenvectors of the Gram matrix.</summary>
public enum SvdDriver
{
    /// <summary><c>gesdd</c>, divide and conquer: the fast one, tried first.</summary>
    DivideAndConquer,

    /// <summary><c>gesvd</c>, QR iteration: slower; it converges where divide and conquer did not.</summary>
    QRIteration,

    /// <summary>
    /// The eigenvectors of AᴴA by <c>heevd</c>, and one step of Newton and Schulz for the other factor: for well-conditioned matrices of
    /// at least 128 columns, where it is as accurate and faster.
    /// </summary>
    GramMatrix,
}
