namespace LowRank.IO;

/// <summary>A file that cannot be used as a matrix. The message is one line that begins with the file's name.</summary>
public sealed class MatrixFileException : Exception
{
    public MatrixFileException(string path, string what, Exception? innerException = null)
        : base($"{path}: {OneLine(what)}", innerException)
    {
        Path = path;
    }

    public string Path { get; }

    /// <summary>Runs a reader and turns what the system throws at damaged or unreadable files into this exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="position">How far the reader has come: the byte to name where the exception does not know one.</param>
    /// <param name="read">The reader.</param>
    public static TResult Guard<TResult>(string path, Func<long> position, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw new MatrixFileException(path, $"is damaged at byte {position()} (unpacked): {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MatrixFileException(path, $"cannot be read at byte {position()}: {exception.Message}", exception);
        }
        catch (OutOfMemoryException exception)
        {
            throw new MatrixFileException(path, $"does not fit into memory (at byte {position()}).", exception);
        }
    }

    /// <summary>Text out of a file, fit to be shown: cut, and without control characters.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int Longest = 40;
        string cut = text.Length > Longest ? $"{text[..Longest]}…" : text.ToString();
        return $"'{string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))}'";
    }

    public static string Quote(ReadOnlySpan<byte> text) => Quote(System.Text.Encoding.Latin1.GetString(text[..Math.Min(text.Length, 64)]));

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
