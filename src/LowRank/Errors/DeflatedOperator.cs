using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Errors;

/// <summary>(I − QQᴴ) A, never formed.</summary>
/// <param name="a">A, m × n.</param>
/// <param name="q">Q, m × l, orthonormal columns.</param>
internal sealed class DeflatedOperator<T>(ILinearOperator<T> a, DenseMatrix<T> q) : ILinearOperator<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => a.RowCount;

    public int ColumnCount => a.ColumnCount;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        a.Multiply(x, destination);
        ResidualEstimator<T>.Deflate(q, destination, workspace);
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> outside = workspace.Rent(x.RowCount, x.ColumnCount);
        Kernels<T>.Copy(x.Span, outside.Span);
        ResidualEstimator<T>.Deflate(q, outside, workspace);
        a.MultiplyAdjoint(outside, destination);
    }
}
