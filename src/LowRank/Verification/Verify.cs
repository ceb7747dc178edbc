using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;
using LowRank.Tall;

namespace LowRank;

/// <summary>Checks results by another way than the one that they were made by, for tests and for trust.</summary>
/// <remarks>
/// All entries of A and of its approximation are formed, some columns at a time, and subtracted: nothing is estimated, and no identity is
/// used. That costs as much as products of A with the identity, so it is for matrices for which that is no offence.
/// </remarks>
/// <example>
/// <code>
/// SvdVerification seen = Verify.Svd(a, TruncatedSvd.Compute(a, 10));
/// Debug.Assert(seen.Error.IsWithinBounds(1e-6) &amp;&amp; seen.LargestResidual &lt; 0.01 * seen.Error.Norm);
/// </code>
/// </example>
public static class Verify
{
    /// <summary>The error of any approximation: an SVD, an interpolative, CUR or Nyström decomposition.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">A, m × n: what was approximated.</param>
    /// <param name="result">The approximation, m × n. A <see cref="PseudoInverse{T}"/> approximates something else: see
    /// <see cref="PseudoInverse{T}(DenseMatrix{T}, LowRank.PseudoInverse{T})"/>.</param>
    /// <returns>The error beside its estimate.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes differ, or an entry of A is NaN or infinite.</exception>
    /// <remarks>Cost: a product of A with n columns, and 2mnk flops.</remarks>
    public static ErrorVerification Error<T>(ILinearOperator<T> a, LowRankApproximation<T> result)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(result);
        return Error(a, result, nameof(result));
    }

    private static ErrorVerification Error<T>(ILinearOperator<T> a, LowRankApproximation<T> result, string name)
        where T : unmanaged, INumberBase<T>
    {
        RowSpace.RequireWhole(a, nameof(a));
        if ((a.RowCount, a.ColumnCount) != (result.RowCount, result.ColumnCount))
        {
            throw new ArgumentException(
                $"The matrix is {MatrixGuard.Shape(a)}, but what approximates it is {MatrixGuard.Shape(result)}.", name);
        }

        double norm = 0;
        double error = 0;
        ProductSource<T> approximated = new(result);
        ColumnPieces<T>.Visit(a, ProductSource<T>.ColumnsOf(a), (start, columns) =>
        {
            norm = double.Hypot(norm, columns.FrobeniusNorm());
            MatrixGuard.FiniteProduct(norm, a, nameof(a));
            DenseMatrix<T> others = DenseMatrix.Uninitialized<T>(columns.RowCount, columns.ColumnCount, MatrixLayout.ColumnMajor);
            approximated.CopyColumns([.. Enumerable.Range(start, columns.ColumnCount)], others);
            error = double.Hypot(error, Difference(columns, others));
        });
        return new ErrorVerification(error, norm, result.Error);
    }

    /// <summary>A truncated SVD: its error, the residual of each triplet, and how orthonormal its vectors are.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">A, m × n.</param>
    /// <param name="svd">The SVD of rank k.</param>
    /// <returns>All three.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes differ, or an entry of A is NaN or infinite.</exception>
    /// <remarks>Cost: a product of A with n + k columns, one of Aᴴ with k, and 2mnk flops.</remarks>
    public static SvdVerification Svd<T>(ILinearOperator<T> a, TruncatedSvd<T> svd)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(svd);
        ErrorVerification error = Error(a, svd, nameof(svd));
        DenseMatrix<T> u = svd.U.ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> v = svd.VT.ConjugateTranspose().ToDense(MatrixLayout.ColumnMajor);
        return new SvdVerification(
            error, [.. TripletResiduals<T>.OfBoth(a, u, svd.SingularValues.AsSpan(), v)], Defect(u), Defect(v));
    }

    /// <summary>A pseudo-inverse, by the four conditions that determine it (Penrose 1955).</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">A, m × n.</param>
    /// <param name="inverse">X, n × m. For one of limited rank or with ridge regularisation the conditions do not hold.</param>
    /// <returns>By how much X misses each.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, or an entry of A is NaN or infinite.</exception>
    /// <remarks>Cost: X is formed; four products of the size of A X.</remarks>
    public static PseudoInverseVerification PseudoInverse<T>(DenseMatrix<T> a, PseudoInverse<T> inverse)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(inverse);
        if ((a.RowCount, a.ColumnCount) != (inverse.ColumnCount, inverse.RowCount))
        {
            throw new ArgumentException(
                $"A {MatrixGuard.Shape(a)} matrix has no pseudo-inverse of {MatrixGuard.Shape(inverse)}.", nameof(inverse));
        }

        MatrixGuard.Finite(a, nameof(a), 1);
        DenseMatrix<T> x = inverse.ToDense();
        DenseMatrix<T> ax = Product(a.Multiply, a.RowCount, x);
        DenseMatrix<T> xa = Product(x.Multiply, x.RowCount, a);
        return new PseudoInverseVerification(
            Share(Product(ax.Multiply, ax.RowCount, a), a),
            Share(Product(xa.Multiply, xa.RowCount, x), x),
            Difference(ax.ConjugateTranspose(), ax),
            Difference(xa.ConjugateTranspose(), xa),
            inverse.Error);

        static double Share(DenseMatrix<T> product, DenseMatrix<T> expected) =>
            Difference(product, expected) is var difference && difference == 0 ? 0 : difference / expected.FrobeniusNorm();
    }

    private static DenseMatrix<T> Product<T>(Action<DenseMatrix<T>, DenseMatrix<T>> multiply, int rows, DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> product = DenseMatrix.Uninitialized<T>(rows, x.ColumnCount, MatrixLayout.ColumnMajor);
        multiply(x, product);
        return product;
    }

    /// <summary>‖A − B‖_F.</summary>
    private static double Difference<T>(DenseMatrix<T> a, DenseMatrix<T> b)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> left = a.ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> right = b.ToDense(MatrixLayout.ColumnMajor);
        for (int j = 0; j < left.ColumnCount; j++)
        {
            TensorPrimitives.Subtract<T>(left.Span.Major(j), right.Span.Major(j), left.Span.Major(j));
        }

        return left.FrobeniusNorm();
    }

    /// <summary>‖QᴴQ − I‖_F.</summary>
    private static double Defect<T>(DenseMatrix<T> q)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> gram = DenseMatrix.Create<T>(q.ColumnCount, q.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, q.Span.ConjugateTranspose(), q.Span, T.Zero, gram.Span);
        for (int i = 0; i < gram.RowCount; i++)
        {
            gram[i, i] -= T.One;
        }

        return gram.FrobeniusNorm();
    }
}
