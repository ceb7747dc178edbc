using System.Numerics;

namespace LowRank.IO;

/// <summary>A matrix in its file that hands out its rows, so that a method takes several products from one reading.</summary>
public sealed class MappedRows<T>(
    string path, long start, StoredType type, int rowCount, int columnCount, MatrixLayout layout, LoadOptions options)
    : MappedMatrix<T>(path, start, type, rowCount, columnCount, layout, options), IRowBlockSource<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Bytes that are read at once: where a panel has less of each column, whole columns are read instead.</summary>
    public const int SmallestPiece = 4096;

    long IRowBlockSource<T>.RowCount => RowCount;

    /// <inheritdoc/>
    public int Read(long first, DenseMatrix<T> into) => first >= RowCount ? 0 : ReadRows((int)first, into);
}
