using System.Globalization;
using System.Text;

namespace LowRank.IO;

/// <summary>What fills the other triangle of a Matrix Market file.</summary>
public enum MatrixMarketSymmetry
{
    General,
    Symmetric,
    SkewSymmetric,
    Hermitian,
}

/// <summary>What is given for each entry of a Matrix Market file.</summary>
public enum MatrixMarketField
{
    Real,
    Integer,
    Complex,

    /// <summary>The place alone; the entry is 1.</summary>
    Pattern,
}

/// <summary>The banner and the sizes of a Matrix Market file.</summary>
public sealed record MatrixMarketHeader(
    bool IsCoordinate, MatrixMarketField Field, MatrixMarketSymmetry Symmetry, int RowCount, int ColumnCount, long EntryCount);

/// <summary>The Matrix Market exchange format of NIST (Boisvert, Pozo and Remington 1996): coordinates or a dense array, as text, perhaps
/// in gzip.</summary>
public static class MatrixMarketFormat
{
    public const string Banner = "%%MatrixMarket";

    public static MatrixFile Open(string path)
    {
        TextLineReader? lines = null;
        return MatrixFileException.Guard(path, () => lines?.Position ?? 0, () =>
        {
            using Stream stream = Gzip.OpenText(path, out bool isPacked);
            lines = new TextLineReader(path, stream);
            MatrixMarketHeader header = ReadHeader(path, lines);
            return new MatrixMarketFile(path, header, isPacked, new FileInfo(path).Length);
        });
    }

    public static MatrixMarketHeader ReadHeader(string path, TextLineReader lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line) || !line.StartsWith("%%MatrixMarket"u8))
        {
            throw new MatrixFileException(path, $"is no Matrix Market file: it does not begin (at byte 0) with {Banner}.");
        }

        string[] words = Encoding.Latin1.GetString(line).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 5 || words[1] != "matrix")
        {
            throw new MatrixFileException(path, $"has a wrong banner at byte 0; it reads {Banner} matrix FORMAT FIELD SYMMETRY.");
        }

        bool isCoordinate = words[2] == "coordinate" || (words[2] == "array" ? false : throw Unknown("format", words[2]));
        MatrixMarketField field = words[3] switch
        {
            "real" or "double" => MatrixMarketField.Real,
            "integer" => MatrixMarketField.Integer,
            "complex" => MatrixMarketField.Complex,
            "pattern" when isCoordinate => MatrixMarketField.Pattern,
            _ => throw Unknown("field", words[3]),
        };
        MatrixMarketSymmetry symmetry = words[4] switch
        {
            "general" => MatrixMarketSymmetry.General,
            "symmetric" => MatrixMarketSymmetry.Symmetric,
            "skew-symmetric" when field != MatrixMarketField.Pattern => MatrixMarketSymmetry.SkewSymmetric,
            "hermitian" when field == MatrixMarketField.Complex => MatrixMarketSymmetry.Hermitian,
            _ => throw Unknown("symmetry", words[4]),
        };

        while (lines.TryRead(out line))
        {
            if (!IsComment(line))
            {
                return ReadSizes(path, lines.LineOffset, line, isCoordinate, field, symmetry);
            }
        }

        throw new MatrixFileException(path, $"ends at byte {lines.Position}, before its sizes.");

        MatrixFileException Unknown(string what, string word) =>
            new(path, $"has the {what} {MatrixFileException.Quote(word)} in its banner at byte 0, which is unknown or does not go with "
                + "the rest.");
    }

    /// <summary>Whether a line is a comment or blank.</summary>
    public static bool IsComment(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        return text.IsEmpty || text[0] == (byte)'%';
    }

    /// <summary>Takes the next word off a line.</summary>
    public static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        int end = text.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
        line = end < 0 ? default : text[end..];
        return word;
    }

    private static MatrixMarketHeader ReadSizes(
        string path, long offset, ReadOnlySpan<byte> line, bool isCoordinate, MatrixMarketField field, MatrixMarketSymmetry symmetry)
    {
        long[] sizes = new long[isCoordinate ? 3 : 2];
        ReadOnlySpan<byte> rest = line;
        for (int i = 0; i < sizes.Length; i++)
        {
            ReadOnlySpan<byte> word = NextWord(ref rest);
            if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || (i < 2 && sizes[i] > int.MaxValue))
            {
                throw new MatrixFileException(path, $"has the wrong size {MatrixFileException.Quote(word)} in the line at byte {offset}.");
            }
        }

        if (!NextWord(ref rest).IsEmpty)
        {
            throw new MatrixFileException(path, $"has more than {sizes.Length} sizes in the line at byte {offset}.");
        }

        if (symmetry != MatrixMarketSymmetry.General && sizes[0] != sizes[1])
        {
            throw new MatrixFileException(path, $"is {sizes[0]} × {sizes[1]} by byte {offset}, which cannot be {symmetry}.");
        }

        long entries = isCoordinate ? sizes[2] : StoredInArray(sizes[0], sizes[1], symmetry);
        UInt128 places = (UInt128)sizes[0] * (UInt128)sizes[1];
        return isCoordinate && (UInt128)entries > places
            ? throw new MatrixFileException(
                path, $"has {entries} entries by byte {offset}; a {sizes[0]} × {sizes[1]} matrix has room for {places}.")
            : new MatrixMarketHeader(isCoordinate, field, symmetry, (int)sizes[0], (int)sizes[1], entries);
    }

    /// <summary>A symmetric array gives its lower triangle; a skew-symmetric one leaves out the diagonal of zeros too.</summary>
    private static long StoredInArray(long rows, long columns, MatrixMarketSymmetry symmetry) => symmetry switch
    {
        MatrixMarketSymmetry.General => rows * columns,
        MatrixMarketSymmetry.SkewSymmetric => rows * (rows - 1) / 2,
        _ => rows * (rows + 1) / 2,
    };
}
