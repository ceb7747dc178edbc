using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Nystrom;

/// <summary>Reads a kernel source: counts the entries, and refuses what is not finite.</summary>
internal sealed class KernelReader<T>(IKernelSource<T> kernel, string name) : IColumnSource<T>
    where T : unmanaged, INumberBase<T>
{
    public string Name => name;

    public int Size => kernel.Size;

    public long EntriesRead { get; private set; }

    public double[] Diagonal()
    {
        double[] diagonal = new double[Size];
        kernel.CopyDiagonal(diagonal);
        EntriesRead += Size;
        for (int i = 0; i < diagonal.Length; i++)
        {
            if (!double.IsFinite(diagonal[i]))
            {
                throw new ArgumentException(
                    $"{name} ({Size} × {Size}) has the entry {diagonal[i]} at row {i}, column {i}; all entries must be finite.", name);
            }

            if (diagonal[i] < 0)
            {
                PsdGuard.ThrowIndefinite($"the diagonal entry {i} is {diagonal[i]}", name);
            }
        }

        return diagonal;
    }

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        kernel.CopyColumns(columns, destination);
        EntriesRead += (long)Size * columns.Length;
        RefuseNonFinite(destination, null, columns);
    }

    public void Block(ReadOnlySpan<int> indices, DenseMatrix<T> destination)
    {
        kernel.CopyBlock(indices, indices, destination);
        EntriesRead += (long)indices.Length * indices.Length;
        RefuseNonFinite(destination, indices.ToArray(), indices);
    }

    private void RefuseNonFinite(DenseMatrix<T> values, int[]? rows, ReadOnlySpan<int> columns)
    {
        if (double.IsFinite(Kernels<T>.FrobeniusNorm(values.Span)))
        {
            return;
        }

        for (int j = 0; j < values.ColumnCount; j++)
        {
            for (int i = 0; i < values.RowCount; i++)
            {
                T value = values.Span[i, j];
                if (!T.IsFinite(value))
                {
                    throw new ArgumentException(
                        $"{name} ({Size} × {Size}) has the entry {value} at row {rows?[i] ?? i}, column {columns[j]}; all entries must "
                            + "be finite.", name);
                }
            }
        }

        throw new ArgumentException($"The norm of some columns of {name} ({Size} × {Size}) overflows; scale the matrix down.", name);
    }
}
