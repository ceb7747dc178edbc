using System.Numerics;
using LowRank.CurParts;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank;

/// <summary>The CUR decomposition: a matrix written in terms of some of its own columns and rows.</summary>
public static class CurDecomposition
{
    /// <summary>Computes <c>A ≈ C U R</c> to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">
    /// An m × n matrix or operator. It is not changed. An operator that is no <see cref="IColumnSource{T}"/> or
    /// <see cref="IRowSource{T}"/> is asked for columns and rows by products with unit vectors. Of a sparse matrix, passed as such, C and
    /// R stay sparse: that is another method of this name.
    /// </param>
    /// <param name="truncation">The number k of columns, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a
    /// number.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, the three factors, and the error in its two parts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost: that of choosing columns (see <see cref="ColumnSelection"/>), which for the default method includes the product with A that
    /// the core needs, and O((m + n)k²). The error is exact but for rounding for either core: what is outside the columns and what is
    /// inside them are orthogonal. An error is met, mostly at a rank a little larger than necessary, since rows lose about as much
    /// as columns do. Sources: Sorensen and Embree 2016 (the optimal core, stabilised by QR); Goreinov and Tyrtyshnikov 2001
    /// (the intersection).
    /// </remarks>
    public static CurDecomposition<T> Compute<T>(
        ILinearOperator<T> a, Truncation truncation, CurDecompositionOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        return Dense(a, Find(a, truncation, options, cancellationToken));
    }

    /// <summary>Computes <c>A ≈ C U R</c> to a rank or to an error, with columns and rows that stay sparse.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">A sparse m × n matrix. It is not changed.</param>
    /// <param name="truncation">The number k of columns, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a
    /// number.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, the three factors, and the error in its two parts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">The tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// As <see cref="Compute{T}(ILinearOperator{T}, Truncation, CurDecompositionOptions?, CancellationToken)"/>, and with the same
    /// indices. On the way a few dense matrices of m × k and n × k are needed; what is kept is sparse, and k × k. (Selectors that need
    /// every entry write A out: see <see cref="ColumnSelectionMethod"/>.)
    /// </remarks>
    public static SparseCurDecomposition<T> Compute<T>(
        SparseMatrix<T> a, Truncation truncation, CurDecompositionOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        return SparseCurDecomposition<T>.Of(a, Find(a, truncation, options, cancellationToken));
    }

    /// <summary>The decomposition with columns and rows that you have chosen.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed.</param>
    /// <param name="columns">J: different columns of A, from 0, in any order.</param>
    /// <param name="rows">I: different rows of A, from 0, in any order; as many as columns, or more, or fewer.</param>
    /// <param name="options">The options, of which the core, the condition limit and the seed are used; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The decomposition, with the indices in the order given.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range, or an option is.</exception>
    /// <exception cref="ArgumentException">An index comes twice, or an entry of A is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>Cost: one product with |J| columns, and O((m + n)k²).</remarks>
    public static CurDecomposition<T> FromIndices<T>(
        ILinearOperator<T> a, ReadOnlySpan<int> columns, ReadOnlySpan<int> rows, CurDecompositionOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        return Dense(a, OfIndices(a, columns, rows, options, cancellationToken));
    }

    /// <summary>The decomposition with columns and rows that you have chosen, which stay sparse.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">A sparse m × n matrix. It is not changed.</param>
    /// <param name="columns">J: different columns of A, from 0, in any order.</param>
    /// <param name="rows">I: different rows of A, from 0, in any order; as many as columns, or more, or fewer.</param>
    /// <param name="options">The options, of which the core, the condition limit and the seed are used; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The decomposition, with the indices in the order given.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range, or an option is.</exception>
    /// <exception cref="ArgumentException">An index comes twice.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>Cost: one product with |J| columns, and O((m + n)k²).</remarks>
    public static SparseCurDecomposition<T> FromIndices<T>(
        SparseMatrix<T> a, ReadOnlySpan<int> columns, ReadOnlySpan<int> rows, CurDecompositionOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        return SparseCurDecomposition<T>.Of(a, OfIndices(a, columns, rows, options, cancellationToken));
    }

    private static CurParts<T> Find<T>(
        ILinearOperator<T> a, Truncation truncation, CurDecompositionOptions? options, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RowSpace.RequireWhole(a, nameof(a));
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        double? norm = InputNorm.Of(a, nameof(a), context);
        CurParts<T> parts = new CurEngine<T>(a, norm, options, context).Find(truncation, limit);
        return call.Done(parts);
    }

    private static CurParts<T> OfIndices<T>(
        ILinearOperator<T> a, ReadOnlySpan<int> columns, ReadOnlySpan<int> rows, CurDecompositionOptions? options,
        CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RowSpace.RequireWhole(a, nameof(a));
        IndexGuard.Distinct(columns, a.ColumnCount, a.ColumnCount, nameof(columns));
        IndexGuard.Distinct(rows, a.RowCount, a.RowCount, nameof(rows));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        double? norm = InputNorm.Of(a, nameof(a), context);
        CurParts<T> parts = new CurEngine<T>(a, norm, options, context).OfIndices(columns.ToArray(), rows.ToArray());
        return call.Done(parts);
    }

    private static CurDecomposition<T> Dense<T>(ILinearOperator<T> a, CurParts<T> parts)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> c = DenseMatrix.Uninitialized<T>(a.RowCount, parts.Columns.Length, MatrixLayout.ColumnMajor);
        DenseMatrix<T> r = DenseMatrix.Uninitialized<T>(parts.Rows.Length, a.ColumnCount, MatrixLayout.RowMajor);
        ProductSource<T>.ColumnsOf(a).CopyColumns(parts.Columns, c);
        ProductSource<T>.RowsOf(a).CopyRows(parts.Rows, r);
        return new CurDecomposition<T>(parts, c, r, parts.Factors.Coefficients);
    }
}
