using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>The products with a kernel source, a block of columns at a time.</summary>
internal sealed class KernelOperator<T>(IKernelSource<T> kernel) : ILinearOperator<T>, IKernelSource<T>
    where T : unmanaged, INumberBase<T>
{
    private const int BlockSize = 64;

    public int Size => kernel.Size;

    public int RowCount => kernel.Size;

    public int ColumnCount => kernel.Size;

    public void CopyDiagonal(Span<double> destination) => kernel.CopyDiagonal(destination);

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination) => kernel.CopyColumns(columns, destination);

    public void CopyBlock(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, DenseMatrix<T> destination) =>
        kernel.CopyBlock(rows, columns, destination);

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.HasRows(x, Size, nameof(x), $"the kernel is {MatrixGuard.Shape(this)}");
        MatrixGuard.HasShape(destination, Size, x.ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, x, nameof(x));
        using Workspace<T> workspace = new();
        DenseMatrix<T> block = workspace.Rent(Size, Math.Min(BlockSize, Size));
        using PanelSum<T> sum = new(destination);
        for (int start = 0; start < Size; start += BlockSize)
        {
            int count = Math.Min(BlockSize, Size - start);
            DenseMatrix<T> columns = block.AsColumns(0, count);
            kernel.CopyColumns([.. Enumerable.Range(start, count)], columns);
            sum.Add(columns.Span, x.AsRows(start, count).Span);
        }

        sum.Complete();
    }

    // The matrix is Hermitian.
    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => Multiply(x, destination);
}
