using System.Numerics;
using LowRank.Execution;
using LowRank.Interpolative;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;

namespace LowRank;

/// <summary>The interpolative decomposition: a matrix written in terms of some of its own columns, or rows.</summary>
public static partial class InterpolativeDecomposition
{
    /// <summary>Computes <c>A ≈ A[:, J] Z</c>, or <c>A ≈ Z A[I, :]</c>, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">
    /// An m × n matrix or operator. It is not changed. An operator that is no <see cref="IColumnSource{T}"/> (to choose columns) or
    /// <see cref="IRowSource{T}"/> (rows) is asked for the chosen ones by products with unit vectors. Of an
    /// <see cref="IRowPartitioned"/> operator columns can be chosen; the skeleton then holds the rows that are here.
    /// </param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, the skeleton and the coefficients <c>Z = A[:, J]⁺ A</c>, with an error estimate.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost of sketched pivoting: a sketch (two additions an entry for dense matrices) and 2mn(k + 8) flops, (m + n)k elements of
    /// memory. Of the pivoted QR: k readings of one copy of A; its error is <c>‖R₂₂‖_F</c>. Of other selectors, the choice (see
    /// <see cref="ColumnSelectionMethod"/>), and one product of A with k columns for the coefficients. Sources: Cheng, Gimbutas,
    /// Martinsson and Rokhlin 2005; Halko, Martinsson and Tropp 2011, section 5.2; Duersch and Gu 2017.
    /// </remarks>
    public static InterpolativeDecomposition<T> Compute<T>(
        ILinearOperator<T> a, Truncation truncation, InterpolativeDecompositionOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(RowSpace.Of(a).Count, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        ColumnSelectionOptions selection = Selection(a, options);

        // The sketch of sketched pivoting reads all of a dense matrix; so it measures and checks it too.
        bool isMeasuredBySketch = a is DenseMatrix<T>
            && options is { Side: InterpolativeSide.Columns, Coefficients: InterpolativeCoefficients.Fitted }
            && selection is { Method: ColumnSelectionMethod.SketchedPivoting, StrongSwapBound: null, PreSampleCount: null };
        double? norm = isMeasuredBySketch ? null : InputNorm.Of(a, nameof(a), context);
        using Workspace<T> workspace = new();
        ColumnSkeleton<T> result = Run(
            new SelectionProblem<T>(Columnwise(a, options.Side), norm, truncation, limit, selection, context, workspace),
                options.Coefficients);
        bool isFromSketch = options.Coefficients == InterpolativeCoefficients.FromSketch;
        return call.Done(Result(options.Side, isFromSketch ? ColumnSelectionMethod.SketchedPivoting : selection.Method, result));
    }

    /// <summary>Computes <c>A ≈ P A[I, J] Z</c>: rows and columns of A at once, around the entries where they meet.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out. <see cref="InterpolativeDecompositionOptions.Side"/> says which side
    /// is chosen from A itself.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices and the three factors, with the error estimate of the side that was chosen first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost: that of <see cref="Compute"/>, and a pivoted QR of the k chosen columns (rows), 2mk² flops. The second choice is exact to
    /// rounding, since k columns have a skeleton of k rows; so the error is that of the one-sided decomposition. Source: Cheng, Gimbutas,
    /// Martinsson and Rokhlin 2005.
    /// </remarks>
    public static TwoSidedInterpolativeDecomposition<T> ComputeTwoSided<T>(
        ILinearOperator<T> a, Truncation truncation, InterpolativeDecompositionOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RowSpace.RequireWhole(a, nameof(a));
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        double? norm = InputNorm.Of(a, nameof(a), context);
        ColumnSelectionOptions selection = Selection(a, options);
        using Workspace<T> workspace = new();
        ColumnSkeleton<T> first = Run(
            new SelectionProblem<T>(
                Columnwise(a, options.Side), norm, truncation, limit, selection, context.Part(0, 0.9), workspace), options.Coefficients);
        int rank = first.Columns.Length;
        DenseMatrix<T> lines = first.Skeleton.Transpose();
        ColumnSelectionOptions exact = selection with { Method = ColumnSelectionMethod.ColumnPivotedQr, PreSampleCount = null };
        ColumnSkeleton<T> second = ColumnInterpolation<T>.Choose(new SelectionProblem<T>(
            lines, Kernels<T>.FrobeniusNorm(lines.Span), rank, rank, exact, context.Part(0.9, 1), workspace));
        bool isRows = options.Side == InterpolativeSide.Rows;
        return call.Done(new TwoSidedInterpolativeDecomposition<T>(
            isRows ? first.Columns : second.Columns,
            isRows ? second.Columns : first.Columns,
            isRows ? first.Coefficients.Transpose() : second.Coefficients.Transpose(),
            isRows ? second.Skeleton : second.Skeleton.Transpose(),
            isRows ? second.Coefficients : first.Coefficients,
            first.Error));
    }

    /// <summary>The decomposition with columns (rows) that you have chosen: the best coefficients for them, and their error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed.</param>
    /// <param name="indices">Different columns (rows) of A, from 0, in any order; at most min(m, n).</param>
    /// <param name="options">The options; the defaults if left out. The method of selection is not used.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The decomposition, with the indices in the order given; exchanged, where
    /// <see cref="ColumnSelectionOptions.StrongSwapBound"/> asks for that.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of A's columns (rows), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An index comes twice, there are more than min(m, n), or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>Cost: one product with k columns and a QR of m × k. Columns that depend on others represent only themselves.</remarks>
    public static InterpolativeDecomposition<T> FromIndices<T>(
        ILinearOperator<T> a, ReadOnlySpan<int> indices, InterpolativeDecompositionOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        int count = options.Side == InterpolativeSide.Columns ? a.ColumnCount : a.RowCount;
        IndexGuard.Distinct(indices, count, RowSpace.Of(a).Smaller(a.ColumnCount), nameof(indices));
        double? norm = InputNorm.Of(a, nameof(a), context);
        using Workspace<T> workspace = new();
        ColumnSkeleton<T> result = ColumnInterpolation<T>.OfColumns(indices.ToArray(), new SelectionProblem<T>(
            Columnwise(a, options.Side), norm, indices.Length, indices.Length, Selection(a, options), context, workspace));
        return call.Done(Result(options.Side, null, result));
    }

    private static ColumnSkeleton<T> Run<T>(SelectionProblem<T> problem, InterpolativeCoefficients coefficients)
        where T : unmanaged, INumberBase<T> => coefficients == InterpolativeCoefficients.FromSketch
        ? new SketchInterpolation<T>(problem).Find() : ColumnInterpolation<T>.Choose(problem);

    private static InterpolativeDecomposition<T> Result<T>(
        InterpolativeSide side, ColumnSelectionMethod? method, ColumnSkeleton<T> result)
        where T : unmanaged, INumberBase<T>
    {
        bool isRows = side == InterpolativeSide.Rows;
        return new InterpolativeDecomposition<T>(
            side,
            result.Columns,
            isRows ? result.Skeleton.Transpose() : result.Skeleton,
            isRows ? result.Coefficients.Transpose() : result.Coefficients,
            result.Error,
            method,
            result.LargestCoefficient,
            result.SwapCount);
    }

    /// <summary>The operator whose columns are to be chosen: A, or its transpose.</summary>
    private static ILinearOperator<T> Columnwise<T>(ILinearOperator<T> a, InterpolativeSide side)
        where T : unmanaged, INumberBase<T> => side == InterpolativeSide.Rows ? ProductSource<T>.Transpose(a) : a;

    /// <summary>The selection, its method resolved.</summary>
    private static ColumnSelectionOptions Selection<T>(ILinearOperator<T> a, InterpolativeDecompositionOptions options)
        where T : unmanaged, INumberBase<T>
    {
        ColumnSelectionOptions selection = options.Selection.Within(options);
        double work = (double)a.RowCount * a.ColumnCount * Math.Min(a.RowCount, a.ColumnCount);
        bool isSmall = a is DenseMatrix<T> && work <= Tuning<InterpolativeTuning>.Current.SmallProblem;
        return selection with
        {
            Method = isSmall && selection.Method == ColumnSelectionMethod.Auto
                ? ColumnSelectionMethod.ColumnPivotedQr : selection.ResolvedMethod,
        };
    }
}
