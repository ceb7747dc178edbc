using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Interpolative;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;

namespace LowRank;

/// <summary>
/// An interpolative decomposition: <c>A ≈ A[:, J] Z</c> from chosen columns, or <c>A ≈ Z A[I, :]</c> from chosen rows.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>The coefficients of the chosen columns (rows) are exactly an identity matrix, so these are reproduced exactly.</remarks>
public sealed class InterpolativeDecomposition<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal InterpolativeDecomposition(
        InterpolativeSide side, int[] indices, DenseMatrix<T> skeleton, DenseMatrix<T> coefficients, ErrorEstimate error,
        ColumnSelectionMethod? method, double largestCoefficient, int swapCount)
        : base(
            side == InterpolativeSide.Columns
                ? new FactoredProduct<T>(new Factor<T>(skeleton), null, new Factor<T>(coefficients))
                : new FactoredProduct<T>(new Factor<T>(coefficients), null, new Factor<T>(skeleton)),
            error)
    {
        Side = side;
        Indices = ImmutableArray.Create(indices);
        Skeleton = skeleton;
        Coefficients = coefficients;
        Method = method;
        LargestCoefficient = largestCoefficient;
        SwapCount = swapCount;
    }

    /// <summary>Whether columns or rows were chosen.</summary>
    public InterpolativeSide Side { get; }

    /// <summary>The chosen columns (rows) in the order of their choice, most important first: k numbers, from 0.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>The chosen columns, m × k, or rows, k × n: copies of those of A.</summary>
    public DenseMatrix<T> Skeleton { get; }

    /// <summary>The coefficients Z: k × n for columns, m × k for rows.</summary>
    public DenseMatrix<T> Coefficients { get; }

    /// <summary>
    /// The largest |z_ij|: a measure of how well the skeleton interpolates. Seldom above 2; column pivoting alone does not bound it;
    /// <see cref="ColumnSelectionOptions.StrongSwapBound"/> does.
    /// </summary>
    public double LargestCoefficient { get; }

    /// <summary>The selector that was used, never <see cref="ColumnSelectionMethod.Auto"/>; null where the columns (rows) were
    /// given.</summary>
    public ColumnSelectionMethod? Method { get; }

    /// <summary>How many columns (rows) were exchanged to keep <see cref="ColumnSelectionOptions.StrongSwapBound"/>.</summary>
    public int SwapCount { get; }

    /// <summary>
    /// The interpolation constant <c>√(1 + f²k(N − k))</c>, with f the largest coefficient and N the number of columns (rows) of A: a
    /// bound on <c>‖Z‖₂</c>.
    /// </summary>
    /// <remarks>Where f was kept by strong swaps, the error is at most this times σ_{k+1} in the spectral norm (Cheng, Gimbutas,
    /// Martinsson and Rokhlin 2005).</remarks>
    public double InterpolationConstant
    {
        get
        {
            int count = Side == InterpolativeSide.Columns ? ColumnCount : RowCount;
            return Math.Sqrt(1 + (LargestCoefficient * LargestCoefficient * Rank * (count - Rank)));
        }
    }

    /// <summary>Bounds the error by what the coefficients alone say: <c>‖A − CZ‖_F ≤ ‖Z‖₂ ‖A − AZ⁺Z‖_F</c>.</summary>
    /// <param name="a">The matrix that was decomposed.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The two factors and the bound.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="a"/> has another shape, or an entry or a product that is not
    /// finite.</exception>
    /// <remarks>
    /// Cost: one product with k columns and an SVD of k × k. Holds for whatever chose the columns and the coefficients, since those of
    /// the chosen columns are an identity (Dong and Martinsson 2023).
    /// </remarks>
    public SkeletonCertificate Certify(ILinearOperator<T> a, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        MatrixGuard.HasShape(a, RowCount, ColumnCount, nameof(a));
        cancellationToken.ThrowIfCancellationRequested();
        return Side == InterpolativeSide.Columns
            ? CoefficientCertificate<T>.Of(a, Coefficients)
            : CoefficientCertificate<T>.Of(ProductSource<T>.Transpose(a), Coefficients.Transpose());
    }

    /// <summary>The singular value decomposition of this approximation.</summary>
    /// <returns>Its k singular triplets; their error is this one's.</returns>
    /// <remarks>Cost: a QR of each factor, 2(m + n)k² flops, and an SVD of k × k. Nothing is multiplied out, and A is not needed.</remarks>
    public TruncatedSvd<T> ToSvd()
    {
        ProductSvd<T> svd = Side == InterpolativeSide.Columns
            ? ProductSvd<T>.Of(Skeleton, Coefficients) : ProductSvd<T>.Of(Coefficients, Skeleton);
        return svd.ToResult(Error);
    }

    /// <summary>What SciPy's <c>interp_decomp</c> returns, for those who port code:
    /// <c>A[:, order[:k]] · projection ≈ A[:, order[k:]]</c>.</summary>
    /// <returns>
    /// <c>Order</c> (SciPy's <c>idx</c>): all columns, the chosen ones first, then the others in ascending order (SciPy's have another).
    /// <c>Projection</c> (SciPy's <c>proj</c>): k × (n − k), their coefficients. Of chosen rows, the same of the transpose.
    /// </returns>
    public (int[] Order, DenseMatrix<T> Projection) ToSciPy()
    {
        DenseMatrix<T> z = Side == InterpolativeSide.Columns ? Coefficients : Coefficients.Transpose();
        int[] order = SkeletonBasis<T>.FillUp(Indices, z.ColumnCount, z.ColumnCount);
        DenseMatrix<T> projection = DenseMatrix.Uninitialized<T>(Rank, z.ColumnCount - Rank, MatrixLayout.RowMajor);
        z.CopyColumns(order.AsSpan(Rank), projection);
        return (order, projection);
    }
}
