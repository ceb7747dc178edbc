using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank;

/// <summary>A thin or truncated singular value decomposition <c>A ≈ U diag(σ) VT</c> in Math.NET's matrices.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class MathNetSvd<T>
    where T : unmanaged, INumberBase<T>
{
    internal MathNetSvd(TruncatedSvd<T> result)
    {
        Result = result;
        U = result.U.ToMathNet();
        S = global::MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([.. result.SingularValues]);
        VT = result.VT.ToMathNet();
    }

    /// <summary>The left singular vectors: m × k, orthonormal columns. It shares its memory with <see cref="Result"/>.</summary>
    public Matrix<T> U { get; }

    /// <summary>The singular values, descending: k numbers.</summary>
    public global::MathNet.Numerics.LinearAlgebra.Vector<double> S { get; }

    /// <summary>The right singular vectors, conjugated, as rows: k × n.</summary>
    public Matrix<T> VT { get; }

    /// <summary>The rank k.</summary>
    public int Rank => Result.Rank;

    /// <summary>The error that this run achieved, and how it is known.</summary>
    public ErrorEstimate Error => Result.Error;

    /// <summary>The decomposition as LowRank's own object, which multiplies without being expanded.</summary>
    public TruncatedSvd<T> Result { get; }
}
