using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank;

/// <summary>
/// The joint compression of the key and value projections of an attention layer, as in multi-head latent attention: one latent vector
/// <c>x W_c</c> a token is kept, and keys and values are made from it.
/// </summary>
public static class KeyValueCompression
{
    /// <summary>Factors <c>[W_k W_v] ≈ W_c [U_k U_v]</c> to a rank.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="keys">W_k, d × p: keys are x W_k for tokens x as rows. Of several heads, all side by side.</param>
    /// <param name="values">W_v, d × q.</param>
    /// <param name="rank">The width r of the latent vector, 0 … min(d, p + q).</param>
    /// <param name="activations">
    /// X, tokens × d. With it the factors minimise <c>‖X [W_k W_v] − X W_c [U_k U_v]‖_F</c>, the error on these tokens; without, that of
    /// the weights.
    /// </param>
    /// <param name="options">The options of the truncated SVD inside; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors, with the error of what was minimised.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is out of range.</exception>
    /// <remarks>
    /// Plainly it is the truncated SVD U_r Σ_r V_rᴴ of the weights side by side, with W_c = U_r. With activations, X = P Σ Qᴴ and S = Σ
    /// Qᴴ have SᴴS = XᴴX, and <c>W_c = S⁺ [S W]_r</c>'s left vectors: the optimum is the tail of σ(X W). A query meets a key
    /// through <c>(x W_q) U_kᴴ · (latent)ᴴ</c>, so that keys need not be formed; rotary position embeddings stand in the way of that.
    /// </remarks>
    public static KeyValueFactors<T> Compute<T>(
        DenseMatrix<T> keys, DenseMatrix<T> values, int rank, DenseMatrix<T>? activations = null, TruncatedSvdOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        MatrixGuard.HasRows(values, keys.RowCount, nameof(values), $"keys is {MatrixGuard.Shape(keys)}");
        int width = checked(keys.ColumnCount + values.ColumnCount);
        Truncation.Rank(rank).RankLimit(keys.RowCount, width, nameof(rank));
        if (activations is not null && activations.ColumnCount != keys.RowCount)
        {
            throw new ArgumentException(
                $"activations is {MatrixGuard.Shape(activations)}, but it must have {keys.RowCount} columns, as keys is "
                    + $"{MatrixGuard.Shape(keys)}.", nameof(activations));
        }

        options ??= new TruncatedSvdOptions();
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        MatrixGuard.Finite(keys, nameof(keys), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(values, nameof(values), context.MaxDegreeOfParallelism);
        DenseMatrix<T> weights = DenseMatrix.Uninitialized<T>(keys.RowCount, width, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(keys.Span, weights.Span.Columns(0, keys.ColumnCount));
        Kernels<T>.Copy(values.Span, weights.Span.Columns(keys.ColumnCount, values.ColumnCount));
        if (activations is null)
        {
            TruncatedSvd<T> svd = TruncatedSvd.Compute(weights, rank, options, cancellationToken);
            return Split(svd.U, svd, keys.ColumnCount);
        }

        MatrixGuard.Finite(activations, nameof(activations), context.MaxDegreeOfParallelism);
        context.Step("activations", 0, 2);
        ThinSvd<T> seen = ThinSvd<T>.Of(activations);
        double tolerance = Scalar<T>.Rounding(Math.Max(activations.RowCount, activations.ColumnCount))
            * (seen.S.Length == 0 ? 0 : seen.S[0]);
        int kept = seen.S.Count(s => s > tolerance);
        double[] sizes = seen.S[..kept];
        DenseMatrix<T> directions = seen.VT.AsRows(0, kept);

        // S W = Σ Qᴴ W; directions that no token has do not count, and get nothing.
        DenseMatrix<T> weighted = directions.Multiply(weights);
        Kernels<T>.ScaleRows(sizes, weighted.Span);
        TruncatedSvd<T> best = TruncatedSvd.Compute(weighted, Math.Min(rank, kept), options, cancellationToken);
        DenseMatrix<T> left = best.U.ToDense();
        Kernels<T>.ScaleRows(Array.ConvertAll(sizes, s => 1 / s), left.Span);
        return Split(directions.ConjugateTranspose().Multiply(left), best, keys.ColumnCount);
    }

    private static KeyValueFactors<T> Split<T>(DenseMatrix<T> compression, TruncatedSvd<T> svd, int keyCount)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> right = svd.VT.ToDense();
        Kernels<T>.ScaleRows(svd.SingularValues.AsSpan(), right.Span);
        return new KeyValueFactors<T>(
            compression, right.AsColumns(0, keyCount).ToDense(), right.AsColumns(keyCount, right.ColumnCount - keyCount).ToDense(),
                svd.Error);
    }
}
