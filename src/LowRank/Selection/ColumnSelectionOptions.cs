using LowRank.Execution;
using LowRank.Selection;

namespace LowRank;

/// <summary>
/// How columns are chosen: the options of <see cref="ColumnSelection"/>, and of every decomposition that chooses columns, which holds
/// them as its <c>Selection</c>. There, seed, threads and progress are those of the decomposition's own options.
/// </summary>
/// <remarks>A method converts to them: <c>Selection = ColumnSelectionMethod.Deim</c>.</remarks>
public sealed record ColumnSelectionOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="Oversampling"/>.</summary>
    public const int DefaultOversampling = 10;

    /// <summary>The default of <see cref="PowerIterations"/> for singular vectors.</summary>
    public const int DefaultPowerIterations = 2;

    /// <summary>The method; <see cref="ColumnSelectionMethod.Auto"/> by default.</summary>
    public ColumnSelectionMethod Method { get; init; } = ColumnSelectionMethod.Auto;

    /// <summary>How many directions a sketch has beyond the number of columns; 10 by default.</summary>
    public int Oversampling { get; init; } = DefaultOversampling;

    /// <summary>
    /// The number of applications of A Aᴴ by a range finder. Each costs two more products with A. Null, the default, means
    /// <see cref="DefaultPowerIterations"/> for singular vectors that are not computed exactly, and none for
    /// <see cref="ColumnSelectionMethod.RangeFinderPivotedQr"/>.
    /// </summary>
    public int? PowerIterations { get; init; }

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

    /// <summary>The options of a method, all else as by default.</summary>
    /// <param name="method">The method.</param>
    public static implicit operator ColumnSelectionOptions(ColumnSelectionMethod method) => new() { Method = method };

    /// <summary>The method, with <see cref="ColumnSelectionMethod.Auto"/> resolved for a matrix of any size.</summary>
    internal ColumnSelectionMethod ResolvedMethod => Method != ColumnSelectionMethod.Auto ? Method
        : PowerIterations > 0 ? ColumnSelectionMethod.RangeFinderPivotedQr : ColumnSelectionMethod.SketchedPivoting;

    /// <summary>The same within a decomposition, whose seed, threads and progress hold.</summary>
    internal ColumnSelectionOptions Within(RandomizedOptions outer) =>
        this with { Seed = outer.Seed, MaxDegreeOfParallelism = outer.MaxDegreeOfParallelism, Progress = outer.Progress };

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Method);
        Defined.Check(LeverageScores);
        if (PreSampling is not (
            ColumnSelectionMethod.Uniform or ColumnSelectionMethod.NormSampling or ColumnSelectionMethod.LeverageSampling))
        {
            throw new ArgumentOutOfRangeException(
                nameof(PreSampling), PreSampling, "Columns are drawn uniformly, by norms or by leverage scores.");
        }

        if (StrongSwapBound is { } bound && !(bound >= 1 && double.IsFinite(bound)))
        {
            throw new ArgumentOutOfRangeException(nameof(StrongSwapBound), bound, "A bound on coefficients is at least 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations ?? 0, nameof(PowerIterations));
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
