using System.Collections.Immutable;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank;

/// <summary>An interpolative decomposition <c>A ≈ A[:, J] Z</c>, or <c>A ≈ Z A[I, :]</c>, in Math.NET's matrices.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class MathNetInterpolativeDecomposition<T>
    where T : unmanaged, INumberBase<T>
{
    internal MathNetInterpolativeDecomposition(InterpolativeDecomposition<T> result)
    {
        Result = result;
        Skeleton = result.Skeleton.ToMathNet();
        Coefficients = result.Coefficients.ToMathNet();
    }

    /// <summary>The chosen columns (rows), most important first: k numbers, from 0.</summary>
    public ImmutableArray<int> Indices => Result.Indices;

    /// <summary>The chosen columns, m × k, or rows, k × n.</summary>
    public Matrix<T> Skeleton { get; }

    /// <summary>The coefficients Z: k × n for columns, m × k for rows.</summary>
    public Matrix<T> Coefficients { get; }

    /// <summary>The rank k.</summary>
    public int Rank => Result.Rank;

    /// <summary>The error that this run achieved, and how it is known.</summary>
    public ErrorEstimate Error => Result.Error;

    /// <summary>The decomposition as LowRank's own object, which multiplies without being expanded.</summary>
    public InterpolativeDecomposition<T> Result { get; }
}
