using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

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

    /// <summary>The rows of A.</summary>
    public RowSpace Rows => RowSpace.Of(A);

    /// <summary>max(m, n).</summary>
    public long Size => Rows.Larger(A.ColumnCount);

    /// <summary>min(m, n).</summary>
    public int Smaller => Rows.Smaller(A.ColumnCount);

    /// <summary>A for what needs its entries. Where A is in parts, a small matrix whose columns have the same inner products: no choice
    /// of columns depends on more.</summary>
    public DenseMatrix<T> Entries() => Compact(DenseInput.Of(A));

    /// <summary>The same for some columns of A.</summary>
    public DenseMatrix<T> Compact(DenseMatrix<T> own) => Rows.IsLocal ? own : new TallBlock<T>(own, Rows).Compact(Workspace);

    /// <summary>A block of rows of A, undefined, in the workspace.</summary>
    public TallBlock<T> RentTall(int columns) => TallBlock<T>.Rent(Workspace, Rows, columns);

    /// <summary>The same for a number of columns.</summary>
    public SelectionProblem<T> ToCount(int count, RunContext context) =>
        this with { Truncation = Truncation.Rank(count), Limit = count, Context = context };

    /// <summary>Whether what a basis leaves is small enough; never for a prescribed rank.</summary>
    public bool IsMetBy(Residual residual)
    {
        double tolerance = Math.Max(
            Truncation.RelativeTolerance(residual.Norm, ResidualEstimator<T>.SafeReference(residual)),
            ResidualEstimator<T>.RoundingFloor(Size));
        return !Truncation.IsRank && Rows.Agree(ResidualEstimator<T>.SafeSquared(residual) <= tolerance * tolerance);
    }
}
