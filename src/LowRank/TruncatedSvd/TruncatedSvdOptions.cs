namespace LowRank;

/// <summary>The options of <see cref="TruncatedSvd"/>.</summary>
public sealed record TruncatedSvdOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="Oversampling"/>.</summary>
    public const int DefaultOversampling = 10;

    /// <summary>The default of <see cref="PowerIterations"/>.</summary>
    public const int DefaultPowerIterations = 2;

    /// <summary>The method; <see cref="TruncatedSvdMethod.Auto"/> by default.</summary>
    public TruncatedSvdMethod Method { get; init; } = TruncatedSvdMethod.Auto;

    /// <summary>How many columns the sketch has beyond the rank; 10 by default. Not used by the full method.</summary>
    public int Oversampling { get; init; } = DefaultOversampling;

    /// <summary>
    /// The number q of applications of A Aᴴ after the first product; 2 by default. More sharpen slowly decaying spectra, at two products each.
    /// Not used by the full method.
    /// </summary>
    public int PowerIterations { get; init; } = DefaultPowerIterations;

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "There is no such method.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
    }
}
