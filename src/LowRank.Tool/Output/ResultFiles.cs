using System.IO.Compression;
using System.Text;

namespace LowRank.Tool.Output;

/// <summary>Writes the arrays of a result: into one .npz, or each into a .npy or .csv file of its own.</summary>
internal static class ResultFiles
{
    private static readonly string[] _extensions = [".npy", ".npz", ".csv"];

    public static bool IsSupported(string path) => _extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Writes all arrays or nothing.</summary>
    /// <param name="path">
    /// <c>x.npz</c>; or <c>x.npy</c> or <c>x.csv</c>, which several arrays turn into <c>x.u.npy</c>, <c>x.s.npy</c> and so on.
    /// </param>
    /// <param name="arrays">The arrays.</param>
    /// <param name="cancellationToken">Cancels between pieces.</param>
    /// <returns>The files written.</returns>
    public static string[] Write(string path, IReadOnlyList<OutputArray> arrays, CancellationToken cancellationToken)
    {
        using OutputSet files = new();
        if (Is(path, ".npz"))
        {
            using FileStream stream = files.Create(path);
            WriteArchive(stream, arrays, cancellationToken);
        }
        else
        {
            foreach (OutputArray array in arrays)
            {
                using FileStream stream = files.Create(arrays.Count == 1 ? path : PathOf(path, array.Name));
                if (Is(path, ".csv"))
                {
                    using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                    array.WriteCsv(writer, cancellationToken);
                }
                else
                {
                    array.WriteNpy(stream, cancellationToken);
                }
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        files.Commit();
        return [.. files.Paths];
    }

    /// <summary>Stored, not packed, as NumPy's <c>savez</c> does: floating-point numbers hardly pack.</summary>
    public static void WriteArchive(Stream stream, IReadOnlyList<OutputArray> arrays, CancellationToken cancellationToken)
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (OutputArray array in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry($"{array.Name}.npy", CompressionLevel.NoCompression);

            // The same result gives the same file: the earliest time that zip knows.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream content = entry.Open();
            array.WriteNpy(content, cancellationToken);
        }
    }

    private static string PathOf(string path, string name) => Path.ChangeExtension(path, $".{name}{Path.GetExtension(path)}");

    private static bool Is(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
