using LowRank.Selection;

namespace LowRank;

/// <summary>The options of <see cref="CurDecomposition"/>.</summary>
public sealed record CurDecompositionOptions : RandomizedOptions
{
    /// <summary>How columns are chosen; <see cref="ColumnSelectionMethod.RandomizedPivoting"/> by default.</summary>
    public ColumnSelectionMethod Method { get; init; } = ColumnSelectionMethod.RandomizedPivoting;

    /// <summary>How rows are chosen; from the chosen columns by default.</summary>
    public CurRowSelection RowSelection { get; init; } = CurRowSelection.FromColumns;

    /// <summary>The core; the optimal one by default.</summary>
    public CurCore Core { get; init; } = CurCore.Optimal;

    /// <summary>How many rows are chosen beyond the number of columns; 0 by default. A few make the intersection core more
    /// robust.</summary>
    public int RowOversampling { get; init; }

    /// <summary>The condition number of <c>A[I, J]</c> from which on the optimal core replaces it; null, the default, for 1 / (100
    /// ε).</summary>
    public double? ConditionLimit { get; init; }

    /// <summary>How many directions a sketch has beyond the number of columns; 10 by default.</summary>
    public int Oversampling { get; init; } = ColumnSelectionOptions.DefaultOversampling;

    /// <summary>The number of applications of A Aᴴ behind approximate singular vectors; 2 by default.</summary>
    public int PowerIterations { get; init; } = ColumnSelectionOptions.DefaultPowerIterations;

    /// <summary>How many singular vectors leverage scores are taken from; null, the default, for as many as columns.</summary>
    public int? SubspaceRank { get; init; }

    /// <summary>Which leverage scores; exact ones by default.</summary>
    public LeverageScoreKind LeverageScores { get; init; } = LeverageScoreKind.Exact;

    /// <inheritdoc cref="ColumnSelectionOptions.PreSampleCount"/>
    public int? PreSampleCount { get; init; }

    /// <inheritdoc cref="ColumnSelectionOptions.PreSampling"/>
    public ColumnSelectionMethod PreSampling { get; init; } = ColumnSelectionMethod.Uniform;

    /// <inheritdoc cref="ColumnSelectionOptions.StrongSwapBound"/>
    public double? StrongSwapBound { get; init; }

    /// <summary>What these options say of the choice of columns.</summary>
    internal ColumnSelectionOptions Selection => new()
    {
        Method = Method,
        Oversampling = Oversampling,
        PowerIterations = PowerIterations,
        SubspaceRank = SubspaceRank,
        LeverageScores = LeverageScores,
        PreSampleCount = PreSampleCount,
        PreSampling = PreSampling,
        StrongSwapBound = StrongSwapBound,
        Seed = Seed,
        MaxDegreeOfParallelism = MaxDegreeOfParallelism,
    };

    internal override void Validate()
    {
        Selection.Validate();
        if (!Enum.IsDefined(RowSelection))
        {
            throw new ArgumentOutOfRangeException(nameof(RowSelection), RowSelection, "There is no such selection of rows.");
        }

        if (!Enum.IsDefined(Core))
        {
            throw new ArgumentOutOfRangeException(nameof(Core), Core, "There is no such core.");
        }

        if (ConditionLimit is { } limit && !(limit >= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ConditionLimit), limit, "A condition number is at least 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(RowOversampling);
    }
}
