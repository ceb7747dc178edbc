using System.IO.Compression;

namespace LowRank.IO;

/// <summary>Files that may be packed by gzip.</summary>
public static class Gzip
{
    public static bool HasMagic(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>Whether a file is packed; it is left at its beginning.</summary>
    public static bool IsPacked(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        int read = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return HasMagic(start[..read]);
    }

    /// <summary>The file's text, unpacked if it is packed.</summary>
    public static Stream OpenText(string path, out bool isPacked)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        isPacked = IsPacked(file);
        return isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
