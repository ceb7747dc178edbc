namespace LowRank;

/// <summary>How the directions of a result were searched for.</summary>
public sealed record SearchSummary
{
    /// <summary>Where they were searched for.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>Why the search ended.</summary>
    public required SearchEnd End { get; init; }

    /// <summary>The number of blocks by which the space grew.</summary>
    public required int Blocks { get; init; }

    /// <summary>The number of columns of a block; the last may have had fewer.</summary>
    public required int BlockSize { get; init; }

    /// <summary>How often the space was compressed to its best directions and grew again.</summary>
    public int Restarts { get; init; }

    /// <summary>Whether the products of the search were made in single precision. The result is in the precision of A all the
    /// same.</summary>
    public bool IsSinglePrecision { get; init; }

    /// <summary>By how large a share the error is above the smallest one of its rank, by estimate; null where there is no
    /// estimate.</summary>
    public double? Excess { get; init; }
}
