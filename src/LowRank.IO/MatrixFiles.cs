using System.IO.Compression;

namespace LowRank.IO;

/// <summary>Opens matrix files of all formats: by the file's name, or where that says nothing by its first bytes.</summary>
public static class MatrixFiles
{
    /// <summary>Opens a file, or an array of an archive.</summary>
    /// <param name="name">A path; for one array of a .npz file <c>FILE.npz:NAME</c>.</param>
    /// <param name="options">For formats that must be read to be opened.</param>
    /// <exception cref="MatrixFileException">The file is missing, unreadable, damaged or of no known format.</exception>
    public static MatrixFile Open(string name, LoadOptions options)
    {
        (string path, string? array) = SplitName(name);
        if (!File.Exists(path))
        {
            throw new MatrixFileException(path, Directory.Exists(path) ? "is a folder, not a file." : "there is no such file.");
        }

        string lower = path.ToLowerInvariant();
        return Path.GetExtension(lower) switch
        {
            ".npz" => NpzFormat.Open(path, array),
            ".npy" => NpyFormat.Open(path),
            ".mtx" => MatrixMarketFormat.Open(path),
            ".csv" or ".tsv" or ".txt" => CsvFormat.Open(path, options),
            ".gz" when lower.EndsWith(".mtx.gz", StringComparison.Ordinal) => MatrixMarketFormat.Open(path),
            ".idx" => IdxFormat.Open(path),
            _ => OpenByContent(path, array),
        };
    }

    /// <summary>FILE.npz:NAME names an array; other colons belong to the path.</summary>
    private static (string Path, string? Array) SplitName(string name)
    {
        const string Separator = ".npz:";
        int index = name.IndexOf(Separator, StringComparison.OrdinalIgnoreCase);
        return index < 0 || File.Exists(name) ? (name, null) : (name[..(index + Separator.Length - 1)], name[(index + Separator.Length)..]);
    }

    private static MatrixFile OpenByContent(string path, string? array)
    {
        byte[] start = MatrixFileException.Guard(path, () => 0, () => FirstBytes(path));
        if (NpyHeader.HasMagic(start))
        {
            return NpyFormat.Open(path);
        }

        if (start.AsSpan().StartsWith("PK"u8))
        {
            return NpzFormat.Open(path, array);
        }

        if (start.AsSpan().StartsWith("%%MatrixMarket"u8))
        {
            return MatrixMarketFormat.Open(path);
        }

        return start.Length >= 4 && start[0] == 0 && start[1] == 0
            ? IdxFormat.Open(path)
            : throw new MatrixFileException(
                path, "is of no known format: neither its name nor its beginning (at byte 0) tells; known are .npy, .npz, .mtx, "
                    + ".mtx.gz, .csv, .tsv and IDX.");
    }

    private static byte[] FirstBytes(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = Gzip.IsPacked(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        byte[] start = new byte[16];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..read];
    }
}
