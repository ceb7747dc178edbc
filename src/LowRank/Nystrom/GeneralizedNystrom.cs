using System.Numerics;
using LowRank.Execution;
using LowRank.Operators;

namespace LowRank;

/// <summary>The generalised Nyström approximation of any matrix, in one pass over it: <c>A ≈ AX (YᴴAX)⁺ YᴴA</c>.</summary>
/// <remarks>
/// Both sketches are products with A itself, so all that is needed of A fits in one pass, and the sketch of a sum is the sum of the
/// sketches: <see cref="GeneralizedNystromSketch{T}"/> keeps up with a matrix that changes or arrives in pieces. The price is an error
/// above that of the randomised SVD at the same rank.
/// </remarks>
public static class GeneralizedNystrom
{
    /// <summary>Approximates a matrix to a rank, in one pass.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, or an operator known only by its products. It is not changed.</param>
    /// <param name="rank">The number r of columns of the right sketch, 0 … min(m, n).</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors, of rank r, or less where A has less; with an error estimate by probes that are taken along.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or greater than min(m, n), or an option is out of
    /// range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost: products with r + 10 columns and, adjoint, with r + l, 4(m + n)r² flops; one reading of an
    /// <see cref="IRowBlockSource{T}"/>. With oversampling l, for every r̂ &lt; r − 1:
    /// <c>E‖A − Â‖_F ≤ (1 + r/(l − 1))^½ (1 + r̂/(r − r̂ − 1))^½ ‖A − A_r̂‖_F</c>.
    /// Source: Nakatsukasa, "Fast and stable randomized low-rank matrix approximation", arXiv 2009.11392.
    /// </remarks>
    public static GeneralizedNystrom<T> Compute<T>(
        ILinearOperator<T> a, int rank, GeneralizedNystromOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        GeneralizedNystromSketch<T> sketch = new(RowSpace.Of(a), a.ColumnCount, rank, options);
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;

        // Where rows are handed out, one reading tells the norm as well.
        double? norm = RowBlockOperator<T>.Of(a) is null ? InputNorm.Of(a, nameof(a), context) : null;
        context.Step("sketch", 0, 2);
        norm = sketch.Accumulate(a, 1) ?? norm;
        context.Step("factors", 1, 2);
        return call.Done(sketch.Factor(norm));
    }
}
