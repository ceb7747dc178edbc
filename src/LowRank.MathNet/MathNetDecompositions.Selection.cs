using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using static LowRank.MathNetConversions;

namespace LowRank;

// CUR, Nyström, principal components and column-row products.
public static partial class MathNetDecompositions
{
    /// <summary>The CUR decomposition <c>A ≈ C U R</c> of columns and rows of A, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix. It is not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The indices and the three factors.</returns>
    /// <remarks>Throws and costs what <see cref="LowRank.CurDecomposition"/> does.</remarks>
    public static MathNetCurDecomposition<T> CurDecomposition<T>(
        this Matrix<T> matrix, Truncation truncation, CurDecompositionOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        new(LowRank.CurDecomposition.Compute(Operator(matrix), truncation, options, cancellationToken));

    /// <summary>The Nyström approximation <c>A ≈ F Fᴴ</c> of a positive semi-definite matrix, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An n × n Hermitian positive semi-definite matrix. It is not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factor F, and what else the approximation offers.</returns>
    /// <remarks>Throws and costs what
    /// <see cref="NystromApproximation.Compute{T}(ILinearOperator{T}, Truncation, NystromApproximationOptions?, CancellationToken)"/>
    /// does.</remarks>
    public static MathNetNystromApproximation<T> NystromApproximation<T>(
        this Matrix<T> matrix, Truncation truncation, NystromApproximationOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        new(LowRank.NystromApproximation.Compute(Operator(matrix), truncation, options, cancellationToken));

    /// <summary>The principal components of samples, one a row.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An m × n matrix of m samples with n features. It is not changed.</param>
    /// <param name="truncation">The number of components, or the error allowed (<see cref="Pca.ExplainedVariance"/>). An
    /// <see cref="int"/> converts to a number.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The components, the samples in terms of them, and the model.</returns>
    /// <remarks>Throws and costs what <see cref="Pca.FitTransform{T}"/> does.</remarks>
    public static MathNetPca<T> Pca<T>(
        this Matrix<T> matrix, Truncation truncation, PcaOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        (Pca<T> model, DenseMatrix<T> scores) = LowRank.Pca.FitTransform(Operator(matrix), truncation, options, cancellationToken);
        return new MathNetPca<T>(model, scores);
    }

    /// <summary>Approximates <c>X Y</c> by the outer products of some columns of X with rows of Y: so many, or as many as an error asks
    /// for.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrix">An n × l matrix X.</param>
    /// <param name="y">An l × m matrix Y.</param>
    /// <param name="truncation">The number of terms, or the error allowed. An <see cref="int"/> converts to a number.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The product and how it was made.</returns>
    /// <remarks>Throws and costs what
    /// <see cref="ColumnRow.Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"/>
    /// does.</remarks>
    public static MathNetColumnRowProduct<T> ColumnRowMultiply<T>(
        this Matrix<T> matrix, Matrix<T> y, Truncation truncation, ColumnRowOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> =>
        new(ColumnRow.Multiply(Dense(matrix), Dense(y), truncation, options, cancellationToken));
}
