using System.Numerics;
using LowRank.Decompositions;
using LowRank.Execution;
using LowRank.Interpolative;
using LowRank.Matrices;

namespace LowRank;

/// <summary>The interpolative decomposition: a matrix written in terms of some of its own columns, or rows.</summary>
public static class InterpolativeDecomposition
{
    // Below this value of m n min(m, n) a pivoted QR of the whole matrix takes some tens of milliseconds.
    private const double SmallProblem = 5e7;

    /// <summary>Computes <c>A ≈ A[:, J] Z</c>, or <c>A ≈ Z A[I, :]</c>, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">
    /// An m × n matrix, or an operator that is also an <see cref="IColumnSource{T}"/> (to choose columns) or an <see cref="IRowSource{T}"/> (rows). It is not changed.
    /// </param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, the skeleton and the coefficients <c>Z = A[:, J]⁺ A</c>, with an error estimate.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the operator cannot hand out columns (rows).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost of the sketched method, with l = k + oversampling and q power iterations: 2q + 2 products with thin matrices for the choice and one for the coefficients,
    /// (m + n)l elements of memory. Of the full pivoted QR: some 2mn·min(m, n) flops and one copy of A.
    /// Source: Cheng, Gimbutas, Martinsson and Rokhlin 2005; Halko, Martinsson and Tropp 2011, section 5.2. The error is
    /// <c>‖R₂₂‖_F</c> for the pivoted QR (I-5).
    /// </remarks>
    public static InterpolativeDecomposition<T> Compute<T>(
        ILinearOperator<T> a, Truncation truncation, InterpolativeDecompositionOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        options ??= new InterpolativeDecompositionOptions();
        options.Validate();
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        bool rows = options.Side == InterpolativeSide.Rows;
        (ILinearOperator<T> columnwise, IColumnSource<T> source) = rows ? ByRows(a) : ByColumns(a);
        double? norm = InputNorm.Of(a, nameof(a), context);

        ColumnInterpolation<T> engine = new(columnwise, source, norm, truncation, limit, options, context);
        InterpolativeDecompositionMethod method = options.Method == InterpolativeDecompositionMethod.Auto ? Choose(a, options) : options.Method;
        ColumnSkeleton<T> result = method switch
        {
            InterpolativeDecompositionMethod.ColumnPivotedQr => engine.ByPivotedQr(),
            InterpolativeDecompositionMethod.Sketched => engine.BySketch(),
            _ => engine.ByRandomizedPivoting(),
        };
        context.Step("done", 1, 1);
        return new InterpolativeDecomposition<T>(
            options.Side,
            result.Columns,
            rows ? result.Skeleton.Transpose() : result.Skeleton,
            rows ? result.Coefficients.Transpose() : result.Coefficients,
            result.Error,
            method,
            result.LargestCoefficient);
    }

    private static InterpolativeDecompositionMethod Choose<T>(ILinearOperator<T> a, InterpolativeDecompositionOptions options)
        where T : unmanaged, INumberBase<T>
    {
        double work = (double)a.RowCount * a.ColumnCount * Math.Min(a.RowCount, a.ColumnCount);
        return a is DenseMatrix<T> && work <= SmallProblem ? InterpolativeDecompositionMethod.ColumnPivotedQr
            : options.PowerIterations > 0 ? InterpolativeDecompositionMethod.Sketched
            : InterpolativeDecompositionMethod.RandomizedPivoting;
    }

    private static (ILinearOperator<T> Operator, IColumnSource<T> Source) ByColumns<T>(ILinearOperator<T> a)
        where T : unmanaged, INumberBase<T> =>
        a is IColumnSource<T> source
            ? (a, source)
            : throw new ArgumentException($"To choose columns, the {MatrixGuard.Shape(a)} operator must implement IColumnSource<T>.", nameof(a));

    /// <summary>The rows of A are the columns of its transpose: a view of a dense matrix, an adapter of anything else.</summary>
    private static (ILinearOperator<T> Operator, IColumnSource<T> Source) ByRows<T>(ILinearOperator<T> a)
        where T : unmanaged, INumberBase<T>
    {
        if (a is DenseMatrix<T> dense)
        {
            DenseMatrix<T> transpose = dense.Transpose();
            return (transpose, transpose);
        }

        if (a is IRowSource<T> rows)
        {
            TransposedOperator<T> transpose = new(a, rows);
            return (transpose, transpose);
        }

        throw new ArgumentException($"To choose rows, the {MatrixGuard.Shape(a)} operator must implement IRowSource<T>.", nameof(a));
    }
}
