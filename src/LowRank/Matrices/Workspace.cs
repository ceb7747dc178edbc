using System.Buffers;
using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>
/// Lends column-major matrices from the shared pool and takes them all back on disposal. Their content is undefined; debug builds fill it
/// with NaN.
/// </summary>
internal sealed class Workspace<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly List<T[]> _arrays = [];

    public DenseMatrix<T> Rent(int rows, int columns)
    {
        int length = DenseMatrix.CheckedLength(rows, columns);
        T[] array = ArrayPool<T>.Shared.Rent(Math.Max(1, length));
        Rented<T>.Poison(array);
        _arrays.Add(array);
        return new DenseMatrix<T>(array.AsMemory(0, length), rows, columns, MatrixLayout.ColumnMajor, Math.Max(1, rows));
    }

    public DenseMatrix<T> Rent(int rows, int columns, MatrixLayout layout) =>
        layout == MatrixLayout.ColumnMajor ? Rent(rows, columns) : Rent(columns, rows).Transpose();

    /// <summary>Gives one matrix back before its time; nothing may read it after.</summary>
    public void Return(DenseMatrix<T> matrix)
    {
        if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray(matrix.Memory, out ArraySegment<T> segment)
            && _arrays.Remove(segment.Array!))
        {
            ArrayPool<T>.Shared.Return(segment.Array!);
        }
    }

    public void Dispose()
    {
        foreach (T[] array in _arrays)
        {
            ArrayPool<T>.Shared.Return(array);
        }

        _arrays.Clear();
    }
}
