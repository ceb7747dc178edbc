using System.Collections.Immutable;
using System.Numerics;
using LowRank.ColumnRowProducts;
using LowRank.Matrices;

namespace LowRank;

/// <summary>An approximate product <c>X Y ≈ Σ λ_i x_i y_iᵀ</c> over chosen columns of X and rows of Y.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class ColumnRowProduct<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly bool _hasControlVariate;
    private readonly int _inner;

    internal ColumnRowProduct(
        DenseMatrix<T> product, int inner, TermSelection selection, DenseMatrix<T>? core, ErrorEstimate error, ErrorEstimate expectedError)
    {
        _inner = inner;
        Product = product;
        Scheme = selection.Scheme;
        Indices = ImmutableArray.Create(selection.Indices);
        Weights = ImmutableArray.Create(selection.Weights);
        Core = core;
        SampleCount = selection.SampleCount;
        IsExact = selection.IsExact;
        _hasControlVariate = selection.HasControlVariate;
        Error = error;
        ExpectedError = expectedError;
    }

    /// <summary>The approximate product: n × m.</summary>
    public DenseMatrix<T> Product { get; }

    /// <summary>How the terms were chosen; where <see cref="ColumnRowScheme.Auto"/> was asked for, what it chose.</summary>
    public ColumnRowScheme Scheme { get; }

    /// <summary>The inner indices that take part, ascending, each once, from 0.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>
    /// The weight λ_i of each index; an index drawn several times has the sum of its draws' weights. Empty where <see cref="Core"/> is in
    /// their place.
    /// </summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>With <see cref="ColumnRowWeighting.Full"/>, the matrix Λ of X[:, S] Λ Y[S, :], as many rows and columns as there are
    /// indices; else null.</summary>
    public DenseMatrix<T>? Core { get; }

    /// <summary>The number of draws, or of terms asked for.</summary>
    public int SampleCount { get; }

    /// <summary>
    /// The error of this product, as <see cref="ColumnRowOptions.ErrorMeasurement"/> asks for it. By default: for schemes that draw, the
    /// root of the expected squared error from the norms, exact for <see cref="ColumnRowScheme.Bernoulli"/> and up to ‖XY‖_F, which a few
    /// terms estimate, for draws with replacement; for top-k and fitted weights, measured by Gaussian probes <c>(X Y − C R) ω</c> without
    /// forming X Y; for greedy tuples, exact.
    /// </summary>
    public ErrorEstimate Error { get; }

    /// <summary>
    /// What was to be expected before drawing: the root of E‖XY − CR‖² (E5, E6), with ‖XY‖_F from the probes if there are any, else from
    /// a few terms. For schemes that draw nothing it is <see cref="Error"/>.
    /// </summary>
    public ErrorEstimate ExpectedError { get; }

    /// <summary>Whether the exact product was computed, because no fewer terms would have met the tolerance.</summary>
    public bool IsExact { get; }

    /// <summary>The gradient by X of a function of this product, the choice of terms and their weights held fixed: columns S are <c>G (Λ
    /// Y[S, :])ᴴ</c>, the others zero.</summary>
    /// <param name="gradient">G, n × m: the gradient of the function by the product.</param>
    /// <param name="y">The right factor of the product, l × m.</param>
    /// <returns>A new n × l matrix, column-major.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">A matrix has another shape.</exception>
    /// <exception cref="InvalidOperationException">A control variate took part in the product.</exception>
    /// <remarks>
    /// Cost: 2nm|S| flops. It is the gradient of what was computed; where the product is unbiased, so is its gradient as an estimate of
    /// <c>G Yᴴ</c>.
    /// </remarks>
    public DenseMatrix<T> LeftGradient(DenseMatrix<T> gradient, DenseMatrix<T> y)
    {
        CheckGradient(gradient);
        ArgumentNullException.ThrowIfNull(y);
        MatrixGuard.HasShape(y, _inner, Product.ColumnCount, nameof(y));
        return ProductGradients.OfLeft(gradient, y, Indices, Weights, Core);
    }

    /// <summary>The gradient by Y of a function of this product, the choice of terms and their weights held fixed: rows S are <c>(X[:, S]
    /// Λ)ᴴ G</c>, the others zero.</summary>
    /// <param name="gradient">G, n × m: the gradient of the function by the product.</param>
    /// <param name="x">The left factor of the product, n × l.</param>
    /// <returns>A new l × m matrix, row-major.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">A matrix has another shape.</exception>
    /// <exception cref="InvalidOperationException">A control variate took part in the product.</exception>
    /// <remarks>Cost: 2nm|S| flops; see <see cref="LeftGradient"/>.</remarks>
    public DenseMatrix<T> RightGradient(DenseMatrix<T> gradient, DenseMatrix<T> x)
    {
        CheckGradient(gradient);
        ArgumentNullException.ThrowIfNull(x);
        MatrixGuard.HasShape(x, Product.RowCount, _inner, nameof(x));
        return ProductGradients.OfRight(gradient, x, Indices, Weights, Core);
    }

    private void CheckGradient(DenseMatrix<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        MatrixGuard.HasShape(gradient, Product.RowCount, Product.ColumnCount, nameof(gradient));
        if (_hasControlVariate)
        {
            throw new InvalidOperationException("A control variate took part in this product, which is then no sum of chosen terms.");
        }
    }
}
