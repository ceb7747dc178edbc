using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>Gradients for training: of a factored least-squares loss, and through products of which only some terms were taken.</summary>
public static class ProductGradients
{
    /// <summary>Computes <c>L = ‖A B − M‖_F²</c> with <c>∂L/∂A = 2 (A B − M) Bᴴ</c> and <c>∂L/∂B = 2 Aᴴ (A B − M)</c>.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × k matrix.</param>
    /// <param name="b">A k × n matrix.</param>
    /// <param name="m">An m × n matrix.</param>
    /// <returns>The loss and both gradients. A is <c>M B⁺</c>, or B is <c>A⁺ M</c>, exactly where its gradient vanishes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <remarks>
    /// For complex numbers the gradient is the direction of steepest ascent: to first order L grows by Re⟨∂L/∂A, dA⟩. Cost: 6mkn flops
    /// and a workspace of mn elements.
    /// </remarks>
    public static ProductGradients<T> Compute<T>(DenseMatrix<T> a, DenseMatrix<T> b, DenseMatrix<T> m)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(m);
        MatrixGuard.CanMultiply(a, b, nameof(b));
        MatrixGuard.HasShape(m, a.RowCount, b.ColumnCount, nameof(m));
        MatrixGuard.Finite(a, nameof(a));
        MatrixGuard.Finite(b, nameof(b));
        MatrixGuard.Finite(m, nameof(m));
        using Workspace<T> workspace = new();
        DenseMatrix<T> error = workspace.Rent(m.RowCount, m.ColumnCount);
        Kernels<T>.Copy(m.Span, error.Span);
        Kernels<T>.Gemm(T.One, a.Span, b.Span, -T.One, error.Span);
        double norm = error.FrobeniusNorm();
        T two = T.One + T.One;
        DenseMatrix<T> left = DenseMatrix.Uninitialized<T>(a.RowCount, a.ColumnCount, a.Layout);
        DenseMatrix<T> right = DenseMatrix.Uninitialized<T>(b.RowCount, b.ColumnCount, b.Layout);
        Kernels<T>.Gemm(two, error.Span, b.Span.ConjugateTranspose(), T.Zero, left.Span);
        Kernels<T>.Gemm(two, a.Span.ConjugateTranspose(), error.Span, T.Zero, right.Span);
        return new ProductGradients<T>(norm * norm, left, right);
    }

    /// <summary>The gradient by X of a function of a product <c>P = X[:, S] Λ Y[S, :]</c>, the choice S of terms and their weights Λ held
    /// fixed: columns S are <c>G (Λ Y[S, :])ᴴ</c>, the others zero.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="product">The n × m product.</param>
    /// <param name="gradient">G, n × m: the gradient of the function by the product.</param>
    /// <param name="y">The right factor of the product, l × m.</param>
    /// <returns>A new n × l matrix, column-major.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A matrix has another shape, or an entry that is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">A control variate took part in the product.</exception>
    /// <remarks>
    /// Cost: 2nm|S| flops. It is the gradient of what was computed; where the product is unbiased, so is its gradient as an estimate of
    /// <c>G Yᴴ</c>.
    /// </remarks>
    public static DenseMatrix<T> LeftGradient<T>(this ColumnRowProduct<T> product, DenseMatrix<T> gradient, DenseMatrix<T> y)
        where T : unmanaged, INumberBase<T>
    {
        Check(product, gradient);
        ArgumentNullException.ThrowIfNull(y);
        MatrixGuard.HasShape(y, product.InnerDimension, product.Product.ColumnCount, nameof(y));
        MatrixGuard.Finite(y, nameof(y));
        return OfLeft(product, gradient, y, product.Core);
    }

    /// <summary>The gradient by Y of a function of a product <c>P = X[:, S] Λ Y[S, :]</c>, the choice S of terms and their weights Λ held
    /// fixed: rows S are <c>(X[:, S] Λ)ᴴ G</c>, the others zero.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="product">The n × m product.</param>
    /// <param name="gradient">G, n × m: the gradient of the function by the product.</param>
    /// <param name="x">The left factor of the product, n × l.</param>
    /// <returns>A new l × m matrix, row-major.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A matrix has another shape, or an entry that is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">A control variate took part in the product.</exception>
    /// <remarks>Cost: 2nm|S| flops; see <see cref="LeftGradient"/>.</remarks>
    public static DenseMatrix<T> RightGradient<T>(this ColumnRowProduct<T> product, DenseMatrix<T> gradient, DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        Check(product, gradient);
        ArgumentNullException.ThrowIfNull(x);
        MatrixGuard.HasShape(x, product.Product.RowCount, product.InnerDimension, nameof(x));
        MatrixGuard.Finite(x, nameof(x));

        // By the transposed product Pᵀ = Y[S, :]ᵀ Λᵀ X[:, S]ᵀ.
        return OfLeft(product, gradient.Transpose(), x.Transpose(), product.Core?.Transpose()).Transpose();
    }

    private static void Check<T>(ColumnRowProduct<T> product, DenseMatrix<T> gradient)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(gradient);
        MatrixGuard.HasShape(gradient, product.Product.RowCount, product.Product.ColumnCount, nameof(gradient));
        if (product.HasControlVariate)
        {
            throw new InvalidOperationException("A control variate took part in this product, which is then no sum of chosen terms.");
        }

        MatrixGuard.Finite(gradient, nameof(gradient));
    }

    private static DenseMatrix<T> OfLeft<T>(ColumnRowProduct<T> product, DenseMatrix<T> gradient, DenseMatrix<T> y, DenseMatrix<T>? core)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        ReadOnlySpan<int> chosen = product.Indices.AsSpan();
        DenseMatrix<T> r = workspace.Rent(chosen.Length, y.ColumnCount);
        y.CopyRows(chosen, r);
        if (core is null)
        {
            Kernels<T>.ScaleRows(product.Weights.AsSpan(), r.Span);
        }
        else
        {
            DenseMatrix<T> weighted = workspace.Rent(chosen.Length, y.ColumnCount);
            Kernels<T>.Gemm(T.One, core.Span, r.Span, T.Zero, weighted.Span);
            r = weighted;
        }

        DenseMatrix<T> columns = workspace.Rent(gradient.RowCount, chosen.Length);
        Kernels<T>.Gemm(T.One, gradient.Span, r.Span.ConjugateTranspose(), T.Zero, columns.Span);

        // Column-major, so that what is not zero is written in one piece each.
        DenseMatrix<T> result = DenseMatrix.Create<T>(gradient.RowCount, y.RowCount, MatrixLayout.ColumnMajor);
        for (int k = 0; k < chosen.Length; k++)
        {
            columns.Span.Major(k).CopyTo(result.Span.Major(chosen[k]));
        }

        return result;
    }
}
