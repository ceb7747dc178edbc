using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using static LowRank.MathNetConversions;

namespace LowRank;

/// <summary>LowRank's decompositions as methods of Math.NET's matrices, with results in Math.NET's matrices.</summary>
/// <remarks>
/// Dense matrices are used where they stand. Sparse and diagonal ones are copied to a <see cref="SparseMatrix{T}"/> first, for the thin
/// SVD, the pseudo-inverse, least squares and column-row products to a dense matrix; so are other kinds of matrices for all of them.
/// </remarks>
public static partial class MathNetDecompositions
{
    /// <summary>The truncated SVD <c>A ≈ U diag(σ) VT</c>, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix. It is not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors: m × k, k and k × n.</returns>
    /// <remarks>Throws and costs what <see cref="TruncatedSvd.Compute{T}"/> does.</remarks>
    public static MathNetSvd<T> TruncatedSvd<T>(
        this Matrix<T> matrix, Truncation truncation, TruncatedSvdOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        new(LowRank.TruncatedSvd.Compute(Operator(matrix), truncation, options, cancellationToken));

    /// <summary>The thin SVD <c>A = U diag(σ) VT</c> with k = min(m, n): unlike Math.NET's <c>Svd</c>, the m × m factor is never
    /// built.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix. It is not changed.</param>
    /// <param name="cancellationToken">Cancels before the native call.</param>
    /// <returns>The factors: m × k, k and k × n.</returns>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <remarks>Cost: that of <see cref="TruncatedSvdMethod.Full"/>; memory of a few times the matrix beside the result.</remarks>
    public static MathNetSvd<T> ThinSvd<T>(this Matrix<T> matrix, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> dense = Dense(matrix);
        TruncatedSvdOptions options = new() { Method = TruncatedSvdMethod.Full };
        return new(LowRank.TruncatedSvd.Compute(dense, Math.Min(dense.RowCount, dense.ColumnCount), options, cancellationToken));
    }

    /// <summary>The interpolative decomposition <c>A ≈ A[:, J] Z</c>, or <c>A ≈ Z A[I, :]</c>, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix. It is not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices, the skeleton and the coefficients.</returns>
    /// <remarks>Throws and costs what <see cref="InterpolativeDecomposition.Compute{T}"/> does.</remarks>
    public static MathNetInterpolativeDecomposition<T> InterpolativeDecomposition<T>(
        this Matrix<T> matrix, Truncation truncation, InterpolativeDecompositionOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        new(LowRank.InterpolativeDecomposition.Compute(Operator(matrix), truncation, options, cancellationToken));

    /// <summary>
    /// The Moore–Penrose pseudo-inverse <c>A⁺ = V diag(1/σ) Uᴴ</c> through the thin SVD: unlike Math.NET's <c>PseudoInverse</c>, the m ×
    /// m factor is never built.
    /// </summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix of any rank. It is not changed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>A new n × m matrix. To apply A⁺ without forming it, take <see cref="LeastSquares{T}"/>.</returns>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static Matrix<T> ThinPseudoInverse<T>(
        this Matrix<T> matrix, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        PseudoInverse.Compute(Dense(matrix), options, cancellationToken).ToDense().ToMathNet();

    /// <summary>Solves <c>min ‖A X − B‖_F</c> for any rank; of all solutions the one of smallest norm.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix A of any rank.</param>
    /// <param name="b">An m × p matrix.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × p solution.</returns>
    /// <exception cref="ArgumentException">The matrices differ in their number of rows, or an entry is NaN or infinite.</exception>
    public static Matrix<T> LeastSquares<T>(
        this Matrix<T> matrix, Matrix<T> b, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        PseudoInverse.Solve(Dense(matrix), Dense(b), options, cancellationToken).ToMathNet();
}
