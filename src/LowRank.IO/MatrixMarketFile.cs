using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.IO;

/// <summary>A Matrix Market file: coordinates become a sparse matrix, an array a dense one.</summary>
public sealed class MatrixMarketFile : MatrixFile
{
    // A coordinate "1 1" and its line end; the number of an array and its line end.
    private const int ShortestCoordinate = 4;
    private const int ShortestNumber = 2;

    // Rows and columns cost memory even where they are empty, so a file must have some entries to pay for them.
    private const long FreeLines = 1 << 20;
    private const long LinesPerEntry = 64;

    private const int EntriesPerStep = 1 << 16;

    private readonly MatrixMarketHeader _header;
    private readonly bool _isPacked;

    public MatrixMarketFile(string path, MatrixMarketHeader header, bool isPacked, long fileLength)
        : base(path, header.RowCount, header.ColumnCount)
    {
        _header = header;
        _isPacked = isPacked;
        long unpacked = isPacked ? fileLength * BinaryMatrixFile.LargestPackingRatio : fileLength;
        long shortest = header.IsCoordinate ? ShortestCoordinate : ShortestNumber;

        // The last line may lack its end.
        if ((UInt128)header.EntryCount * (UInt128)shortest > (UInt128)unpacked + 1)
        {
            throw new MatrixFileException(
                path, $"ends at byte {fileLength}, which is too early for the {header.EntryCount} entries of its header.");
        }

        if (header.IsCoordinate && Math.Max(header.RowCount, header.ColumnCount) > FreeLines + (LinesPerEntry * header.EntryCount))
        {
            throw new MatrixFileException(
                path, $"has {header.RowCount} rows and {header.ColumnCount} columns by its header, but only {header.EntryCount} entries "
                    + $"from byte 0 to {fileLength}; that is taken for damage.");
        }
    }

    public override string Format =>
        $"Matrix Market, {(_header.IsCoordinate ? "coordinate" : "array")}, "
        + $"{_header.Symmetry.ToString().ToLowerInvariant()}{(_isPacked ? ", gzip" : "")}";

    public override string StoredType => _header.Field.ToString().ToLowerInvariant();

    public override ElementType ElementType => _header.Field == MatrixMarketField.Complex ? ElementType.Complex128 : ElementType.Float64;

    public override long EntryCount => _header.EntryCount;

    protected override ILinearOperator<T> Read<T>(LoadOptions options)
    {
        if (!_header.IsCoordinate)
        {
            CheckDenseSize<T>(options, " Save it as .npy: then it can be read block by block.");
        }

        TextLineReader? lines = null;
        return MatrixFileException.Guard(Path, () => lines?.Position ?? 0, () =>
        {
            using Stream stream = Gzip.OpenText(Path, out _);
            lines = new TextLineReader(Path, stream);
            MatrixMarketHeader header = MatrixMarketFormat.ReadHeader(Path, lines);
            if (header != _header)
            {
                throw new MatrixFileException(Path, "has another header at byte 0 than when it was opened.");
            }

            ILinearOperator<T> matrix = header.IsCoordinate ? ReadCoordinates<T>(lines, options) : ReadArray<T>(lines, options);
            while (lines.TryRead(out ReadOnlySpan<byte> line))
            {
                if (!MatrixMarketFormat.IsComment(line))
                {
                    throw new MatrixFileException(Path, $"goes on at byte {lines.LineOffset} after its {header.EntryCount} entries.");
                }
            }

            return matrix;
        });
    }

    private SparseMatrix<T> ReadCoordinates<T>(TextLineReader lines, LoadOptions options)
        where T : unmanaged, INumberBase<T>
    {
        List<int> rows = [];
        List<int> columns = [];
        List<T> values = [];
        bool isSymmetric = _header.Symmetry != MatrixMarketSymmetry.General;
        for (long i = 0; i < _header.EntryCount; i++)
        {
            Step(i, options);
            ReadOnlySpan<byte> line = NextLine(lines, i);
            int row = Index(lines, ref line, RowCount);
            int column = Index(lines, ref line, ColumnCount);
            T value = _header.Field == MatrixMarketField.Pattern ? T.One : Value<T>(lines, ref line);
            EndOfLine(lines, line);
            if (_header.Symmetry == MatrixMarketSymmetry.SkewSymmetric && row == column)
            {
                throw new MatrixFileException(Path, $"has an entry on the diagonal of a skew-symmetric matrix at byte {lines.LineOffset}.");
            }

            if (isSymmetric && row < column)
            {
                throw new MatrixFileException(
                    Path, $"has an entry above the diagonal at byte {lines.LineOffset}; a {StoredSymmetry} matrix is given by its lower "
                        + "triangle.");
            }

            Add(row, column, value);
            if (isSymmetric && row != column)
            {
                Add(column, row, Mirrored(value));
            }

            if ((long)values.Count * ((2 * sizeof(int)) + ElementTypes.Of<T>().Size()) > options.MostBytes)
            {
                throw new MatrixFileException(Path, $"has more entries by byte {lines.Position} than memory holds.");
            }
        }

        try
        {
            return SparseMatrix.FromTriplets<T>(
                RowCount, ColumnCount, CollectionsMarshal.AsSpan(rows), CollectionsMarshal.AsSpan(columns),
                    CollectionsMarshal.AsSpan(values));
        }
        catch (ArgumentException exception)
        {
            // Each entry is finite and in its place, so this can only be a sum of entries at one place.
            throw new MatrixFileException(
                Path, $"has entries of one place, somewhere before byte {lines.Position}, that add up to more than "
                    + $"{ElementTypes.Of<T>().Name()} holds.", exception);
        }

        void Add(int row, int column, T value)
        {
            rows.Add(row);
            columns.Add(column);
            values.Add(value);
        }
    }

