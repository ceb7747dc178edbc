namespace LowRank;

/// <summary>The options of <see cref="InterpolativeDecomposition"/>.</summary>
public sealed record InterpolativeDecompositionOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="Oversampling"/>.</summary>
    public const int DefaultOversampling = 10;

    /// <summary>The default of <see cref="PowerIterations"/>.</summary>
    public const int DefaultPowerIterations = 0;

    /// <summary>The method; <see cref="InterpolativeDecompositionMethod.Auto"/> by default.</summary>
    public InterpolativeDecompositionMethod Method { get; init; } = InterpolativeDecompositionMethod.Auto;

    /// <summary>Whether columns or rows are selected; columns by default.</summary>
    public InterpolativeSide Side { get; init; } = InterpolativeSide.Columns;

    /// <summary>How many directions the sketch has beyond the rank; 10 by default. Not used by the full pivoted QR.</summary>
    public int Oversampling { get; init; } = DefaultOversampling;

    /// <summary>
    /// The number q of applications of A Aᴴ to the range that the sketch is taken from; 0 by default. Each costs two more products with A, and
    /// sharpens the choice where singular values decay slowly. Not used by the full pivoted QR.
    /// </summary>
    public int PowerIterations { get; init; } = DefaultPowerIterations;

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "There is no such method.");
        }

        if (!Enum.IsDefined(Side))
        {
            throw new ArgumentOutOfRangeException(nameof(Side), Side, "There is no such side.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
    }
}
