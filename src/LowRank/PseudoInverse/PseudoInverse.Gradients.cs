using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>The value and the gradients of <c>L = ‖A B − M‖_F²</c> (P-5).</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <param name="Loss">L.</param>
/// <param name="Left">∂L/∂A, of A's shape.</param>
/// <param name="Right">∂L/∂B, of B's shape.</param>
public sealed record ProductGradients<T>(double Loss, DenseMatrix<T> Left, DenseMatrix<T> Right)
    where T : unmanaged, INumberBase<T>;

public static partial class PseudoInverse
{
    /// <summary>Computes <c>L = ‖A B − M‖_F²</c> with <c>∂L/∂A = 2 (A B − M) Bᴴ</c> and <c>∂L/∂B = 2 Aᴴ (A B − M)</c> (P-5).</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × k matrix.</param>
    /// <param name="b">A k × n matrix.</param>
    /// <param name="m">An m × n matrix.</param>
    /// <returns>The loss and both gradients. A is <c>M B⁺</c>, or B is <c>A⁺ M</c>, exactly where its gradient vanishes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <remarks>
    /// For complex numbers the gradient is the direction of steepest ascent: to first order L grows by Re⟨∂L/∂A, dA⟩. Cost: 6mkn flops
    /// and a workspace of mn elements.
    /// </remarks>
    public static ProductGradients<T> Gradients<T>(DenseMatrix<T> a, DenseMatrix<T> b, DenseMatrix<T> m)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(m);
        MatrixGuard.CanMultiply(a, b, nameof(b));
        MatrixGuard.HasShape(m, a.RowCount, b.ColumnCount, nameof(m));
        MatrixGuard.Finite(a, nameof(a));
        MatrixGuard.Finite(b, nameof(b));
        MatrixGuard.Finite(m, nameof(m));
        using Workspace<T> workspace = new();
        DenseMatrix<T> error = workspace.Rent(m.RowCount, m.ColumnCount);
        Kernels<T>.Copy(m.Span, error.Span);
        Kernels<T>.Gemm(T.One, a.Span, b.Span, -T.One, error.Span);
        double norm = error.FrobeniusNorm();
        T two = T.One + T.One;
        DenseMatrix<T> left = DenseMatrix.Uninitialized<T>(a.RowCount, a.ColumnCount, a.Layout);
        DenseMatrix<T> right = DenseMatrix.Uninitialized<T>(b.RowCount, b.ColumnCount, b.Layout);
        Kernels<T>.Gemm(two, error.Span, b.Span.ConjugateTranspose(), T.Zero, left.Span);
        Kernels<T>.Gemm(two, a.Span.ConjugateTranspose(), error.Span, T.Zero, right.Span);
        return new ProductGradients<T>(norm * norm, left, right);
    }
}
