using System.Collections.Immutable;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank;

/// <summary>A product <c>X Y</c> approximated by columns of X and rows of Y, in a Math.NET matrix.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class MathNetColumnRowProduct<T>
    where T : unmanaged, INumberBase<T>
{
    internal MathNetColumnRowProduct(ColumnRowProduct<T> result)
    {
        Result = result;
        Product = result.Product.ToMathNet();
    }

    /// <summary>The approximate product: n × m.</summary>
    public Matrix<T> Product { get; }

    /// <summary>The columns of X, and rows of Y, that were taken, numbers from 0.</summary>
    public ImmutableArray<int> Indices => Result.Indices;

    /// <summary>The error that this run achieved, and how it is known.</summary>
    public ErrorEstimate Error => Result.Error;

    /// <summary>The product as LowRank's own object, with weights and gradients.</summary>
    public ColumnRowProduct<T> Result { get; }
}
