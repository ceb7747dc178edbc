using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowRank.IO;

/// <summary>NumPy's format for one array, .npy.</summary>
public static class NpyFormat
{
    // So that cancelling a large file does not wait for all of it.
    private const int PieceBytes = 4 << 20;

    public static MatrixFile Open(string path) =>
        MatrixFileException.Guard(path, () => 0, () =>
        {
            using FileStream stream = File.OpenRead(path);
            NpyHeader header = NpyHeader.Read(path, stream);
            return new BinaryMatrixFile(
                path, Describe(header), header.Shape, header.ShapeOffset, header.Length, header.Type, header.Layout, stream.Length,
                    isPacked: false);
        });

    public static string Describe(NpyHeader header) =>
        $"NumPy .npy {header.Version}, {(header.Layout == MatrixLayout.RowMajor ? "C" : "Fortran")} order";

    /// <summary>Writes a matrix in its own order.</summary>
    public static void Write<T>(Stream stream, DenseMatrix<T> matrix, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        bool isRowMajor = matrix.Layout == MatrixLayout.RowMajor;
        (int majors, int minors) = isRowMajor ? (matrix.RowCount, matrix.ColumnCount) : (matrix.ColumnCount, matrix.RowCount);
        stream.Write(NpyHeader.Compose(NpyHeader.Descr<T>(), !isRowMajor, [matrix.RowCount, matrix.ColumnCount]));
        if (minors == 0)
        {
            return;
        }

        for (int i = 0; i < majors; i++)
        {
            WriteEntries<T>(stream, matrix.Memory.Span.Slice(i * matrix.Stride, minors), cancellationToken);
        }
    }

    /// <summary>Writes an array of one dimension.</summary>
    public static void Write<TNumber>(Stream stream, ReadOnlySpan<TNumber> values, CancellationToken cancellationToken)
        where TNumber : unmanaged
    {
        stream.Write(NpyHeader.Compose(NpyHeader.Descr<TNumber>(), isFortranOrder: false, [values.Length]));
        WriteEntries(stream, values, cancellationToken);
    }

    private static void WriteEntries<TNumber>(Stream stream, ReadOnlySpan<TNumber> values, CancellationToken cancellationToken)
        where TNumber : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Writing NumPy files asks for a little-endian machine.");
        }

        int piece = PieceBytes / Unsafe.SizeOf<TNumber>();
        for (int i = 0; i < values.Length; i += piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Write(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(piece, values.Length - i))));
        }
    }
}
