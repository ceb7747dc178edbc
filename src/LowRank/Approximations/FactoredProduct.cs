using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Approximations;

/// <summary>A factor of a product, to be read as it is or as its conjugate transpose.</summary>
internal readonly record struct Factor<T>(DenseMatrix<T> Matrix, bool IsAdjoint = false)
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => IsAdjoint ? Matrix.ColumnCount : Matrix.RowCount;

    public int ColumnCount => IsAdjoint ? Matrix.RowCount : Matrix.ColumnCount;

    public MatrixSpan<T> Span => IsAdjoint ? Matrix.Span.ConjugateTranspose() : Matrix.Span;
}

/// <summary>L diag(d) R, applied factor by factor; d left out means ones.</summary>
internal sealed class FactoredProduct<T>(Factor<T> left, double[]? diagonal, Factor<T> right) : IFactoredOperator<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => left.RowCount;

    public int ColumnCount => right.ColumnCount;

    public int Rank => left.ColumnCount;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => Apply(left.Span, right.Span, x.Span, destination.Span);

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) =>
        Apply(right.Span.ConjugateTranspose(), left.Span.ConjugateTranspose(), x.Span, destination.Span);

    /// <summary>Refuses a destination that a factor stands in.</summary>
    public void RefuseOverlap(DenseMatrix<T> destination)
    {
        MatrixGuard.DoesNotOverlap(destination, left.Matrix, "a factor of the approximation");
        MatrixGuard.DoesNotOverlap(destination, right.Matrix, "a factor of the approximation");
    }

    public DenseMatrix<T> ToDense()
    {
        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(RowCount, ColumnCount, MatrixLayout.RowMajor);
        if (diagonal is null)
        {
            Kernels<T>.Gemm(T.One, left.Span, right.Span, T.Zero, result.Span);
            return result;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> scaled = workspace.Rent(Rank, ColumnCount);
        Kernels<T>.Copy(right.Span, scaled.Span);
        Kernels<T>.ScaleRows(diagonal, scaled.Span);
        Kernels<T>.Gemm(T.One, left.Span, scaled.Span, T.Zero, result.Span);
        return result;
    }

    private void Apply(MatrixSpan<T> outer, MatrixSpan<T> inner, MatrixSpan<T> x, MatrixSpan<T> destination)
    {
        using Workspace<T> workspace = new();
        MatrixSpan<T> middle = workspace.Rent(Rank, x.ColumnCount).Span;
        Kernels<T>.Gemm(T.One, inner, x, T.Zero, middle);
        if (diagonal is not null)
        {
            Kernels<T>.ScaleRows(diagonal, middle);
        }

        Kernels<T>.Gemm(T.One, outer, middle, T.Zero, destination);
    }
}
