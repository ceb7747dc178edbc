using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LowRank.Compare.Workers;

/// <summary>Matrices as NumPy's <c>.npy</c> files, version 1.0: the one format that every worker reads and writes.</summary>
internal static partial class NpyFile
{
    private static readonly byte[] _magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes a matrix without padding; its layout becomes the file's order.</summary>
    public static void Write<T>(string path, DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> packed = IsPacked(matrix) ? matrix : matrix.ToDense();
        bool fortran = packed.Layout == MatrixLayout.ColumnMajor;
        WriteValues(path, MemoryMarshal.AsBytes(packed.Memory.Span), TypeName<T>(), $"({packed.RowCount}, {packed.ColumnCount})", fortran);
    }

    /// <summary>Writes a vector of integers or of double.</summary>
    public static void Write<T>(string path, ReadOnlySpan<T> vector)
        where T : unmanaged =>
        WriteValues(path, MemoryMarshal.AsBytes(vector), TypeName<T>(), $"({vector.Length},)", fortran: false);

    /// <summary>Reads a matrix of <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidDataException">It is no matrix, or of another element type.</exception>
    public static DenseMatrix<T> Read<T>(string path)
        where T : unmanaged, INumberBase<T>
    {
        using FileStream stream = File.OpenRead(path);
        Header header = ReadHeader(stream, path);
        return header.Type == TypeName<T>()
            ? ReadMatrix<T>(stream, header)
            : throw new InvalidDataException($"{path} holds {header.Type}, not {TypeName<T>()}.");
    }

    /// <summary>Reads a matrix of either precision, as double.</summary>
    public static DenseMatrix<double> ReadAsDouble(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Header header = ReadHeader(stream, path);
        switch (header.Type)
        {
            case "<f8":
                return ReadMatrix<double>(stream, header);
            case "<f4":
                DenseMatrix<float> single = ReadMatrix<float>(stream, header);
                DenseMatrix<double> result = DenseMatrix.Create<double>(single.RowCount, single.ColumnCount, single.Layout);
                TensorPrimitives.ConvertChecked<float, double>(single.Memory.Span, result.Memory.Span);
                return result;
            default:
                throw new InvalidDataException($"{path} holds {header.Type}, not real numbers.");
        }
    }

    /// <summary>Whether the entries are of single precision.</summary>
    public static bool IsSingle(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return ReadHeader(stream, path).Type == "<f4";
    }

    /// <summary>Reads a vector of integers of 32 or 64 bits.</summary>
    public static int[] ReadIntegers(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Header header = ReadHeader(stream, path);
        byte[] bytes = new byte[header.Length * (header.Type == "<i4" ? 4 : 8)];
        stream.ReadExactly(bytes);
        return header.Type switch
        {
            "<i4" => MemoryMarshal.Cast<byte, int>(bytes).ToArray(),
            "<i8" => [.. MemoryMarshal.Cast<byte, long>(bytes).ToArray().Select(value => checked((int)value))],
            _ => throw new InvalidDataException($"{path} holds {header.Type}, not integers."),
        };
    }

    private static bool IsPacked<T>(DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T> =>
        matrix.Memory.Length == (long)matrix.RowCount * matrix.ColumnCount
        && matrix.Stride == (matrix.Layout == MatrixLayout.RowMajor ? matrix.ColumnCount : matrix.RowCount);

    private static string TypeName<T>() =>
        typeof(T) == typeof(double) ? "<f8"
        : typeof(T) == typeof(float) ? "<f4"
        : typeof(T) == typeof(int) ? "<i4"
        : throw new NotSupportedException($"{typeof(T).Name} is not among the element types of the files.");

    private static void WriteValues(string path, ReadOnlySpan<byte> values, string type, string shape, bool fortran)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";

        // Magic, length and text together fill a multiple of 64 bytes, and end with a line feed.
        int length = ((_magic.Length + 2 + header.Length + 1 + 63) / 64 * 64) - _magic.Length - 2;
        using FileStream stream = File.Create(path);
        stream.Write(_magic);
        stream.Write([(byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        stream.Write(values);
    }

    private static DenseMatrix<T> ReadMatrix<T>(FileStream stream, Header header)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(
            header.Rows, header.Columns, header.IsFortran ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor);
        stream.ReadExactly(MemoryMarshal.AsBytes(matrix.Memory.Span));
        return matrix;
    }

    private static Header ReadHeader(FileStream stream, string path)
    {
        byte[] start = new byte[10];
        stream.ReadExactly(start);
        if (!start.AsSpan(0, 8).SequenceEqual(_magic))
        {
            throw new InvalidDataException($"{path} is not a .npy file of version 1.0.");
        }

        byte[] text = new byte[start[8] | (start[9] << 8)];
        stream.ReadExactly(text);
        Match match = HeaderText().Match(Encoding.ASCII.GetString(text));
        int[] shape = [.. match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        if (!match.Success || shape.Length is 0 or > 2)
        {
            throw new InvalidDataException($"{path} is neither a vector nor a matrix.");
        }

        // A vector is a column.
        return new Header(match.Groups["type"].Value, match.Groups["fortran"].Value == "True", shape[0], shape.Length == 2 ? shape[1] : 1);
    }

    [GeneratedRegex(@"'descr': '(?<type>[^']+)'.*'fortran_order': (?<fortran>True|False).*'shape': \((?<shape>[^)]*)\)")]
    private static partial Regex HeaderText();

    private readonly record struct Header(string Type, bool IsFortran, int Rows, int Columns)
    {
        public long Length => (long)Rows * Columns;
    }
}
