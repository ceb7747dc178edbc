using System.Buffers.Binary;
using System.IO.Compression;

namespace FashionMnist.Data;

/// <summary>
/// A gzip'd IDX file of bytes: a big-endian magic number 0x000008dd with dd dimensions, the dimensions, then the values, row-major.
/// </summary>
internal sealed class IdxFile
{
    // Deflate packs no tighter: a header that promises more than this times the file's size is wrong, whatever follows.
    private const long LargestPackingRatio = 1032;

    // More than any data set of this format; Fashion-MNIST has 47 million.
    private const long MostValues = 1L << 30;
    private const int BytesPerRead = 1 << 20;

    private IdxFile(string path, int[] dimensions, byte[] values)
    {
        Path = path;
        Dimensions = dimensions;
        Values = values;
    }

    public string Path { get; }

    public int[] Dimensions { get; }

    public byte[] Values { get; }

    /// <summary>Reads a file and checks it against its own header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensionCount">The number of dimensions it must have.</param>
    /// <param name="cancellationToken">Cancels between reads.</param>
    /// <exception cref="DataFileException">The file is missing, unreadable, damaged or not of this kind.</exception>
    public static IdxFile Read(string path, int dimensionCount, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new DataFileException(path, Directory.Exists(path) ? "is a folder, not a file." : "there is no such file.");
        }

        long position = 0;
        try
        {
            using FileStream packed = File.OpenRead(path);
            using GZipStream stream = new(packed, CompressionMode.Decompress);
            int[] dimensions = ReadHeader(path, stream, dimensionCount, ref position);
            long count = CheckedCount(path, dimensions, packed.Length);
            byte[] values = ReadValues(path, stream, count, ref position, cancellationToken);
            return new IdxFile(path, dimensions, values);
        }
        catch (InvalidDataException exception)
        {
            throw new DataFileException(
                path, position == 0 ? "is not a gzip file." : $"is damaged: it unpacks to byte {position} and no further.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, $"cannot be read ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    private static int[] ReadHeader(string path, Stream stream, int dimensionCount, ref long position)
    {
        Span<byte> header = stackalloc byte[4 * (1 + dimensionCount)];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        position = read;
        if (read >= 4)
        {
            uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
            uint expected = 0x0800u + (uint)dimensionCount;
            if (magic != expected)
            {
                throw new DataFileException(
                    path, $"wrong magic number 0x{magic:x8} at byte 0; an IDX file of bytes in {dimensionCount} dimension(s) starts with 0x{expected:x8}.");
            }
        }

        if (read < header.Length)
        {
            throw new DataFileException(path, $"ends at byte {read}, inside the header of {header.Length} bytes.");
        }

        int[] dimensions = new int[dimensionCount];
        for (int i = 0; i < dimensionCount; i++)
        {
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * (i + 1))..]);
            if (dimension is 0 or > int.MaxValue)
            {
                throw new DataFileException(path, $"dimension {i + 1} at byte {4 * (i + 1)} is {dimension}; it must be 1 … {int.MaxValue}.");
            }

            dimensions[i] = (int)dimension;
        }

        return dimensions;
    }

    /// <summary>The number of values, where the file can possibly hold as many.</summary>
    private static long CheckedCount(string path, int[] dimensions, long packedLength)
    {
        long limit = Math.Min(MostValues, packedLength * LargestPackingRatio);
        long count = 1;
        foreach (int dimension in dimensions)
        {
            count = dimension > limit / count ? long.MaxValue : count * dimension;
            if (count > limit)
            {
                throw new DataFileException(
                    path, $"the sizes {string.Join(" × ", dimensions)} at byte 4 are absurd: a packed file of {packedLength} bytes holds at most {limit} values.");
            }
        }

        return count;
    }

    /// <summary>Memory grows with what has been read, so that a wrong header costs none.</summary>
    private static byte[] ReadValues(string path, Stream stream, long count, ref long position, CancellationToken cancellationToken)
    {
        long end = position + count;
        using MemoryStream values = new();
        byte[] buffer = new byte[BytesPerRead];
        while (position < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, end - position));
            if (read == 0)
            {
                throw new DataFileException(path, $"ends at byte {position} (unpacked); by its header it has {end}.");
            }

            values.Write(buffer, 0, read);
            position += read;
        }

        // Reading on also makes the decoder compare the checksum.
        return stream.ReadByte() < 0
            ? values.ToArray()
            : throw new DataFileException(path, $"goes on after byte {end} (unpacked), where by its header it ends.");
    }
}
