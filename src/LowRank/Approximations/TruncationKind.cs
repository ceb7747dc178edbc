namespace LowRank;

/// <summary>What a <see cref="Truncation"/> prescribes.</summary>
public enum TruncationKind
{
    /// <summary>The rank.</summary>
    Rank,

    /// <summary>The error as a share of the norm of the input.</summary>
    RelativeError,

    /// <summary>The error itself.</summary>
    AbsoluteError,
}
