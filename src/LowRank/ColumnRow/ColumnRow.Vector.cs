using System.Numerics;
using LowRank.Approximations;
using LowRank.ColumnRowProducts;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank;

public static partial class ColumnRow
{
    /// <summary>The 2-norms of the columns of a matrix, for many products <see cref="MultiplyVector{T}"/> with it.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix.</param>
    /// <returns>l norms, without undue overflow or underflow.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> is null.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <remarks>Cost: one pass, in memory order, on several threads.</remarks>
    public static double[] ColumnNorms<T>(DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return TermNorms.Columns(x, x, nameof(x), new RunContext(new ColumnRowOptions(), CancellationToken.None));
    }

    /// <summary>Approximates the product <c>X v</c> of a matrix and a vector from some columns of X.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="vector">v: l numbers.</param>
    /// <param name="sampleCount">The number r of draws, or of terms, 1 or more; for top-k at most l.</param>
    /// <param name="columnNorms">
    /// <see cref="ColumnNorms{T}"/> of X, or null to compute them here, which costs as much as the exact product. Given, X is not checked
    /// for NaN and infinity.
    /// </param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × 1 product.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="x"/> or <paramref name="vector"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The vector or the norms are not l numbers, an entry is NaN or infinite, or options contradict each other or the factors.
    /// </exception>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"
    /// path="/exception[@cref='T:System.ArgumentOutOfRangeException']"/>
    /// <remarks>
    /// Cost with known norms: O(l) for the choice and 2nr flops. It pays only there, and where X is column-major, so that the columns
    /// that are not chosen are never read.
    /// </remarks>
    public static ColumnRowProduct<T> MultiplyVector<T>(
        DenseMatrix<T> x, T[] vector, int sampleCount, double[]? columnNorms = null, ColumnRowOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.Length != x.ColumnCount)
        {
            throw new ArgumentException($"x is {MatrixGuard.Shape(x)}, but vector has {vector.Length} numbers.", nameof(vector));
        }

        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        DenseMatrix<T> column = DenseMatrix.Wrap(vector, vector.Length, 1, MatrixLayout.ColumnMajor);
        CheckCount(sampleCount, x.ColumnCount, options.Scheme, nameof(sampleCount));
        if (columnNorms is not null)
        {
            CheckNorms(columnNorms, x);
        }

        context.Step("norms", 0, 4);
        TermNorms norms = columnNorms is null
            ? TermNorms.Of(x, column, context, nameof(x), nameof(vector))
            : TermNorms.Of(columnNorms, TermNorms.Columns(column.Transpose(), column, nameof(vector), context), x, nameof(vector));
        return call.Done(Sum(x, column, norms, sampleCount, null, options, context));
    }

    private static void CheckNorms<T>(double[] columnNorms, DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        if (columnNorms.Length != x.ColumnCount)
        {
            throw new ArgumentException($"x is {MatrixGuard.Shape(x)}, but there are {columnNorms.Length} norms.", nameof(columnNorms));
        }

        int bad = Array.FindIndex(columnNorms, norm => !(norm >= 0 && double.IsFinite(norm)));
        if (bad >= 0)
        {
            throw new ArgumentException($"Norm {bad} is {columnNorms[bad]}; it must be finite and not negative.", nameof(columnNorms));
        }
    }
}
