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
    /// The number q of applications of A Aᴴ to the range that the sketch is taken from; 0 by default. Each costs two more products with
    /// A, and sharpens the choice where singular values decay slowly. Not used by the full pivoted QR.
    /// </summary>
    public int PowerIterations { get; init; } = DefaultPowerIterations;

    /// <inheritdoc cref="ColumnSelectionOptions.StrongSwapBound"/>
    public double? StrongSwapBound { get; init; }

    /// <summary>Where the coefficients come from; fitted to the matrix by default.</summary>
    public InterpolativeCoefficients Coefficients { get; init; } = InterpolativeCoefficients.Fitted;

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Method) || Method == InterpolativeDecompositionMethod.Given)
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "There is no such method.");
        }

        if (!Enum.IsDefined(Side))
        {
            throw new ArgumentOutOfRangeException(nameof(Side), Side, "There is no such side.");
        }

        if (!Enum.IsDefined(Coefficients))
        {
            throw new ArgumentOutOfRangeException(nameof(Coefficients), Coefficients, "There is no such source of coefficients.");
        }

        ColumnSelectionOptions.CheckSwapBound(StrongSwapBound, nameof(StrongSwapBound));
        if (StrongSwapBound is not null && Coefficients == InterpolativeCoefficients.FromSketch)
        {
            throw new ArgumentException(
                "Exchanges need coefficients that are fitted to the matrix, not to a sketch.", nameof(StrongSwapBound));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
    }
}
