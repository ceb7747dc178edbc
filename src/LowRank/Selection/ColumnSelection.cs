using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;

namespace LowRank;

/// <summary>Chooses columns, or rows, that represent the others: the selectors behind interpolative and CUR decompositions, each by
/// itself.</summary>
public static class ColumnSelection
{
    /// <summary>Chooses columns of A.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed.</param>
    /// <param name="truncation">How many, 0 … min(m, n), or the error of A projected on them. An <see cref="int"/> converts to a
    /// number.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, and the error of A projected on the columns: <c>‖A − CC⁺A‖_F</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer columns than asked for, or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost: that of the method, see <see cref="ColumnSelectionMethod"/>, and one product with k columns for the error. Equal candidates,
    /// to rounding, go to the lowest index, except under <see cref="ColumnSelectionMethod.SketchedLu"/>, where LAPACK decides. To an
    /// error, methods that need the number first double it until the error is met.
    /// </remarks>
    public static ColumnSubset Select<T>(
        ILinearOperator<T> a, Truncation truncation, ColumnSelectionOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        return Select(a, a, truncation, options, cancellationToken);
    }

    /// <summary>Chooses rows of A: columns of its transpose.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed.</param>
    /// <param name="truncation">How many, 0 … min(m, n), or the error of A projected on them. An <see cref="int"/> converts to a
    /// number.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, and the error of A projected on the rows: <c>‖A − AR⁺R‖_F</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than asked for, or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    public static ColumnSubset SelectRows<T>(
        ILinearOperator<T> a, Truncation truncation, ColumnSelectionOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        return Select(a, ProductSource<T>.Transpose(a), truncation, options, cancellationToken);
    }

    /// <summary>The leverage scores of the columns of A, <c>h_j = ‖V[j, :γ]‖²</c> or their ridge form.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed. Rows: of its transpose.</param>
    /// <param name="rank">γ, 0 … min(m, n): how many singular vectors count.</param>
    /// <param name="options">The options, of which <see cref="ColumnSelectionOptions.LeverageScores"/> and what a range finder needs are
    /// used.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>n numbers, between 0 and 1; exact and approximate ones add up to γ.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is out of range, or an option is.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>Cost: a thin SVD of A for exact and ridge scores; 2q + 2 products with thin matrices for approximate ones.</remarks>
    public static double[] LeverageScores<T>(
        ILinearOperator<T> a, int rank, ColumnSelectionOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        Truncation.Rank(rank).RankLimit(RowSpace.Of(a).Count, a.ColumnCount, nameof(rank));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        context.Step("leverage scores", 0, 1);
        double? norm = InputNorm.Of(a, nameof(a), context);
        using Workspace<T> workspace = new();
        double[] scores = LeverageScoring<T>.Of(new SelectionProblem<T>(a, norm, rank, rank, options, context, workspace), rank);
        return call.Done(scores);
    }

    /// <param name="a">What is checked and named in exceptions.</param>
    /// <param name="columnwise">A itself or its transpose.</param>
    /// <param name="truncation">How far to go.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">The token.</param>
    private static ColumnSubset Select<T>(
        ILinearOperator<T> a, ILinearOperator<T> columnwise, Truncation truncation, ColumnSelectionOptions? options,
            CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(RowSpace.Of(a).Count, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        double? norm = InputNorm.Of(a, nameof(a), context);
        using Workspace<T> workspace = new();
        Choice<T> choice = new ColumnChooser<T>(new SelectionProblem<T>(columnwise, norm, truncation, limit, options, context, workspace)
        {
            Need = SelectionNeed.Coefficients,
        }).Choose();
        return call.Done(new ColumnSubset(
            choice.Columns,
            options.ResolvedMethod,
            choice.Basis.Error(RowSpace.Of(a).Larger(a.ColumnCount)),
            choice.Basis.LargestCoefficient(workspace),
            choice.BasisConstant,
            choice.SwapCount));
    }
}
