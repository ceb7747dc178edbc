using System.Buffers.Binary;
using System.IO.Compression;

namespace LowRank.IO;

/// <summary>
/// IDX, the format of MNIST: a big-endian magic number 0x0000ttdd with type tt and dd dimensions, the dimensions, then the values,
/// row-major; perhaps in gzip.
/// </summary>
public static class IdxFormat
{
    private const int MostDimensions = 8;

    public static BinaryMatrixFile Open(string path)
    {
        long position = 0;
        return MatrixFileException.Guard(path, () => position, () =>
        {
            using FileStream file = File.OpenRead(path);
            bool isPacked = Gzip.IsPacked(file);
            using Stream stream = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
            Span<byte> header = stackalloc byte[4 * (1 + MostDimensions)];
            position = stream.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false);
            if (position < 4 || header[0] != 0 || header[1] != 0)
            {
                throw new MatrixFileException(path, position < 4
                    ? $"ends at byte {position}, inside the magic number."
                    : "is no IDX file: it does not begin (at byte 0) with two zeros.");
            }

            StoredType type = header[2] switch
            {
                0x08 => new StoredType(StoredKind.Unsigned, 1),
                0x09 => new StoredType(StoredKind.Signed, 1),
                0x0B => new StoredType(StoredKind.Signed, 2, IsBigEndian: true),
                0x0C => new StoredType(StoredKind.Signed, 4, IsBigEndian: true),
                0x0D => new StoredType(StoredKind.Float, 4, IsBigEndian: true),
                0x0E => new StoredType(StoredKind.Float, 8, IsBigEndian: true),
                byte other => throw new MatrixFileException(path, $"has the unknown type 0x{other:x2} at byte 2."),
            };
            int dimensions = header[3];
            if (dimensions is 0 or > MostDimensions)
            {
                throw new MatrixFileException(path, $"has {dimensions} dimensions by byte 3; it must be 1 … {MostDimensions}.");
            }

            int length = 4 * (1 + dimensions);
            position += stream.ReadAtLeast(header[4..length], length - 4, throwOnEndOfStream: false);
            if (position < length)
            {
                throw new MatrixFileException(path, $"ends at byte {position}, inside the header of {length} bytes.");
            }

            ulong[] shape = new ulong[dimensions];
            for (int i = 0; i < dimensions; i++)
            {
                shape[i] = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * (i + 1))..]);
            }

            string format = $"IDX of {dimensions} dimension(s){(isPacked ? ", gzip" : "")}";
            return new BinaryMatrixFile(path, format, shape, 4, length, type, MatrixLayout.RowMajor, file.Length, isPacked);
        });
    }
}
