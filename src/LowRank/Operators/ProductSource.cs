using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>Columns and rows of an operator that offers only products: A E_J, and E_Iᴴ A by its adjoint.</summary>
internal sealed class ProductSource<T>(ILinearOperator<T> a) : IColumnSource<T>, IRowSource<T>
    where T : unmanaged, INumberBase<T>
{
    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        a.Multiply(Unit(columns, a.ColumnCount, workspace), destination);
        MatrixGuard.FiniteProduct(RowSpace.Of(a).Maximum(destination.FrobeniusNorm()), a, nameof(a));
    }

    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> adjoint = workspace.Rent(a.ColumnCount, rows.Length);
        a.MultiplyAdjoint(Unit(rows, a.RowCount, workspace), adjoint);
        MatrixGuard.FiniteProduct(adjoint, a, nameof(a));
        Kernels<T>.Copy(adjoint.Span.ConjugateTranspose(), destination.Span);
    }

    /// <summary>The source that an operator is, or one that takes its columns from products.</summary>
    public static IColumnSource<T> ColumnsOf(ILinearOperator<T> a) => a as IColumnSource<T> ?? new ProductSource<T>(a);

    public static IRowSource<T> RowsOf(ILinearOperator<T> a) => a as IRowSource<T> ?? new ProductSource<T>(a);

    /// <summary>Aᵀ, whose columns are A's rows: a view of a dense matrix, an adapter of anything else.</summary>
    public static ILinearOperator<T> Transpose(ILinearOperator<T> a)
    {
        RowSpace.RequireWhole(a, nameof(a));
        return a is DenseMatrix<T> dense ? dense.Transpose() : new TransposedOperator<T>(a, RowsOf(a));
    }

    private static DenseMatrix<T> Unit(ReadOnlySpan<int> indices, int length, Workspace<T> workspace)
    {
        DenseMatrix<T> unit = workspace.Rent(length, indices.Length);
        Kernels<T>.Fill(T.Zero, unit.Span);
        for (int k = 0; k < indices.Length; k++)
        {
            unit.Span[indices[k], k] = T.One;
        }

        return unit;
    }
}
