using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Fuzz;

/// <summary>How a file is packed.</summary>
internal enum Packing
{
    None,
    Gzip,
    Zip,
}

/// <summary>A sound file that mutations begin with.</summary>
/// <param name="Name">A file name whose ending tells the format; for an archive perhaps with the array's name.</param>
/// <param name="Content">The bytes, unpacked.</param>
/// <param name="Packing">How they are packed.</param>
internal sealed record SeedFile(string Name, byte[] Content, Packing Packing = Packing.None)
{
    public static IReadOnlyDictionary<string, SeedFile[]> ByFormat { get; } = new Dictionary<string, SeedFile[]>
    {
        ["npy"] = [.. NpySeeds()],
        ["npz"] = [.. NpySeeds().Select(seed => new SeedFile("a.npz", seed.Content, Packing.Zip)), new SeedFile("a.npz", Archive())],
        ["mtx"] = [.. MtxSeeds(), .. MtxSeeds().Select(seed => new SeedFile("a.mtx.gz", seed.Content, Packing.Gzip))],
        ["csv"] = [.. CsvSeeds()],
        ["idx"] = [.. IdxSeeds(), .. IdxSeeds().Select(seed => new SeedFile("a-idx.gz", seed.Content, Packing.Gzip))],
    };

    /// <summary>The bytes as they stand on disk.</summary>
    public byte[] Pack(byte[] content)
    {
        if (Packing == Packing.None)
        {
            return content;
        }

        using MemoryStream packed = new();
        if (Packing == Packing.Gzip)
        {
            using GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(content);
        }
        else
        {
            using ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true);
            using Stream entry = archive.CreateEntry("arr_0.npy", CompressionLevel.Fastest).Open();
            entry.Write(content);
        }

        return packed.ToArray();
    }

    private static IEnumerable<SeedFile> NpySeeds()
    {
        yield return Npy(stream => NpyFormat.Write(stream, Sample<double>(5, 4, MatrixLayout.RowMajor), default));
        yield return Npy(stream => NpyFormat.Write(stream, Sample<float>(3, 6, MatrixLayout.ColumnMajor), default));
        yield return Npy(stream => NpyFormat.Write(stream, Sample<Complex>(4, 3, MatrixLayout.ColumnMajor), default));
        yield return Npy(stream => NpyFormat.Write(stream, Sample<double>(40, 30, MatrixLayout.ColumnMajor), default));
        yield return Npy(stream => NpyFormat.Write<double>(stream, (double[])[1, 2, 3], default));
        foreach ((string type, int size) in new[] { ("|b1", 1), ("<i2", 2), (">i4", 4), ("<u8", 8), ("<f2", 2), (">f8", 8), ("<c8", 8),
            ("|u1", 1) })
        {
            yield return Npy(stream =>
            {
                stream.Write(NpyHeader.Compose(type, isFortranOrder: false, [3, 2]));
                stream.Write(Enumerable.Range(0, 6 * size).Select(i => (byte)(i % 3)).ToArray());
            });
        }

        yield return Npy(stream =>
        {
            byte[] first = NpyHeader.Compose("<f8", isFortranOrder: false, [2, 2]);
            stream.Write([.. first[..6], 3, 0, .. BitConverter.GetBytes(first.Length - 10), .. first[10..]]);
            stream.Write(new byte[32]);
        });

        static SeedFile Npy(Action<Stream> write)
        {
            using MemoryStream stream = new();
            write(stream);
            return new SeedFile("a.npy", stream.ToArray());
        }
    }

    private static byte[] Archive()
    {
        using MemoryStream stream = new();
        ResultFiles.WriteArchive(stream, [OutputArray.Of("s", Sample<double>(6, 5, MatrixLayout.RowMajor))], default);
        return stream.ToArray();
    }

    private static IEnumerable<SeedFile> MtxSeeds() => Texts("a.mtx",
    [
        "%%MatrixMarket matrix coordinate real general\n% a comment\n4 3 4\n1 1 1.5\n2 3 -2e3\n4 2 7\n4 2 1\n",
        "%%MatrixMarket matrix coordinate complex hermitian\n3 3 3\n1 1 2 0\n2 1 1 -1\n3 2 0.5 4\n",
        "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 3\n",
        "%%MatrixMarket matrix coordinate integer skew-symmetric\n3 3 2\n2 1 5\n3 2 -4\n",
        "%%MatrixMarket matrix array real general\n\n2 3\n1\n2\n3\n4\n5\n6\n",
        "%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n",
        "%%MatrixMarket matrix array complex general\r\n1 2\r\n1 2\r\n3 4\r\n",
    ]);

    private static IEnumerable<SeedFile> CsvSeeds() => Texts("a.csv",
    [
        "1,2,3\n4,5,6\n",
        "a;b\n1.5;-2e-3\n\"3\";4\n",
        "1+2j,3\n-1e5-4e-2i,(0+1j)\n",
        "\"x\",\"y\"\r\n1,2\r\n3,4",
        "1\t2\n3\t4\n",
        "7\n8\n",
    ]);

    private static IEnumerable<SeedFile> Texts(string name, string[] texts) =>
        texts.Select(text => new SeedFile(name, Encoding.ASCII.GetBytes(text)));

    private static IEnumerable<SeedFile> IdxSeeds()
    {
        (byte Type, int Size)[] types = [(0x08, 1), (0x09, 1), (0x0B, 2), (0x0C, 4), (0x0D, 4), (0x0E, 8)];
        foreach ((byte type, int size) in types)
        {
            byte[] file = new byte[4 + 12 + (3 * 2 * 2 * size)];
            file[2] = type;
            file[3] = 3;
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), 3);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 2);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), 2);
            for (int i = 16; i < file.Length; i++)
            {
                file[i] = (byte)(i % 60);
            }

            yield return new SeedFile("a-idx", file);
        }
    }

    private static DenseMatrix<T> Sample<T>(int rows, int columns, MatrixLayout layout)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(rows, columns, layout);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = T.CreateTruncating(i - (0.5 * j));
            }
        }

        return matrix;
    }
}
