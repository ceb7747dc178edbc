using System.Numerics;

namespace LowRank;

/// <summary>The factors of a low-rank adaptation W + A B.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class LoraFactors<T>
    where T : unmanaged, INumberBase<T>
{
    internal LoraFactors(DenseMatrix<T> a, DenseMatrix<T> b, ErrorEstimate error)
    {
        A = a;
        B = b;
        Error = error;
    }

    /// <summary>A, m × r, orthonormal columns.</summary>
    public DenseMatrix<T> A { get; }

    /// <summary>B, r × n, orthonormal rows.</summary>
    public DenseMatrix<T> B { get; }

    /// <summary>The error of the first step, <c>‖A Aᴴ G + G Bᴴ B − G‖_F</c>.</summary>
    public ErrorEstimate Error { get; }
}
