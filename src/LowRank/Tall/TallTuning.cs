namespace LowRank.Tall;

/// <summary>The thresholds of tall blocks.</summary>
internal sealed record TallTuning
{
    /// <summary>A panel of a tree of Householder QRs has at least so many rows, and</summary>
    public int RowsPerPanel { get; init; } = 1024;

    /// <summary>at least so many times its width, so that the triangles on top of each other stay a fraction of the work.</summary>
    public int WidthsPerPanel { get; init; } = 4;
}
