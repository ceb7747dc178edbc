using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.PseudoInverses;

namespace LowRank;

public static partial class PseudoInverse
{
    /// <summary>Computes the entries of <c>A⁺</c>, where these alone are wanted.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, wide or tall; it is not changed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × m pseudo-inverse, row-major.</returns>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>
    /// The same numbers as <see cref="Compute{T}"/> and then <see cref="LowRankApproximation{T}.ToDense"/>, but no factors are kept and
    /// no error is measured. Where one Cholesky pass serves (condition up to 4) that costs 3mn·min(m, n) flops, else 5mn·min(m, n); and
    /// no memory but the result and a few squares of min(m, n).
    /// </remarks>
    public static DenseMatrix<T> Form<T>(
        DenseMatrix<T> a, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;
        double norm = MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        Inversion<T> inversion = Inverter<T>.Invert(a, norm, call.Options, mayKeepInput: true, context);
        context.Step("product of the factors", 4, 5);
        return call.Done(inversion.Product is OrthogonalInverse<T> orthogonal ? orthogonal.IntoDense() : inversion.Product.ToDense());
    }

    /// <summary>The pseudo-inverse of a truncated SVD, <c>A_k⁺ = V diag(1/σ) Uᴴ</c>, in its factors: nothing is factored again.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="svd">A truncated SVD of an m × n matrix, by any method.</param>
    /// <param name="options">
    /// The tolerances, which may drop more singular values, and the ridge, which dampens them; the method does not matter. The defaults
    /// if left out.
    /// </param>
    /// <returns>The n × m pseudo-inverse, which shares the factors' memory.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="svd"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <remarks>
    /// Multiplying by it solves <c>min ‖A_k X − B‖</c>, the least-squares problem of the approximation. Its error is a bound on rounding,
    /// against the pseudo-inverse of the approximation; how far A_k is from A, <paramref name="svd"/>'s own error says.
    /// </remarks>
    public static PseudoInverse<T> FromSvd<T>(TruncatedSvd<T> svd, PseudoInverseOptions? options = null)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(svd);
        using var call = Call.Begin(options, CancellationToken.None);
        options = call.Options;
        double relative = options.RelativeTolerance ?? Scalar<T>.Rounding(Math.Max(svd.RowCount, svd.ColumnCount));
        ThresholdRule rule = new(relative, options.AbsoluteTolerance);
        double[] singularValues = [.. svd.SingularValues];
        int rank = rule.Rank<T>(singularValues);
        Inversion<T> inversion = SvdInverse<T>.FromFactors(
            svd.U.AsColumns(0, rank), singularValues, rank, svd.VT.AsRows(0, rank), svd.Driver, rule, options.Ridge,
            $"from a truncated SVD by {svd.Method}");
        return new PseudoInverse<T>(inversion, InverseError.OfFactors(svd.RowCount, svd.ColumnCount, inversion, options.Ridge));
    }
}
