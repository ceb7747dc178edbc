namespace LowRank;

/// <summary>How a pivoted QR is computed.</summary>
public enum PivotedQrMethod
{
    /// <summary>
    /// <see cref="GramSchmidt"/> where less than a quarter of the rank is asked for, else <see cref="PreconditionedCholesky"/> for
    /// matrices with at least twice as many rows as columns and enough of both, else <see cref="Householder"/>.
    /// </summary>
    Auto,

    /// <summary>
    /// CQRRPT (Melnichenko et al. 2024): pivots from the pivoted QR of a sketch of the rows, then Cholesky QR of A R⁻¹, which the sketch
    /// makes well-conditioned. Some 3mn² flops, all of them in products.
    /// </summary>
    PreconditionedCholesky,

    /// <summary>LAPACK's <c>geqp3</c>.</summary>
    Householder,

    /// <summary>Gram–Schmidt, each vector twice, that stops at the rank or the error: 2mnk flops, and no more than k readings of
    /// A.</summary>
    GramSchmidt,
}
