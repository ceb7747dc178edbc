namespace LowRank;

/// <summary>Which singular triplets are computed.</summary>
public enum SpectrumEnd
{
    /// <summary>The largest: the best approximation. The default.</summary>
    Largest,

    /// <summary>
    /// The smallest, in descending order too: near-dependencies and null vectors. By rank, with <see cref="TruncatedSvdMethod.Full"/>,
    /// <see cref="TruncatedSvdMethod.Lanczos"/> or <see cref="TruncatedSvdMethod.Auto"/>. A sparse matrix or an operator is written out;
    /// up to 2²⁶ entries are.
    /// </summary>
    Smallest,
}
