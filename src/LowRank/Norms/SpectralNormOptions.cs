namespace LowRank;

/// <summary>The options of <see cref="SpectralNorm.Estimate"/>.</summary>
public sealed record SpectralNormOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="BlockSize"/>.</summary>
    public const int DefaultBlockSize = 10;

    /// <summary>The default of <see cref="Iterations"/>.</summary>
    public const int DefaultIterations = 4;

    /// <summary>How many vectors are multiplied at once; 10 by default. It is also the number of probes of the upper bound.</summary>
    public int BlockSize { get; init; } = DefaultBlockSize;

    /// <summary>The number of products with A; 4 by default.</summary>
    public int Iterations { get; init; } = DefaultIterations;

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1);
    }
}
