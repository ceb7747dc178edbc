using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank.Selection;

/// <summary>How much of a choice its caller uses, so that no more is computed.</summary>
internal enum SelectionNeed
{
    /// <summary>The columns alone.</summary>
    Columns,

    /// <summary>QᴴA and the residual too, but not Q.</summary>
    Coefficients,

    /// <summary>All of the basis.</summary>
    Basis,
}

/// <summary>What a selector is asked.</summary>
/// <param name="A">The matrix, m × n.</param>
/// <param name="Source">Its columns.</param>
/// <param name="Norm">‖A‖_F where it is known.</param>
/// <param name="Truncation">How far to go.</param>
/// <param name="Limit">The largest number of columns; where a rank is prescribed, this number.</param>
/// <param name="Options">The options, with the seed and the threads of the call.</param>
/// <param name="Context">The running call.</param>
/// <param name="Workspace">Where a basis is to live.</param>
internal sealed record SelectionProblem<T>(
    ILinearOperator<T> A, IColumnSource<T> Source, double? Norm, Truncation Truncation, int Limit, ColumnSelectionOptions Options,
        RunContext Context, Workspace<T> Workspace)
    where T : unmanaged, INumberBase<T>
{
    public SelectionProblem(
        ILinearOperator<T> a, double? norm, Truncation truncation, int limit, ColumnSelectionOptions options, RunContext context,
            Workspace<T> workspace)
        : this(a, ProductSource<T>.ColumnsOf(a), norm, truncation, limit, options, context, workspace)
    {
    }

    public SelectionNeed Need { get; init; } = SelectionNeed.Basis;

    public SelectionTuning Tuning { get; } = Tuning<SelectionTuning>.Current;

    public int Size => Math.Max(A.RowCount, A.ColumnCount);

    /// <summary>The same for a number of columns.</summary>
    public SelectionProblem<T> ToCount(int count, RunContext context) =>
        this with { Truncation = Truncation.Rank(count), Limit = count, Context = context };

    /// <summary>Whether what a basis leaves is small enough; never for a prescribed rank.</summary>
    public bool IsMetBy(Residual residual)
    {
        double tolerance = Math.Max(Truncation.RelativeTolerance(residual.Norm), ResidualEstimator<T>.RoundingFloor(Size));
        return !Truncation.IsRank && ResidualEstimator<T>.SafeSquared(residual) <= tolerance * tolerance;
    }
}
