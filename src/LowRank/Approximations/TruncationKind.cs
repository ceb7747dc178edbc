namespace LowRank;

/// <summary>What a <see cref="Truncation"/> prescribes.</summary>
public enum TruncationKind
{
    /// <summary>The rank.</summary>
    Rank,

    /// <summary>The error in the Frobenius norm, as a share of the Frobenius norm of the input.</summary>
    RelativeError,

    /// <summary>The error in the Frobenius norm itself.</summary>
    AbsoluteError,

    /// <summary>The error in the spectral norm, as a share of the spectral norm of the input.</summary>
    RelativeSpectralError,

    /// <summary>The error in the spectral norm itself.</summary>
    AbsoluteSpectralError,
}
