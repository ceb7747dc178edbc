namespace LowRank;

/// <summary>How a pseudo-inverse is computed.</summary>
public enum PseudoInverseMethod
{
    /// <summary>
    /// The fastest method that is as accurate as <see cref="Svd"/> for this input: <see cref="CholeskyQr"/> where the condition allows
    /// it, then <see cref="CompleteOrthogonal"/> where the rank is clear-cut, else <see cref="Svd"/> (or <see cref="Hermitian"/> for a
    /// Hermitian matrix).
    /// </summary>
    Auto,

    /// <summary>The thin SVD, <c>A⁺ = V diag(1/σ) Uᴴ</c>: right for any rank, and the reference for what counts as zero.</summary>
    Svd,

    /// <summary>
    /// Householder QR, with column pivoting and a second QR from the right where the rank is short: <c>A⁺ = Π Z T⁻ᴴ Qᴴ</c>. Where the
    /// triangle does not show the rank beyond doubt, the SVD of that triangle decides, and <see cref="PseudoInverse{T}.Method"/> is
    /// <see cref="Svd"/>.
    /// </summary>
    CompleteOrthogonal,

    /// <summary>
    /// QR by Cholesky factors of Gram matrices, twice (CholeskyQR2): products only, so the fastest for tall and wide matrices of full
    /// rank. The condition is estimated first; beyond about ε^(−½)/4, or where the rank is short, it goes on as
    /// <see cref="CompleteOrthogonal"/>.
    /// </summary>
    CholeskyQr,

    /// <summary>The eigenvalues of a Hermitian (symmetric) matrix, <c>A⁺ = V diag(1/λ) Vᴴ</c>; another matrix is refused.</summary>
    Hermitian,

    /// <summary>
    /// The third-order Newton–Schulz iteration: products only. It stops when ‖A X A − A‖ no longer falls, because its rounding in
    /// the null space grows from there on; where it does not settle on a projector it goes on as <see cref="Svd"/>. Singular values up to
    /// ten times the threshold may count as zero.
    /// </summary>
    NewtonSchulz,
}
