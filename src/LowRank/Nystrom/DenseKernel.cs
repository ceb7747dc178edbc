using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>A dense matrix as a kernel source.</summary>
internal sealed class DenseKernel<T>(DenseMatrix<T> matrix) : IKernelSource<T>
    where T : unmanaged, INumberBase<T>
{
    public int Size => matrix.RowCount;

    public void CopyDiagonal(Span<double> destination)
    {
        for (int i = 0; i < Size; i++)
        {
            destination[i] = PsdGuard.Real(matrix.Span[i, i], i);
        }
    }

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination) => matrix.CopyColumns(columns, destination);

    public void CopyBlock(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(rows, Size, nameof(rows));
        MatrixGuard.Indices(columns, Size, nameof(columns));
        MatrixGuard.HasShape(destination, rows.Length, columns.Length, nameof(destination));
        MatrixSpan<T> from = matrix.Span;
        MatrixSpan<T> to = destination.Span;
        for (int j = 0; j < columns.Length; j++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                to[i, j] = from[rows[i], columns[j]];
            }
        }
    }
}
