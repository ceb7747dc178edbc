using System.Numerics;

namespace LowRank;

/// <summary>The value and the gradients of <c>L = ‖A B − M‖_F²</c>.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <param name="Loss">L.</param>
/// <param name="Left">∂L/∂A, of A's shape.</param>
/// <param name="Right">∂L/∂B, of B's shape.</param>
public sealed record ProductGradients<T>(double Loss, DenseMatrix<T> Left, DenseMatrix<T> Right)
    where T : unmanaged, INumberBase<T>;
