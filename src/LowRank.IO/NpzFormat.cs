using System.IO.Compression;

namespace LowRank.IO;

/// <summary>NumPy's format for several arrays, .npz: a zip archive of .npy files. One array is named as <c>FILE.npz:NAME</c>.</summary>
public static class NpzFormat
{
    private const string Suffix = ".npy";

    /// <summary>Opens one array.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="name">The array; null where the archive has only one.</param>
    public static MatrixFile Open(string path, string? name) =>
        MatrixFileException.Guard(path, () => 0, () =>
        {
            using FileStream file = File.OpenRead(path);
            using ZipArchive archive = OpenArchive(path, file);
            ZipArchiveEntry entry = Find(path, archive, name);
            string label = $"{path}:{ArrayName(entry)}";
            using Stream stream = OpenEntry(label, entry);
            NpyHeader header = NpyHeader.Read(label, stream);
            return new NpzMatrixFile(label, path, entry.FullName, header, entry.Length, file.Length);
        });

    public static ZipArchive OpenArchive(string path, FileStream file)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
        {
            throw new MatrixFileException(
                path, $"is no sound zip archive (the directory at its end, byte {file.Length}): {exception.Message}", exception);
        }
    }

    public static Stream OpenEntry(string label, ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (Exception exception) when (
            exception is InvalidDataException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new MatrixFileException(label, $"cannot be unpacked from byte 0 on: {exception.Message}", exception);
        }
    }

    private static ZipArchiveEntry Find(string path, ZipArchive archive, string? name)
    {
        ZipArchiveEntry[] entries;
        try
        {
            entries = [.. archive.Entries.Where(entry => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))];
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new MatrixFileException(
                path, $"has a damaged directory at its end (byte {new FileInfo(path).Length}): {exception.Message}", exception);
        }

        string where = $"by its directory before byte {new FileInfo(path).Length}";
        string names = string.Join(", ", entries.Take(8).Select(entry => MatrixFileException.Quote(ArrayName(entry))));
        if (name is null)
        {
            return entries.Length == 1
                ? entries[0]
                : throw new MatrixFileException(path, entries.Length == 0
                    ? $"holds no NumPy array {where}." : $"holds {entries.Length} arrays {where} ({names}); name one as FILE.npz:NAME.");
        }

        ZipArchiveEntry[] found = [.. entries.Where(entry => ArrayName(entry) == name)];
        return found.Length == 1
            ? found[0]
            : throw new MatrixFileException(
                path, $"holds {(found.Length == 0 ? "no array" : "more than one array")} of the name {MatrixFileException.Quote(name)} "
                    + $"{where}; there are: {names}.");
    }

    private static string ArrayName(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(Suffix, StringComparison.Ordinal) ? entry.FullName[..^Suffix.Length] : entry.FullName;
}
