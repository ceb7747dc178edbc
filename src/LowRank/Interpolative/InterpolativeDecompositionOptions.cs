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

    /// <summary>
    /// The bound f ≥ 1 that no coefficient is to exceed, to rounding; null, the default, for none. Columns are exchanged until it holds, which also makes the choice
    /// rank-revealing: <c>σ_i(C) ≥ σ_i(A) / √(1 + f²k(n − k))</c> (Gu and Eisenstat 1996). 2 is usual. Each exchange costs one product of A with k columns; mostly
    /// there are none to make, and finding that out costs one more product. To an error, the rank is chosen before the exchanges.
    /// </summary>
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

        if (StrongSwapBound is { } bound && !(bound >= 1 && double.IsFinite(bound)))
        {
            throw new ArgumentOutOfRangeException(nameof(StrongSwapBound), bound, "A bound on coefficients is at least 1.");
        }

        if (StrongSwapBound is not null && Coefficients == InterpolativeCoefficients.FromSketch)
        {
            throw new ArgumentException("Exchanges need coefficients that are fitted to the matrix, not to a sketch.", nameof(StrongSwapBound));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
    }
}
