using System.Diagnostics;
using System.Numerics;
using LowRank.Approximations;
using LowRank.ColumnRowProducts;
using LowRank.Execution;

namespace LowRank;

public static partial class ColumnRow
{
    /// <summary>What approximating <c>X Y</c> by a given number of terms, or to an error, would bring, before the product is
    /// formed.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix; it must not change before the plan is carried out.</param>
    /// <param name="y">An l × m matrix; the same.</param>
    /// <param name="truncation">The number of draws, or of terms, 1 or more, for top-k at most l; or the error allowed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The expected error and the predicted times; <see cref="ColumnRowPlan{T}.Multiply"/> carries the plan out.</returns>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)" path="/exception"/>
    /// <remarks>
    /// Cost: one pass over each factor, which carrying the plan out does not repeat, and once per process some milliseconds to learn how
    /// fast products are here. A control variate is not planned: its cost and its effect are known only when it has been made.
    /// </remarks>
    public static ColumnRowPlan<T> Plan<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, Truncation truncation, ColumnRowOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        Check(x, y);
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        CheckTruncation(truncation, x.ColumnCount, options.Scheme);
        if (options.ControlVariateRank > 0)
        {
            throw new ArgumentException("A control variate cannot be planned.", nameof(options));
        }

        context.Step("norms", 0, 4);
        long start = Stopwatch.GetTimestamp();
        TermNorms norms = TermNorms.Of(x, y, context);
        TimeSpan pass = Stopwatch.GetElapsedTime(start);
        ChosenTerms<T> terms = Choose(new TermProblem<T>(new Factor<T>(x), y, norms, options, context), truncation);
        return call.Done(new ColumnRowPlan<T>(terms, TimePrediction.Of(x, y, terms.Selection, pass, context)));
    }
}
