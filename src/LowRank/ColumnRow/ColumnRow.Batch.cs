using System.Numerics;
using System.Runtime.ExceptionServices;
using LowRank.ColumnRowProducts;
using LowRank.Execution;

namespace LowRank;

public static partial class ColumnRow
{
    /// <summary>Approximates several products <c>X_k Y_k</c>, with draws of their own for each.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">The left factors, of any shapes.</param>
    /// <param name="y">As many right factors.</param>
    /// <param name="sampleCount">The number r of draws, or of terms, of each product, 1 or more; for top-k at most the smallest l.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between products, and within them between native calls.</param>
    /// <returns>The products in order. The first is what
    /// <see cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"/> gives.</returns>
    /// <exception cref="ArgumentNullException">A list or a matrix is null.</exception>
    /// <exception cref="ArgumentException">The lists differ in length, inner dimensions differ, or an entry is NaN or infinite.</exception>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"
    /// path="/exception[@cref='T:System.ArgumentOutOfRangeException']"/>
    /// <remarks>Small products run side by side, large ones one after the other on all threads; the results are the same.</remarks>
    public static ColumnRowProduct<T>[] MultiplyBatch<T>(
        IReadOnlyList<DenseMatrix<T>> x, IReadOnlyList<DenseMatrix<T>> y, int sampleCount, ColumnRowOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count)
        {
            throw new ArgumentException($"There are {x.Count} left and {y.Count} right factors.", nameof(y));
        }

        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext whole) = (call.Options, call.Context);
        double work = 0;
        for (int k = 0; k < x.Count; k++)
        {
            Check(x[k], y[k]);
            CheckCount(sampleCount, x[k].ColumnCount, options.Scheme, nameof(sampleCount));
            work = Math.Max(work, (double)x[k].RowCount * Math.Min(sampleCount, x[k].ColumnCount) * y[k].ColumnCount);
        }

        ColumnRowProduct<T>[] products = new ColumnRowProduct<T>[x.Count];
        whole.Step("batch", 0, 1);
        if (work >= Tuning<ColumnRowTuning>.Current.FewestForThreads || whole.MaxDegreeOfParallelism == 1 || x.Count <= 1)
        {
            for (int k = 0; k < x.Count; k++)
            {
                RunContext context = whole.Part((double)k / x.Count, (k + 1.0) / x.Count);
                products[k] = Item(x[k], y[k], sampleCount, k, options, context);
            }

            return call.Done(products);
        }

        ColumnRowOptions single = options with { MaxDegreeOfParallelism = 1, Progress = null };
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = whole.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, x.Count, parallel, k =>
                products[k] = Item(x[k], y[k], sampleCount, k, single, new RunContext(single, cancellationToken)));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return call.Done(products);
    }

    private static ColumnRowProduct<T> Item<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, int sampleCount, int item, ColumnRowOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        using var threads = context.LimitThreads();
        context.Step("norms", 0, 4);
        return Sum(x, y, TermNorms.Of(x, y, context), sampleCount, null, options, context, item);
    }
}
