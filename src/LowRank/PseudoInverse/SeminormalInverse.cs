using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.PseudoInverses;

/// <summary>
/// X = (RᴴR)⁻¹ Bᴴ with RᴴR = BᴴB (+ ε I): the seminormal equations. Its error grows with the square of the condition, so it
/// serves only where that is below <see cref="PseudoInverseTuning.LargestConditionOfOnePass"/>.
/// </summary>
internal sealed class SeminormalInverse<T>(Factor<T> input, DenseMatrix<T> r, bool isAdjoint)
    : TallInverse<T>(input.RowCount, input.ColumnCount, input.ColumnCount, isAdjoint)
    where T : unmanaged, INumberBase<T>
{
    public override void RefuseOverlap(DenseMatrix<T> destination)
    {
        MatrixGuard.DoesNotOverlap(destination, input.Matrix, "a factor of the pseudo-inverse");
        MatrixGuard.DoesNotOverlap(destination, r, "a factor of the pseudo-inverse");
    }

    protected override void Apply(MatrixSpan<T> b, MatrixSpan<T> destination)
    {
        using Workspace<T> workspace = new();
        MatrixSpan<T> middle = workspace.Rent(Rank, b.ColumnCount).Span;
        Kernels<T>.Gemm(T.One, input.Span.ConjugateTranspose(), b, T.Zero, middle);
        Kernels<T>.CholeskySolve(r.Span, middle);
        Kernels<T>.Copy(middle, destination);
    }

    protected override void ApplyAdjoint(MatrixSpan<T> b, MatrixSpan<T> destination)
    {
        using Workspace<T> workspace = new();
        MatrixSpan<T> middle = workspace.Rent(Rank, b.ColumnCount).Span;
        Kernels<T>.Copy(b, middle);
        Kernels<T>.CholeskySolve(r.Span, middle);
        Kernels<T>.Gemm(T.One, input.Span, middle, T.Zero, destination);
    }

    protected override void Form(MatrixSpan<T> destination)
    {
        using Workspace<T> workspace = new();
        MatrixSpan<T> inverse = workspace.Rent(Rank, Rank).Span;
        Kernels<T>.Fill(T.Zero, inverse);
        for (int i = 0; i < Rank; i++)
        {
            inverse[i, i] = T.One;
        }

        Kernels<T>.CholeskySolve(r.Span, inverse);
        Kernels<T>.Gemm(T.One, inverse, input.Span.ConjugateTranspose(), T.Zero, destination);
    }
}
