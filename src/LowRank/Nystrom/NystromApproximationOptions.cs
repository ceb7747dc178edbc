using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="NystromApproximation"/>.</summary>
public sealed record NystromApproximationOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="Oversampling"/>.</summary>
    public const int DefaultOversampling = 10;

    /// <summary>The default of <see cref="PowerIterations"/>.</summary>
    public const int DefaultPowerIterations = 0;

    /// <summary>The largest block that is chosen where <see cref="BlockSize"/> is left out.</summary>
    public const int LargestDefaultBlockSize = 120;

    /// <summary>The method; <see cref="NystromApproximationMethod.Auto"/> by default.</summary>
    public NystromApproximationMethod Method { get; init; } = NystromApproximationMethod.Auto;

    /// <summary>How columns are chosen for <see cref="NystromApproximationMethod.SelectedColumns"/>; other methods do not use it. A method
    /// alone may stand here.</summary>
    public ColumnSelectionOptions Selection { get; init; } = new();

    /// <summary>
    /// How many columns the Gaussian sketch has beyond the rank; 10 by default. With 0 the result is not cut, and its error is estimated
    /// by leaving one column out at a time, at no cost; else by probes in the same pass.
    /// </summary>
    public int Oversampling { get; init; } = DefaultOversampling;

    /// <summary>
    /// The number of products with A that sharpen the Gaussian sketch before the one that is used; 0 by default, which makes the method
    /// single-pass. One or two help where the eigenvalues decay slowly.
    /// </summary>
    public int PowerIterations { get; init; } = DefaultPowerIterations;

    /// <summary>
    /// How many pivots the block and accelerated methods propose at once; null, the default, for a tenth of the rank, 10 …
    /// <see cref="LargestDefaultBlockSize"/>.
    /// </summary>
    public int? BlockSize { get; init; }

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Method);
        ArgumentNullException.ThrowIfNull(Selection);
        Selection.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
        if (BlockSize is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(BlockSize), BlockSize, "A block holds at least one pivot.");
        }
    }
}
