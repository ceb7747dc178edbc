namespace LowRank;

/// <summary>Which singular triplets are computed.</summary>
public enum SpectrumEnd
{
    /// <summary>The largest: the best approximation. The default.</summary>
    Largest,

    /// <summary>
    /// The smallest, in descending order too: near-dependencies and null vectors. By rank, with <see cref="TruncatedSvdMethod.Full"/>,
    /// <see cref="TruncatedSvdMethod.Lanczos"/> or <see cref="TruncatedSvdMethod.Auto"/>, of a dense matrix.
    /// </summary>
    Smallest,
}
