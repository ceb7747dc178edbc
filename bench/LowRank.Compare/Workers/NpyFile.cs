using System.Numerics;
using LowRank.IO;

namespace LowRank.Compare.Workers;

/// <summary>Matrices and vectors as NumPy's <c>.npy</c> files: the one format that every worker reads and writes.</summary>
internal static class NpyFile
{
    // Inputs are in memory while a clock runs, whatever their size.
    private static readonly LoadOptions _whole = new() { LoadedBytes = long.MaxValue };

    /// <summary>Writes a matrix without padding; its layout becomes the file's order.</summary>
    public static void Write<T>(string path, DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        using FileStream stream = File.Create(path);
        NpyFormat.Write(stream, matrix, default);
    }

    /// <summary>Writes a vector.</summary>
    public static void Write<T>(string path, ReadOnlySpan<T> vector)
        where T : unmanaged
    {
        using FileStream stream = File.Create(path);
        NpyFormat.Write(stream, vector, default);
    }

    /// <summary>Reads a matrix; a vector is a column, and numbers of another type are converted.</summary>
    /// <exception cref="MatrixFileException">It is no matrix, or not finite.</exception>
    public static DenseMatrix<T> Read<T>(string path)
        where T : unmanaged, INumberBase<T> =>
        NpyFormat.Open(path).LoadDense<T>(_whole);

    /// <summary>Whether the entries are of single precision.</summary>
    public static bool IsSingle(string path) => NpyFormat.Open(path).ElementType == IO.ElementType.Float32;

    /// <summary>Reads a vector of integers.</summary>
    /// <exception cref="MatrixFileException">They are none, or beyond 32 bits.</exception>
    public static int[] ReadIntegers(string path)
    {
        DenseMatrix<double> values = Read<double>(path);
        return [.. Enumerable.Range(0, values.RowCount).Select(i => (int)values[i, 0] is int integer && integer == values[i, 0]
            ? integer
            : throw new MatrixFileException(path, $"holds {values[i, 0]}, where a 32-bit integer is expected."))];
    }
}
