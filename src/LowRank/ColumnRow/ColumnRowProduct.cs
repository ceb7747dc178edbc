using System.Collections.Immutable;
using System.Numerics;
using LowRank.ColumnRowProducts;

namespace LowRank;

/// <summary>An approximate product <c>X Y ≈ Σ λ_i x_i y_iᵀ</c> over chosen columns of X and rows of Y.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class ColumnRowProduct<T>
    where T : unmanaged, INumberBase<T>
{
    internal ColumnRowProduct(
        TermProblem<T> problem, TermSelection selection, WeightedTerms<T> sum, ErrorEstimate error, ErrorEstimate expectedError)
    {
        InnerDimension = problem.Count;
        Product = sum.Product;
        Scheme = selection.Scheme;
        Indices = ImmutableArray.Create(selection.Indices);
        Weights = ImmutableArray.Create(sum.Weights);
        Core = sum.Core;
        SampleCount = selection.SampleCount;
        IsExact = selection.IsExact;
        HasControlVariate = problem.Control is not null && !selection.IsExact;
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
    /// What was to be expected before drawing: the root of E‖XY − CR‖², with ‖XY‖_F from the probes if there are any, else from
    /// a few terms. For schemes that draw nothing it is <see cref="Error"/>.
    /// </summary>
    public ErrorEstimate ExpectedError { get; }

    /// <summary>Whether the exact product was computed, because no fewer terms would have met the tolerance.</summary>
    public bool IsExact { get; }

    /// <summary>l, the number of terms that the exact product has.</summary>
    internal int InnerDimension { get; }

    /// <summary>Whether the product holds more than the sum of the chosen terms.</summary>
    internal bool HasControlVariate { get; }
}
