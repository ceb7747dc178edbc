using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Operators;
using LowRank.PrincipalComponents;

namespace LowRank;

/// <summary>Principal component analysis: the truncated SVD of centred samples, which are never formed.</summary>
public static class Pca
{
    // The share of the progress that the means take.
    private const double ShareOfMeans = 0.1;

    /// <summary>Finds the principal components of samples: <c>(A − 1μᵀ) D⁻¹ ≈ U diag(σ) Vᴴ</c>, with V's columns the components.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">m samples as rows, of n features each: a dense or sparse matrix, or an operator. It is not changed, nor copied by
    /// the randomised methods.</param>
    /// <param name="truncation">
    /// The number of components k, 0 … min(m, n); or the relative error of the centred samples, <see cref="ExplainedVariance"/> for one.
    /// </param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The means, the components and their variances.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// <para>
    /// Cost: that of <see cref="TruncatedSvd"/>, and two passes for the means and variances. Products with the centred samples are
    /// products with A that are corrected by a matrix of rank one. Where the means are so large that this would cost digits, a dense A is
    /// centred block by block instead, in 2 MB at a time.
    /// </para>
    /// <para>
    /// The means and variances of dense and sparse samples, and of an <see cref="IColumnSource{T}"/>, do not suffer from large means. Of
    /// another operator the means are computed by one product, and the total variance from its norm if it has one (else it is estimated);
    /// to scale it, it is multiplied out some columns at a time.
    /// </para>
    /// <para>
    /// Source: PCA is the SVD of the centred matrix; Halko, Martinsson, Shkolnisky and Tygert,
    /// "An algorithm for the principal component analysis of large data sets", SIAM J. Sci. Comput. 33 (2011).
    /// </para>
    /// </remarks>
    public static Pca<T> Fit<T>(
        ILinearOperator<T> a, Truncation truncation, PcaOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> => Compute(a, truncation, options, cancellationToken).Model;

    /// <summary>Finds the principal components of samples, and what the samples are in terms of them.</summary>
    /// <inheritdoc cref="Fit{T}"/>
    /// <returns>
    /// What <see cref="Fit{T}"/> returns; and the scores <c>U diag(σ)</c>, m × k, which cost no further product with the samples. Those of
    /// <see cref="Pca{T}.Transform"/> differ from them by no more than <see cref="Pca{T}.Error"/>; by the full method, by rounding.
    /// </returns>
    public static (Pca<T> Model, DenseMatrix<T> Scores) FitTransform<T>(
        ILinearOperator<T> a, Truncation truncation, PcaOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        (Pca<T> model, TruncatedSvd<T> svd) = Compute(a, truncation, options, cancellationToken);
        DenseMatrix<T> scores = svd.U.ToDense();
        double[] factors = [.. svd.SingularValues];
        model.Whiten(factors);
        Kernels<T>.ScaleRows(factors, scores.Span.Transpose());
        return (model, scores);
    }

    /// <summary>As many components as explain a share of the variance: a relative error of (1 − share)^½ of the centred samples.</summary>
    /// <param name="share">The share of the total variance, 0 &lt; share &lt; 1.</param>
    /// <param name="maxCount">The largest number of components allowed; where it is reached first, they explain less.</param>
    /// <returns>The truncation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or the number is negative.</exception>
    public static Truncation ExplainedVariance(double share, int? maxCount = null)
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the variance lies between 0 and 1.");
        }

        return Truncation.RelativeError(Math.Sqrt(1 - share), maxCount);
    }

    private static (Pca<T> Model, TruncatedSvd<T> Svd) Compute<T>(
        ILinearOperator<T> a, Truncation truncation, PcaOptions? options, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        truncation.RankLimit(RowSpace.Of(a).Count, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        context.Step("column means", 0, 1);

        // Rows that are read some at a time are centred on the way, and their means come with the first reading.
        CenteredRows<T>? rows = (options.Center || options.Scaling != PcaScaling.None) && RowBlockOperator<T>.Of(a) is { } blocks
            ? new CenteredRows<T>(blocks, options) : null;
        Standardization<T>? known = rows is null ? Standardization<T>.Of(a, options, context) : null;
        TruncatedSvdOptions svdOptions = options.Svd with
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            Progress = options.Progress is null ? null : new PartialProgress(options.Progress, ShareOfMeans),
        };
        TruncatedSvd<T> svd = TruncatedSvd.Compute(
            rows ?? known!.Apply(a, isNormKnown: true), truncation, svdOptions, cancellationToken);
        return (new Pca<T>(svd, known ?? rows!.Standardization, RowSpace.Of(a).Count, options.Whiten), svd);
    }

    /// <summary>Reports the progress of a part as what it is of the whole.</summary>
    private sealed class PartialProgress(IProgress<LowRankProgress> whole, double start) : IProgress<LowRankProgress>
    {
        public void Report(LowRankProgress value) =>
            whole.Report(value with { Fraction = Math.Min(1, start + ((1 - start) * value.Fraction)) });
    }
}
