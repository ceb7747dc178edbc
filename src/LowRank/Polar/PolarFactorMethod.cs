namespace LowRank;

/// <summary>How a polar factor is computed.</summary>
public enum PolarFactorMethod
{
    /// <summary>From LAPACK's thin SVD, <c>U_r V_rᴴ</c>, right for any rank.</summary>
    Svd,

    /// <summary>
    /// The Newton–Schulz iteration <c>X ← X (15 I − 10 XᴴX + 3 (XᴴX)²) / 8</c>, of order three near the end: products alone. Small
    /// singular values grow by 15/8 a step at first.
    /// </summary>
    NewtonSchulz,

    /// <summary>
    /// Polynomials of degree 5 that are the best for what the steps before have left, the Polar Express (Amsel, Persson, Musco and Gower
    /// 2025): the same products, but small singular values grow eightfold at first. Made for singular values from 1e-3 of the largest on.
    /// </summary>
    PolarExpress,

    /// <summary>
    /// The polynomial of the Muon optimiser, five times: singular values end between about 0.7 and 1.2 and never converge, which is
    /// meant, and enough there.
    /// </summary>
    Muon,
}
