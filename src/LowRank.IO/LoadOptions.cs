namespace LowRank.IO;

/// <summary>How a matrix is brought from its file.</summary>
public sealed record LoadOptions
{
    /// <summary>The default of <see cref="LoadedBytes"/>.</summary>
    public const long DefaultLoadedBytes = 256L << 20;

    /// <summary>Matrices of more bytes than this stay in their file and are read block by block, where the format allows.</summary>
    public long LoadedBytes { get; init; } = DefaultLoadedBytes;

    /// <summary>No matrix of more bytes than this is brought into memory.</summary>
    public long MostBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The bytes of a block of a matrix that stays in its file.</summary>
    public int BlockBytes { get; init; } = MappedMatrixBlock.DefaultBytes;

    public IProgress<LowRankProgress>? Progress { get; init; }

    public CancellationToken CancellationToken { get; init; }
}
