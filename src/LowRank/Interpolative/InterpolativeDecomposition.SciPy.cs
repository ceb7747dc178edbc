using System.Numerics;

namespace LowRank;

public static partial class InterpolativeDecomposition
{
    /// <summary>SciPy's <c>interp_decomp(A, eps_or_k)</c>, for those who port code: one call with its arguments and its results.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator. It is not changed.</param>
    /// <param name="epsilonOrRank">Below 1, the relative error allowed, positive; from 1 on, the rank, a whole number of at most min(m,
    /// n).</param>
    /// <param name="options">The options; the defaults if left out. <c>rand=False</c> is
    /// <see cref="ColumnSelectionMethod.ColumnPivotedQr"/>.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>
    /// SciPy's <c>k</c>, <c>idx</c> and <c>proj</c>. <c>Rank</c> is k, which SciPy returns for an error only. <c>Order</c> holds all
    /// columns, the k chosen ones first, then the others in ascending order (SciPy's have another). <c>Projection</c> is k × (n − k), with
    /// <c>A[:, order[k:]] ≈ A[:, order[:k]] · projection</c>. For rows, the same of the transpose.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="epsilonOrRank"/> is not positive, or from 1 on not whole or greater than min(m, n); or an option is out of range.
    /// </exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// The error is that of the Frobenius norm, relative to that of A, and is kept; SciPy's is an estimate in the spectral norm. To a
    /// rank of 0, use <see cref="Compute"/>. <c>reconstruct_skel_matrix</c>, <c>reconstruct_interp_matrix</c>,
    /// <c>reconstruct_matrix_from_id</c> and <c>id_to_svd</c> are <c>Skeleton</c>, <c>Coefficients</c>, <c>ToDense()</c> and
    /// <c>ToSvd()</c> of <see cref="Compute"/>'s result.
    /// </remarks>
    public static (int Rank, int[] Order, DenseMatrix<T> Projection) InterpDecomp<T>(
        ILinearOperator<T> a, double epsilonOrRank, InterpolativeDecompositionOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        int most = Math.Min(a.RowCount, a.ColumnCount);
        if (!(epsilonOrRank > 0) || (epsilonOrRank >= 1 && (epsilonOrRank > most || epsilonOrRank != Math.Floor(epsilonOrRank))))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilonOrRank), epsilonOrRank,
                    $"A relative error lies between 0 and 1, and a rank is a whole number between 1 and min(m, n) = {most}.");
        }

        Truncation truncation = epsilonOrRank < 1 ? Truncation.RelativeError(epsilonOrRank) : Truncation.Rank((int)epsilonOrRank);
        InterpolativeDecomposition<T> id = Compute(a, truncation, options, cancellationToken);
        (int[] order, DenseMatrix<T> projection) = id.ToSciPy();
        return (id.Rank, order, projection);
    }
}