    private DenseMatrix<T> ReadArray<T>(TextLineReader lines, LoadOptions options)
        where T : unmanaged, INumberBase<T>
    {
        // The file is long enough for its entries (or packed: then at most 1032 times its length is claimed), so this is no more than it
        // pays for.
        DenseMatrix<T> result = DenseMatrix.Create<T>(RowCount, ColumnCount, MatrixLayout.ColumnMajor);
        long read = 0;
        for (int column = 0; column < ColumnCount; column++)
        {
            int first = _header.Symmetry switch
            {
                MatrixMarketSymmetry.General => 0,
                MatrixMarketSymmetry.SkewSymmetric => column + 1,
                _ => column,
            };
            for (int row = first; row < RowCount; row++)
            {
                Step(read, options);
                ReadOnlySpan<byte> line = NextLine(lines, read);
                T value = Value<T>(lines, ref line);
                EndOfLine(lines, line);
                result[row, column] = value;
                if (_header.Symmetry != MatrixMarketSymmetry.General && row != column)
                {
                    result[column, row] = Mirrored(value);
                }

                read++;
            }
        }

        return result;
    }

    private string StoredSymmetry => _header.Symmetry.ToString().ToLowerInvariant();

    private void Step(long done, LoadOptions options)
    {
        if (done % EntriesPerStep == 0)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            options.Progress?.Report(new LowRankProgress("reading", (double)done / _header.EntryCount));
        }
    }

    private ReadOnlySpan<byte> NextLine(TextLineReader lines, long done)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!MatrixMarketFormat.IsComment(line))
            {
                return line;
            }
        }

        throw new MatrixFileException(Path, $"ends at byte {lines.Position} after {done} of {_header.EntryCount} entries.");
    }

    private int Index(TextLineReader lines, ref ReadOnlySpan<byte> line, int count)
    {
        ReadOnlySpan<byte> word = MatrixMarketFormat.NextWord(ref line);
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index >= 1 && index <= count
            ? index - 1
            : throw new MatrixFileException(
                Path, $"has {MatrixFileException.Quote(word)} in the line at byte {lines.LineOffset}, where a number from 1 to {count} "
                    + "is expected.");
    }

    private T Value<T>(TextLineReader lines, ref ReadOnlySpan<byte> line)
        where T : unmanaged, INumberBase<T>
    {
        double real = Number(lines, ref line);
        T value = _header.Field == MatrixMarketField.Complex
            ? T.CreateTruncating(new Complex(real, Number(lines, ref line)))
            : T.CreateTruncating(real);
        return T.IsFinite(value)
            ? value
            : throw new MatrixFileException(
                Path, $"has an entry in the line at byte {lines.LineOffset} that is beyond {ElementTypes.Of<T>().Name()}.");
    }

    private double Number(TextLineReader lines, ref ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> word = MatrixMarketFormat.NextWord(ref line);
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new MatrixFileException(
                Path, $"has {MatrixFileException.Quote(word)} in the line at byte {lines.LineOffset}, where a finite number is expected.");
    }

    private void EndOfLine(TextLineReader lines, ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> word = MatrixMarketFormat.NextWord(ref rest);
        if (!word.IsEmpty)
        {
            throw new MatrixFileException(Path, $"has {MatrixFileException.Quote(word)} too much in the line at byte {lines.LineOffset}.");
        }
    }

    private T Mirrored<T>(T value)
        where T : unmanaged, INumberBase<T> => _header.Symmetry switch
    {
        MatrixMarketSymmetry.SkewSymmetric => -value,
        MatrixMarketSymmetry.Hermitian when value is Complex complex => T.CreateTruncating(Complex.Conjugate(complex)),
        _ => value,
    };
}
