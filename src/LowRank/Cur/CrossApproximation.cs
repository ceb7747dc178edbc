using System.Numerics;
using LowRank.CurParts;
using LowRank.Execution;
using LowRank.Kernels;

namespace LowRank;

/// <summary>Adaptive cross approximation: a matrix of low rank from few of its entries, each computed when it is asked for.</summary>
public static class CrossApproximation
{
    /// <summary>Approximates the m × n matrix whose entries a function computes.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rowCount">m.</param>
    /// <param name="columnCount">n.</param>
    /// <param name="entry">Computes the entry at (row, column), both from 0. It is called on this thread only. What it throws passes
    /// through, and nothing is left behind.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error at which to stop. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between crosses.</param>
    /// <returns>The factors, the pivots, how many entries were read, and an error estimate.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="entry"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, the rank is greater than min(m, n), or an option is out of
    /// range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>
    /// Cost with partial pivoting: (m + n)k entries, some hundreds for the check, and O((m + n)k²) flops. The result may have a lower
    /// rank than asked for, where nothing is left. To an error, the search stops when a new cross and the check are both within it; the
    /// check is a sample, so a lone large entry can be missed: <see cref="ErrorEstimate.UpperBound"/> is infinite. Full pivoting reads
    /// all mn entries once, and its error is exact. Source: Bebendorf 2000; Goreinov, Tyrtyshnikov and Zamarashkin 1997.
    /// </remarks>
    public static CrossApproximation<T> Compute<T>(
        int rowCount, int columnCount, Func<int, int, T> entry, Truncation truncation, CrossApproximationOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        ArgumentNullException.ThrowIfNull(entry);
        Scalar<T>.EnsureSupported();
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(rowCount, columnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        using CrossSearch<T> search = new(rowCount, columnCount, entry, limit, options.Seed, context);
        CrossApproximation<T> result = options.Pivoting == CrossPivoting.Full
            ? search.Fully(truncation) : search.Partially(truncation, options.CheckCount);
        return call.Done(result);
    }
}
