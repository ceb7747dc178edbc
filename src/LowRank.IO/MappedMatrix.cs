using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LowRank.IO;

/// <summary>
/// A dense matrix that stays in its file: each product is one pass over the file, block by block. It may have more entries than an array
/// can.
/// </summary>
/// <remarks>
/// Blocks are read into a buffer instead of being mapped into the address space: the pages of a map count as this process's memory once
/// they are touched, those of the system's cache do not. The blocks and the order of their sums depend on the shape alone.
/// </remarks>
public class MappedMatrix<T> : ILinearOperator<T>, IColumnSource<T>, IRowSource<T>, IFrobeniusNorm, IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long _start;
    private readonly StoredType _type;
    private readonly MatrixLayout _layout;
    private readonly int _entriesPerBlock;
    private readonly CancellationToken _cancellationToken;
    private readonly IProgress<LowRankProgress>? _progress;
    private readonly Lazy<double> _norm;
    private volatile int _checked;

    /// <summary>Opens the file anew; the caller has checked that it is long enough.</summary>
    public MappedMatrix(string path, long start, StoredType type, int rowCount, int columnCount, MatrixLayout layout, LoadOptions options)
    {
        _path = path;
        _start = start;
        _type = type;
        _layout = layout;
        RowCount = rowCount;
        ColumnCount = columnCount;
        _entriesPerBlock = Math.Max(1, options.BlockBytes / ElementTypes.Of<T>().Size());
        _cancellationToken = options.CancellationToken;
        _progress = options.Progress;
        _norm = new Lazy<double>(SumNorm);
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <inheritdoc/>
    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => Accumulate(x, destination, adjoint: false);

    /// <inheritdoc/>
    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => Accumulate(x, destination, adjoint: true);

    /// <inheritdoc/>
    public double FrobeniusNorm() => _norm.Value;

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination)
    {
        int[] wanted = rows.ToArray();
        ForEachBlock(block => Array.Exists(wanted, row => row >= block.Row && row - block.Row < block.RowCount), (block, values) =>
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                int row = wanted[i] - block.Row;
                if (row >= 0 && row < block.RowCount)
                {
                    values.CopyRows([row], destination.AsBlock(i, block.Column, 1, block.ColumnCount));
                }
            }
        });
    }

    /// <inheritdoc/>
    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        int[] wanted = columns.ToArray();
        ForEachBlock(block =>
            Array.Exists(wanted, column => column >= block.Column && column - block.Column < block.ColumnCount), (block, values) =>
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                int column = wanted[i] - block.Column;
                if (column >= 0 && column < block.ColumnCount)
                {
                    values.CopyColumns([column], destination.AsBlock(block.Row, i, block.RowCount, 1));
                }
            }
        });
    }

    public void Dispose()
    {
        _file.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A matrix in its file: one that is read row by row where that takes large enough pieces of the file.</summary>
    public static MappedMatrix<T> Open(
        string path, long start, StoredType type, int rowCount, int columnCount, MatrixLayout layout, LoadOptions options)
    {
        // A panel of rows of a column-major file is a piece of each column.
        long rowsPerPanel = Math.Min(rowCount, options.BlockBytes / ElementTypes.Of<T>().Size() / Math.Max(1, columnCount));
        return layout == MatrixLayout.RowMajor || rowsPerPanel * type.Size >= MappedRows<T>.SmallestPiece || rowsPerPanel == rowCount
            ? new MappedRows<T>(path, start, type, rowCount, columnCount, layout, options)
            : new MappedMatrix<T>(path, start, type, rowCount, columnCount, layout, options);
    }

    /// <summary>Rows from one on, as many as fit into a block; each is looked through for NaN and infinity when it is first read.</summary>
    private protected int ReadRows(int first, DenseMatrix<T> into)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        int count = Math.Clamp(_entriesPerBlock / Math.Max(1, ColumnCount), 1, Math.Min(into.RowCount, RowCount - first));
        bool isRowMajor = _layout == MatrixLayout.RowMajor;
        int pieces = isRowMajor ? 1 : ColumnCount;
        int perPiece = isRowMajor ? count * ColumnCount : count;
        T[] column = ArrayPool<T>.Shared.Rent(isRowMajor ? 0 : count);
        byte[] scratch = ArrayPool<byte>.Shared.Rent(_type.Is<T>() ? 0 : perPiece * _type.Size);
        try
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                long offset = _start + (_type.Size * (isRowMajor ? (long)first * ColumnCount : ((long)piece * RowCount) + first));
                Span<T> values = isRowMajor ? into.Memory.Span[..perPiece] : column.AsSpan(0, count);
                Read(offset, values, scratch);
                if (first + count > _checked)
                {
                    EntryReader.Check<T>(_path, values, offset, _type.Size);
                }

                for (int i = 0; !isRowMajor && i < count; i++)
                {
                    into[i, piece] = values[i];
                }
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(column);
            ArrayPool<byte>.Shared.Return(scratch);
        }

        // Passes go from the first row to the last, so that no row before is left out.
        _checked = first <= _checked ? Math.Max(_checked, first + count) : _checked;
        return count;
    }

    private void Read(long offset, Span<T> values, byte[] scratch)
    {
        if (_type.Is<T>())
        {
            ReadFully(MemoryMarshal.AsBytes(values), offset);
            return;
        }

        Span<byte> bytes = scratch.AsSpan(0, values.Length * _type.Size);
        ReadFully(bytes, offset);
        _type.Decode(bytes, values);
    }

    private void Accumulate(DenseMatrix<T> x, DenseMatrix<T> destination, bool adjoint)
    {
        if (RowCount == 0 || ColumnCount == 0)
        {
            AddVectors(destination, null);
            return;
        }

        T[]? scratch = null;
        ForEachBlock(_ => true, (block, values) =>
        {
            (int from, int fromCount) = adjoint ? (block.Row, block.RowCount) : (block.Column, block.ColumnCount);
            (int to, int toCount) = adjoint ? (block.Column, block.ColumnCount) : (block.Row, block.RowCount);
            DenseMatrix<T> part = x.AsRows(from, fromCount);
            DenseMatrix<T> target = destination.AsRows(to, toCount);

            // The first block of a stripe overwrites, those after it add.
            if (from == 0)
            {
                Apply(values, part, target, adjoint);
                return;
            }

            scratch ??= new T[checked(toCount * x.ColumnCount)];
            DenseMatrix<T> product = DenseMatrix.Wrap(scratch, toCount, x.ColumnCount, destination.Layout);
            Apply(values, part, product, adjoint);
            AddVectors(target, product);
        });
    }

    private static void Apply(DenseMatrix<T> block, DenseMatrix<T> x, DenseMatrix<T> destination, bool adjoint)
    {
        if (adjoint)
        {
            block.MultiplyAdjoint(x, destination);
        }
        else
        {
            block.Multiply(x, destination);
        }
    }

    /// <summary>target += product, of one layout; target := 0 where there is no product.</summary>
    private static void AddVectors(DenseMatrix<T> target, DenseMatrix<T>? product)
    {
        bool isRowMajor = target.Layout == MatrixLayout.RowMajor;
        int majors = isRowMajor ? target.RowCount : target.ColumnCount;
        int minors = isRowMajor ? target.ColumnCount : target.RowCount;
        if (minors == 0)
        {
            return;
        }

        for (int i = 0; i < majors; i++)
        {
            Span<T> sum = target.Memory.Span.Slice(i * target.Stride, minors);
            if (product is null)
            {
                sum.Clear();
            }
            else
            {
                TensorPrimitives.Add<T>(sum, product.Memory.Span.Slice(i * product.Stride, minors), sum);
            }
        }
    }

    private double SumNorm()
    {
        // The only pass that the library does not announce.
        _progress?.Report(new LowRankProgress("norm", 0));
        double norm = 0;
        ForEachBlock(_ => true, (block, values) =>
        {
            EntryReader.Check<T>(_path, values.Memory.Span, _start + block.Offset, _type.Size);
            norm = double.Hypot(norm, values.FrobeniusNorm());
        });
        return norm;
    }

    private void ForEachBlock(Predicate<MappedMatrixBlock> isWanted, Action<MappedMatrixBlock, DenseMatrix<T>> action)
    {
        int largest = (int)Math.Min(_entriesPerBlock, (long)RowCount * ColumnCount);
        T[] entries = ArrayPool<T>.Shared.Rent(largest);
        byte[] scratch = ArrayPool<byte>.Shared.Rent(_type.Is<T>() ? 0 : largest * _type.Size);
        try
        {
            foreach (MappedMatrixBlock block in MappedMatrixBlock.Cut(RowCount, ColumnCount, _layout, _type.Size, _entriesPerBlock))
            {
                if (!isWanted(block))
                {
                    continue;
                }

                _cancellationToken.ThrowIfCancellationRequested();
                Memory<T> values = entries.AsMemory(0, block.EntryCount);
                Read(_start + block.Offset, values.Span, scratch);
                action(block, DenseMatrix.Wrap(values, block.RowCount, block.ColumnCount, _layout));
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(entries);
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private void ReadFully(Span<byte> bytes, long offset)
    {
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(_file, bytes[done..], offset + done);
            if (read == 0)
            {
                throw new MatrixFileException(_path, $"ends at byte {offset + done}; it was longer when it was opened.");
            }

            done += read;
        }
    }
}
