using System.Collections.Immutable;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank;

/// <summary>Principal components in Math.NET's matrices.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class MathNetPca<T>
    where T : unmanaged, INumberBase<T>
{
    internal MathNetPca(Pca<T> result, DenseMatrix<T> scores)
    {
        Result = result;
        Components = result.Components.ToMathNet();
        Scores = scores.ToMathNet();
    }

    /// <summary>The components, one a row: k × n, orthonormal rows.</summary>
    public Matrix<T> Components { get; }

    /// <summary>The samples in terms of the components: m × k.</summary>
    public Matrix<T> Scores { get; }

    /// <summary>What each component explains of the variance, descending: k numbers.</summary>
    public ImmutableArray<double> ExplainedVariance => Result.ExplainedVariance;

    /// <summary>The model as LowRank's own object, which transforms other samples.</summary>
    public Pca<T> Result { get; }
}
