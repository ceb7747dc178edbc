using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;

namespace LowRank.IO;

/// <summary>A file of numbers one after the other behind a header: NumPy's .npy and IDX, the latter perhaps packed by gzip.</summary>
public sealed class BinaryMatrixFile : MatrixFile
{
    // Deflate packs no tighter: a header that promises more than this times the file's size is wrong, whatever follows.
    public const long LargestPackingRatio = 1032;

    private readonly long _start;
    private readonly StoredType _type;
    private readonly MatrixLayout _layout;
    private readonly bool _isPacked;

    /// <summary>Takes over from the header's reader, and checks the sizes against the file's length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it is.</param>
    /// <param name="shape">The dimensions that the header gives.</param>
    /// <param name="shapeOffset">Where it gives them.</param>
    /// <param name="start">Where the numbers begin, unpacked.</param>
    /// <param name="type">What they are.</param>
    /// <param name="layout">Their order.</param>
    /// <param name="fileLength">The length of the file on disk.</param>
    /// <param name="isPacked">Whether it is packed by gzip.</param>
    public BinaryMatrixFile(
        string path, string format, ReadOnlySpan<ulong> shape, long shapeOffset, long start, StoredType type, MatrixLayout layout,
            long fileLength,
        bool isPacked)
        : base(path, Dimensions.AsMatrix(path, shape, shapeOffset).Rows, Dimensions.AsMatrix(path, shape, shapeOffset).Columns)
    {
        Format = format;
        Shape = ImmutableArray.Create(shape);
        _start = start;
        _type = type;
        _layout = layout;
        _isPacked = isPacked;
        CheckLength(path, Dimensions.Text(shape), shapeOffset, start, Dimensions.Bytes(shape, type.Size), fileLength, isPacked);
    }

    public override string Format { get; }

    /// <summary>The dimensions, of which all but the first make a row.</summary>
    public ImmutableArray<ulong> Shape { get; }

    public override string StoredType => _type.Name;

    public override ElementType ElementType => _type.ElementType;

    /// <summary>Whether the file can hold what its header says; nothing is allocated before this.</summary>
    public static void CheckLength(string path, string shape, long shapeOffset, long start, UInt128 bytes, long fileLength, bool isPacked)
    {
        UInt128 end = bytes == UInt128.MaxValue ? bytes : (UInt128)start + bytes;
        if (isPacked)
        {
            UInt128 most = (UInt128)fileLength * LargestPackingRatio;
            if (end > most)
            {
                throw new MatrixFileException(path,
                    $"the shape ({shape}) at byte {shapeOffset} is absurd: a packed file of {fileLength} bytes holds at most {most}.");
            }
        }
        else if (end > (UInt128)fileLength)
        {
            throw new MatrixFileException(path, $"ends at byte {fileLength}; by the shape ({shape}) at byte {shapeOffset} it has {end}.");
        }
        else if (end < (UInt128)fileLength)
        {
            throw new MatrixFileException(path, $"goes on after byte {end}, where by the shape ({shape}) at byte {shapeOffset} it ends.");
        }
    }

    /// <summary>Reads a file of unsigned bytes as they stand there: pixels, labels.</summary>
    /// <exception cref="MatrixFileException">The file is damaged, or holds other numbers.</exception>
    public byte[] LoadBytes(LoadOptions options)
    {
        if (!_type.Is<byte>())
        {
            throw new MatrixFileException(Path, $"holds {StoredType} numbers, where uint8 is expected.");
        }

        CheckDenseSize<byte>(options, "");
        return ReadEntries<byte>(options);
    }

    protected override ILinearOperator<T> Read<T>(LoadOptions options)
    {
        if (!_isPacked && IsTooLarge<T>(options.LoadedBytes))
        {
            return MatrixFileException.Guard(
                Path, () => _start, () => MappedMatrix<T>.Open(Path, _start, _type, RowCount, ColumnCount, _layout, options));
        }

        CheckDenseSize<T>(options, _isPacked ? " Unpack it: then it can be read block by block." : "");
        return DenseMatrix.Wrap(ReadEntries<T>(options), RowCount, ColumnCount, _layout);
    }

    private T[] ReadEntries<T>(LoadOptions options)
        where T : unmanaged, INumberBase<T>
    {
        long position = _start;
        return MatrixFileException.Guard(Path, () => position, () =>
        {
            using FileStream file = new(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            using Stream stream = _isPacked ? new BufferedStream(new GZipStream(file, CompressionMode.Decompress), 1 << 16) : file;
            Skip(stream, _start);
            T[] values = EntryReader.Read<T>(Path, stream, ref position, _type, RowCount * ColumnCount, !_isPacked, options);

            // Reading on also makes the decoder compare the checksum.
            if (_isPacked && stream.ReadByte() >= 0)
            {
                throw new MatrixFileException(Path, $"goes on after byte {position} (unpacked), where by its header it ends.");
            }

            return values;
        });
    }

    private bool IsTooLarge<T>(long limit)
        where T : unmanaged, INumberBase<T>
    {
        long count = (long)RowCount * ColumnCount;
        return count > Array.MaxLength || count * ElementTypes.Of<T>().Size() > limit;
    }

    private static void Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Position = count;
            return;
        }

        Span<byte> skipped = stackalloc byte[256];
        for (long left = count; left > 0;)
        {
            int read = stream.Read(skipped[..(int)Math.Min(left, skipped.Length)]);
            if (read == 0)
            {
                throw new InvalidDataException("The file ends inside its header.");
            }

            left -= read;
        }
    }
}
