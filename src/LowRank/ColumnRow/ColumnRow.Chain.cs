using System.Numerics;
using LowRank.ColumnRowProducts;
using LowRank.Execution;

namespace LowRank;

public static partial class ColumnRow
{
    /// <summary>Approximates a product of several matrices, <c>A₁ A₂ … A_k</c>, by choosing terms in each of its inner dimensions and in
    /// none of the outer ones.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="factors">Two matrices or more, each with as many rows as the one before has columns.</param>
    /// <param name="sampleCount">The number r of draws, or of terms, in each inner dimension, 1 or more; where a dimension has no more
    /// than r, all of it is taken.</param>
    /// <param name="options">The options; the defaults if left out. Only schemes that need no more than norms; no fitted weights, no
    /// control variate.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The product with the indices and weights of each inner dimension.</returns>
    /// <exception cref="ArgumentNullException">The list or a matrix is null.</exception>
    /// <exception cref="ArgumentException">There are fewer than two factors, they do not fit, an entry is NaN or infinite, or an option
    /// does not go with a chain.</exception>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"
    /// path="/exception[@cref='T:System.ArgumentOutOfRangeException']"/>
    /// <remarks>
    /// In dimension j index i has the size ‖A_j[:, i]‖ ‖A_{j+1}[i, :]‖. The dimensions are drawn independently, so with an unbiased
    /// scheme the product is unbiased: of <c>A₁ S₁ Λ₁ S₁ᵀ A₂ S₂ Λ₂ S₂ᵀ A₃</c> every S Λ Sᵀ has the mean I. Cost: a pass over each factor,
    /// and products of the small blocks A_j[S_{j−1}, S_j] in the cheapest order. The error is measured by probes of the exact chain, at
    /// 20 flops for each entry of each factor; the norms give no expectation here.
    /// </remarks>
    public static ColumnRowChain<T> MultiplyChain<T>(
        IReadOnlyList<DenseMatrix<T>> factors, int sampleCount, ColumnRowOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count < 2)
        {
            throw new ArgumentException($"A chain has two factors or more, not {factors.Count}.", nameof(factors));
        }

        for (int j = 0; j + 1 < factors.Count; j++)
        {
            Check(factors[j], factors[j + 1]);
        }

        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        if (options.Scheme == ColumnRowScheme.Greedy || options.Weighting != ColumnRowWeighting.Scheme
            || options.ControlVariateRank > 0 || options.Probabilities is ColumnRowProbabilities.Leverage or ColumnRowProbabilities.Custom)
        {
            throw new ArgumentException(
                "A chain takes a scheme that needs no more than norms, its own weights and no control variate.", nameof(options));
        }

        // The schemes that Auto chooses among need the norm of what a chain does not form.
        options = options.Scheme == ColumnRowScheme.Auto ? options with { Scheme = ColumnRowScheme.Sampling } : options;
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        return call.Done(new SampledChain<T>(factors, options, context).Multiply(sampleCount));
    }
}
