using System.Collections.Immutable;
using System.Numerics;

namespace LowRank;

/// <summary>An approximate product of several matrices, from some terms of each inner dimension.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class ColumnRowChain<T>
    where T : unmanaged, INumberBase<T>
{
    internal ColumnRowChain(DenseMatrix<T> product, ImmutableArray<ImmutableArray<int>> indices,
        ImmutableArray<ImmutableArray<double>> weights, ErrorEstimate? error)
    {
        Product = product;
        Indices = indices;
        Weights = weights;
        Error = error;
    }

    /// <summary>The approximate product: as many rows as the first factor, as many columns as the last.</summary>
    public DenseMatrix<T> Product { get; }

    /// <summary>For each inner dimension the indices that take part, ascending.</summary>
    public ImmutableArray<ImmutableArray<int>> Indices { get; }

    /// <summary>For each inner dimension the weights of its indices.</summary>
    public ImmutableArray<ImmutableArray<double>> Weights { get; }

    /// <summary>The error of this product, measured by Gaussian probes; null where <see cref="ColumnRowErrorMeasurement.Norms"/> asks for
    /// no measurement.</summary>
    public ErrorEstimate? Error { get; }
}
