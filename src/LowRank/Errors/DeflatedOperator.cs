using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Errors;

/// <summary>(I − QQᴴ) A, never formed.</summary>
/// <param name="a">A, m × n.</param>
/// <param name="q">Q, m × l, orthonormal columns.</param>
internal sealed class DeflatedOperator<T>(ILinearOperator<T> a, TallBlock<T> q) : ILinearOperator<T>, IRowPartitioned
    where T : unmanaged, INumberBase<T>
{
    public RowSpace Rows => q.Space;

    public int RowCount => a.RowCount;

    public int ColumnCount => a.ColumnCount;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        a.Multiply(x, destination);
        new TallBlock<T>(destination, q.Space).Deflate(q, workspace);
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        TallBlock<T> outside = TallBlock<T>.Rent(workspace, q.Space, x.ColumnCount);
        Kernels<T>.Copy(x.Span, outside.Local.Span);
        outside.Deflate(q, workspace);
        a.MultiplyAdjoint(outside.Local, destination);
    }
}
