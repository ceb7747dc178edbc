using System.Numerics;

namespace LowRank.Tests;

/// <summary>An operator that can hand out columns and rows, but does not know its norm and is no dense matrix.</summary>
/// <param name="matrix">The matrix.</param>
/// <param name="onAdjoint">Is told how many columns each adjoint product has.</param>
internal class SourceOperator<T>(DenseMatrix<T> matrix, Action<int>? onAdjoint = null)
    : ILinearOperator<T>, IColumnSource<T>, IRowSource<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => matrix.RowCount;

    public int ColumnCount => matrix.ColumnCount;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => matrix.Multiply(x, destination);

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        onAdjoint?.Invoke(x.ColumnCount);
        matrix.MultiplyAdjoint(x, destination);
    }

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination) => matrix.CopyColumns(columns, destination);

    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination) => matrix.CopyRows(rows, destination);
}
