using System.Buffers.Binary;
using System.IO.Compression;

namespace Samples.Tests;

/// <summary>A temporary folder with a small, sound data set, of which a test spoils one file.</summary>
internal sealed class DataFolder : IDisposable
{
    public const string TrainImages = "train-images-idx3-ubyte.gz";
    public const string TrainLabels = "train-labels-idx1-ubyte.gz";

    public DataFolder()
    {
        foreach (string part in new[] { "train", "t10k" })
        {
            Write($"{part}-images-idx3-ubyte.gz", Idx([3, 2, 2], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255));
            Write($"{part}-labels-idx1-ubyte.gz", Idx([3], 0, 9, 5));
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("lowrank-data-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>An IDX file of bytes, unpacked.</summary>
    public static byte[] Idx(int[] dimensions, params byte[] values)
    {
        byte[] file = new byte[(4 * (1 + dimensions.Length)) + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(file, 0x0800 + dimensions.Length);
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * (i + 1)), dimensions[i]);
        }

        values.CopyTo(file.AsSpan(4 * (1 + dimensions.Length)));
        return file;
    }

    public void Write(string name, byte[] unpacked)
    {
        using GZipStream stream = new(File.Create(this[name]), CompressionLevel.Fastest);
        stream.Write(unpacked);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
