using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.PseudoInverses;

/// <summary>A pseudo-inverse that is known entry by entry.</summary>
internal sealed class DenseInverse<T>(DenseMatrix<T> matrix, int rank) : IFactoredOperator<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => matrix.RowCount;

    public int ColumnCount => matrix.ColumnCount;

    public int Rank => rank;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) =>
        Kernels<T>.Gemm(T.One, matrix.Span, x.Span, T.Zero, destination.Span);

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) =>
        Kernels<T>.Gemm(T.One, matrix.Span.ConjugateTranspose(), x.Span, T.Zero, destination.Span);

    public void RefuseOverlap(DenseMatrix<T> destination) => MatrixGuard.DoesNotOverlap(destination, matrix, "the pseudo-inverse");

    public DenseMatrix<T> ToDense() => matrix.ToDense(MatrixLayout.RowMajor);
}
