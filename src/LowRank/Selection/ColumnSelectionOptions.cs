using LowRank.Selection;

namespace LowRank;

/// <summary>The options of <see cref="ColumnSelection"/>.</summary>
public sealed record ColumnSelectionOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="Oversampling"/>.</summary>
    public const int DefaultOversampling = 10;

    /// <summary>The default of <see cref="PowerIterations"/>.</summary>
    public const int DefaultPowerIterations = 2;

    /// <summary>The method; <see cref="ColumnSelectionMethod.RandomizedPivoting"/> by default.</summary>
    public ColumnSelectionMethod Method { get; init; } = ColumnSelectionMethod.RandomizedPivoting;

    /// <summary>How many directions a sketch has beyond the number of columns; 10 by default.</summary>
    public int Oversampling { get; init; } = DefaultOversampling;

    /// <summary>The number of applications of A Aᴴ by the range finder behind singular vectors that are not computed exactly; 2 by
    /// default.</summary>
    public int PowerIterations { get; init; } = DefaultPowerIterations;

    /// <summary>
    /// How many singular vectors γ leverage scores are taken from; null, the default, for as many as columns are chosen. Where the
    /// spectrum has a gap, the number of values above it serves best.
    /// </summary>
    public int? SubspaceRank { get; init; }

    /// <summary>Which leverage scores; exact ones by default.</summary>
    public LeverageScoreKind LeverageScores { get; init; } = LeverageScoreKind.Exact;

    /// <summary>
    /// How many columns to draw first, from which the method then chooses as if they were all; null, the default, for no drawing. At
    /// least the number of columns chosen are drawn.
    /// </summary>
    public int? PreSampleCount { get; init; }

    /// <summary>How they are drawn: <see cref="ColumnSelectionMethod.Uniform"/> (the default),
    /// <see cref="ColumnSelectionMethod.NormSampling"/> or <see cref="ColumnSelectionMethod.LeverageSampling"/>.</summary>
    public ColumnSelectionMethod PreSampling { get; init; } = ColumnSelectionMethod.Uniform;

    /// <summary>
    /// The bound f ≥ 1 that no coefficient of <c>C⁺A</c> is to exceed, to rounding; null, the default, for none. Whatever the method has
    /// chosen, columns are exchanged until the bound holds, which also makes the choice rank-revealing: <c>σ_i(C) ≥ σ_i(A) / √(1 + f²k(n
    /// − k))</c> (Gu and Eisenstat 1996). 2 is usual. Each exchange costs one product of A with k columns; mostly there are none to make,
    /// and finding that out costs one more product. To an error, the number of columns is chosen before the exchanges.
    /// </summary>
    public double? StrongSwapBound { get; init; }

    /// <summary>Refuses what is no bound on coefficients.</summary>
    internal static void CheckSwapBound(double? bound, string name)
    {
        if (bound is { } value && !(value >= 1 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "A bound on coefficients is at least 1.");
        }
    }

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "There is no such method.");
        }

        if (!Enum.IsDefined(LeverageScores))
        {
            throw new ArgumentOutOfRangeException(nameof(LeverageScores), LeverageScores, "There are no such leverage scores.");
        }

        if (PreSampling is not (
            ColumnSelectionMethod.Uniform or ColumnSelectionMethod.NormSampling or ColumnSelectionMethod.LeverageSampling))
        {
            throw new ArgumentOutOfRangeException(
                nameof(PreSampling), PreSampling, "Columns are drawn uniformly, by norms or by leverage scores.");
        }

        CheckSwapBound(StrongSwapBound, nameof(StrongSwapBound));
        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations);
        if (SubspaceRank is { } rank)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rank, nameof(SubspaceRank));
        }

        if (PreSampleCount is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(PreSampleCount));
        }
    }
}
