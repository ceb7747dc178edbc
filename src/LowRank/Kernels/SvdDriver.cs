namespace LowRank;

/// <summary>The LAPACK driver that computed a dense singular value decomposition.</summary>
public enum SvdDriver
{
    /// <summary><c>gesdd</c>, divide and conquer: the fast one, always tried first.</summary>
    DivideAndConquer,

    /// <summary><c>gesvd</c>, QR iteration: slower; it converges where divide and conquer did not.</summary>
    QRIteration,
}
