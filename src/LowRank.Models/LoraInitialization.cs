using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank;

/// <summary>Initial factors of a low-rank adaptation whose first step comes nearest to that of full fine-tuning (LoRA-GA).</summary>
public static class LoraInitialization
{
    /// <summary>Computes <c>A = U[:, :r]</c> and <c>B = Vᴴ[r:2r, :]</c> of the gradient's SVD.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="gradient">G, the m × n gradient of the weights at the start. It is not changed.</param>
    /// <param name="rank">The rank r of the adaptation; 2r ≤ min(m, n).</param>
    /// <param name="options">The options of the truncated SVD inside; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="gradient"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative, or 2r is greater than min(m, n).</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <remarks>
    /// One gradient step on the factors moves AB by multiples of <c>A Aᴴ G + G Bᴴ B</c>, of rank 2r at most; these factors minimise <c>‖A
    /// Aᴴ G + G Bᴴ B − G‖_F</c>, whose least value is <c>(Σ_{j>2r} σ_j²)^½</c>. Any split of the 2r leading pairs does. Source:
    /// Wang, Yu and Li, "LoRA-GA", NeurIPS 2024.
    /// </remarks>
    public static LoraFactors<T> FromGradient<T>(
        ILinearOperator<T> gradient, int rank, TruncatedSvdOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (rank < 0 || rank > Math.Min(gradient.RowCount, gradient.ColumnCount) / 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rank), rank, $"The rank lies between 0 and half the smaller dimension of the {MatrixGuard.Shape(gradient)} "
                    + "gradient.");
        }

        using var call = Call.Begin(options, cancellationToken);
        InputNorm.Of(gradient, nameof(gradient), call.Context);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(gradient, 2 * rank, call.Options, cancellationToken);
        return new LoraFactors<T>(svd.U.AsColumns(0, rank).ToDense(), svd.VT.AsRows(rank, rank).ToDense(), svd.Error);
    }
}
