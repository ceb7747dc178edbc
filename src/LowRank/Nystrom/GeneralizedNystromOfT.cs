using System.Numerics;
using LowRank.Approximations;

namespace LowRank;

/// <summary>A generalised Nyström approximation <c>A ≈ Left · Right</c>.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class GeneralizedNystrom<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal GeneralizedNystrom(DenseMatrix<T> left, DenseMatrix<T> right, ErrorEstimate error)
        : base(new FactoredProduct<T>(new Factor<T>(left), null, new Factor<T>(right)), error)
    {
        Left = left;
        Right = right;
    }

    /// <summary>AX V S⁻¹, m × k, where U S Vᴴ is the singular value decomposition of YᴴAX without what is rounding.</summary>
    public DenseMatrix<T> Left { get; }

    /// <summary>UᴴYᴴA, k × n.</summary>
    public DenseMatrix<T> Right { get; }
}
