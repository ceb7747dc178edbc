using System.Collections.Immutable;
using System.Numerics;

namespace LowRank;

/// <summary>The solution of a regularised system, and how good it is.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class RegularizedSolution<T>
    where T : unmanaged, INumberBase<T>
{
    internal RegularizedSolution(DenseMatrix<T> x, int iterations, double[] relativeResiduals, bool hasConverged)
    {
        X = x;
        Iterations = iterations;
        RelativeResiduals = ImmutableArray.Create(relativeResiduals);
        HasConverged = hasConverged;
    }

    /// <summary>The solution X: n × p.</summary>
    public DenseMatrix<T> X { get; }

    /// <summary>The number of iterations, each one product with A.</summary>
    public int Iterations { get; }

    /// <summary><c>‖b − (A + μI)x‖ / ‖b‖</c> of each right-hand side, computed anew from the solution; 0 where b is.</summary>
    public ImmutableArray<double> RelativeResiduals { get; }

    /// <summary>
    /// Whether every residual, as the iteration carries it along, met the tolerance. Where it did and <see cref="RelativeResiduals"/> is
    /// larger, that is rounding: the tolerance asked for more than the condition of the system lets this precision give.
    /// </summary>
    public bool HasConverged { get; }
}
