using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank;

/// <summary>A Nyström approximation <c>A ≈ F Fᴴ</c> in Math.NET's matrices.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class MathNetNystromApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal MathNetNystromApproximation(NystromApproximation<T> result)
    {
        Result = result;
        Factor = result.Factor.ToMathNet();
    }

    /// <summary>The factor F: n × k.</summary>
    public Matrix<T> Factor { get; }

    /// <summary>The rank k.</summary>
    public int Rank => Result.Rank;

    /// <summary>The error that this run achieved, and how it is known.</summary>
    public ErrorEstimate Error => Result.Error;

    /// <summary>The approximation as LowRank's own object, which multiplies and solves without being expanded.</summary>
    public NystromApproximation<T> Result { get; }
}
