using System.Globalization;
using System.Numerics;
using CsvHelper;

namespace LowRank.IO;

/// <summary>
/// Numbers separated by commas, semicolons, tabs or bars, a row a line; a first line without any number is a heading. Complex numbers are
/// written <c>1+2j</c> or <c>1+2i</c>.
/// </summary>
public static class CsvFormat
{
    private const int LargestRecord = 1 << 28;
    private const int SampleBytes = 1 << 16;
    private const int RowsPerStep = 1 << 10;

    private static readonly char[] _separators = [',', ';', '\t', '|'];
    private static readonly CsvWriterOptions _writing = new() { HasHeader = false, NewLine = "\n" };

    /// <summary>Reads the whole file: a CSV file has no header that would tell its shape.</summary>
    public static MatrixFile Open(string path, LoadOptions options)
    {
        long position = 0;
        return MatrixFileException.Guard(path, () => position, () =>
        {
            using FileStream file = File.OpenRead(path);
            char separator = FindSeparator(file, path);
            CsvReaderOptions csvOptions = new()
            {
                Separator = separator,
                HasHeader = false,
                TrimWhitespace = true,
                MalformedData = CsvMalformedDataHandling.Throw,
                MaxRecordSize = LargestRecord,
            };
            Values values = new(path);
            try
            {
                using CsvReader csv = CsvReader.Create(file, csvOptions, true);
                for (int record = 0; csv.Read(); record++)
                {
                    position = csv.ByteOffset;
                    if (record % RowsPerStep == 0)
                    {
                        options.CancellationToken.ThrowIfCancellationRequested();
                        options.Progress?.Report(new LowRankProgress("reading", Math.Min(1, (double)position / Math.Max(1, file.Length))));
                    }

                    values.AddRow(csv, record == 0, options.MostBytes);
                }
            }
            catch (CsvFormatException exception)
            {
                throw new MatrixFileException(
                    path, $"has a wrong record at byte {Math.Max(position, exception.ByteOffset)}: {exception.Message}", exception);
            }

            return values.ToFile(separator);
        });
    }

    public static void Write<T>(TextWriter writer, DenseMatrix<T> matrix, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        using CsvWriter csv = CsvWriter.Create(writer, _writing, true);
        for (int i = 0; i < matrix.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = 0; j < matrix.ColumnCount; j++)
            {
                csv.WriteField(Text(matrix[i, j]));
            }

            csv.EndRecord();
        }
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Text<T>(T value) => value switch
    {
        Complex complex => string.Create(
            CultureInfo.InvariantCulture, $"{complex.Real:R}{(double.IsNegative(complex.Imaginary) ? "" : "+")}{complex.Imaginary:R}j"),
        IFormattable number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{typeof(T)} is no number."),
    };

    /// <summary>A number, or a complex number, perhaps in parentheses as NumPy prints it; both parts finite.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Complex value)
    {
        if (TryParseReal(text, out double real))
        {
            value = real;
            return double.IsFinite(real);
        }

        value = default;
        if (text.Length > 2 && text[0] == (byte)'(' && text[^1] == (byte)')')
        {
            text = text[1..^1];
        }

        if (text.Length < 2 || text[^1] is not ((byte)'i' or (byte)'j'))
        {
            return false;
        }

        // The sign between the parts is the last one that does not belong to an exponent.
        ReadOnlySpan<byte> parts = text[..^1];
        int split = parts.Length - 1;
        while (split > 0 && !(parts[split] is (byte)'+' or (byte)'-' && parts[split - 1] is not ((byte)'e' or (byte)'E')))
        {
            split--;
        }

        if ((split > 0 && !TryParseReal(parts[..split], out real)) || !TryParseReal(parts[split..], out double imaginary))
        {
            return false;
        }

        value = new Complex(split > 0 ? real : 0, imaginary);
        return Complex.IsFinite(value);
    }

    private static bool TryParseReal(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>The separator that the first line has most of.</summary>
    private static char FindSeparator(FileStream file, string path)
    {
        byte[] sample = new byte[(int)Math.Min(SampleBytes, Math.Max(1, file.Length))];
        int read = file.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        file.Position = 0;
        int zero = sample.AsSpan(0, read).IndexOf((byte)0);
        if (zero >= 0)
        {
            throw new MatrixFileException(path, $"is no text: byte {zero} is zero.");
        }

        byte[] line = sample.AsSpan(0, read).IndexOf((byte)'\n') is >= 0 and int end ? sample[..end] : sample[..read];
        return _separators.MaxBy(separator => line.Count(value => value == separator));
    }

    /// <summary>The numbers read so far; imaginary parts are kept only once there is one.</summary>
    private sealed class Values(string path)
    {
        private readonly List<double> _real = [];
        private List<double>? _imaginary;
        private int _rowCount;
        private int _columnCount = -1;

        public void AddRow(CsvReader csv, bool isFirst, long mostBytes)
        {
            if (isFirst && IsHeading(csv))
            {
                return;
            }

            if (_columnCount >= 0 && csv.FieldCount != _columnCount)
            {
                throw new MatrixFileException(
                    path, $"has {csv.FieldCount} numbers in the line at byte {csv.ByteOffset}, but {_columnCount} in those before.");
            }

            _columnCount = csv.FieldCount;
            for (int i = 0; i < csv.FieldCount; i++)
            {
                ReadOnlySpan<byte> field = csv.GetSpan(i);
                if (!TryParse(field, out Complex value))
                {
                    throw new MatrixFileException(path,
                        $"has {MatrixFileException.Quote(field)} in the line at byte {csv.ByteOffset}, where a finite number is expected.");
                }

                if (value.Imaginary != 0 && _imaginary is null)
                {
                    _imaginary = [.. Enumerable.Repeat(0.0, _real.Count)];
                }

                _real.Add(value.Real);
                _imaginary?.Add(value.Imaginary);
            }

            _rowCount++;
            if ((_real.Count + (long)(_imaginary?.Count ?? 0)) * sizeof(double) > mostBytes)
            {
                throw new MatrixFileException(path, $"has more numbers by byte {csv.ByteOffset} than memory holds.");
            }
        }

        public CsvMatrixFile ToFile(char separator)
        {
            string name = separator == '\t' ? "tab" : $"'{separator}'";
            return new CsvMatrixFile(path, $"CSV, separated by {name}", _rowCount, Math.Max(0, _columnCount), _real, _imaginary);
        }

        private static bool IsHeading(CsvReader csv)
        {
            bool hasText = false;
            for (int i = 0; i < csv.FieldCount; i++)
            {
                ReadOnlySpan<byte> field = csv.GetSpan(i);
                if (TryParse(field, out _) || TryParseReal(field, out _))
                {
                    return false;
                }

                hasText |= field.Length > 0;
            }

            return hasText;
        }
    }
}
