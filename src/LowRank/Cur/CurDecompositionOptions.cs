using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="CurDecomposition"/>.</summary>
public sealed record CurDecompositionOptions : RandomizedOptions
{
    /// <summary>How columns are chosen; by <see cref="ColumnSelectionMethod.SketchedPivoting"/> by default. A method alone may stand
    /// here.</summary>
    public ColumnSelectionOptions Selection { get; init; } = new();

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

    internal override void Validate()
    {
        base.Validate();
        ArgumentNullException.ThrowIfNull(Selection);
        Selection.Validate();
        Defined.Check(RowSelection);
        Defined.Check(Core);
        if (ConditionLimit is { } limit && !(limit >= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ConditionLimit), limit, "A condition number is at least 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(RowOversampling);
    }
}
