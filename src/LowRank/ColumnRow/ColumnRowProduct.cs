using System.Collections.Immutable;
using System.Numerics;

namespace LowRank;

/// <summary>An approximate product <c>X Y ≈ Σ λ_i x_i y_iᵀ</c> over chosen columns of X and rows of Y.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class ColumnRowProduct<T>
    where T : unmanaged, INumberBase<T>
{
    internal ColumnRowProduct(DenseMatrix<T> product, int[] indices, double[] weights, int sampleCount, ErrorEstimate error, ErrorEstimate expectedError, bool isExact)
    {
        Product = product;
        Indices = ImmutableArray.Create(indices);
        Weights = ImmutableArray.Create(weights);
        SampleCount = sampleCount;
        Error = error;
        ExpectedError = expectedError;
        IsExact = isExact;
    }

    /// <summary>The approximate product: n × m.</summary>
    public DenseMatrix<T> Product { get; }

    /// <summary>The inner indices that take part, ascending, each once, from 0.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>The weight λ_i of each index; an index drawn several times has the sum of its draws' weights.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>The number of draws (with replacement), or of terms (top-k).</summary>
    public int SampleCount { get; }

    /// <summary>The error of this very product, measured by Gaussian probes <c>(X Y − C R) ω</c> without forming X Y.</summary>
    public ErrorEstimate Error { get; }

    /// <summary>
    /// What was to be expected before drawing: the root of E‖XY − CR‖² (E5), with ‖XY‖_F from the same probes. For top-k, which draws nothing, it is <see cref="Error"/>.
    /// </summary>
    public ErrorEstimate ExpectedError { get; }

    /// <summary>Whether the exact product was computed, because no fewer terms would have met the tolerance.</summary>
    public bool IsExact { get; }
}
