namespace LowRank.IO;

/// <summary>The sizes in a header, before anything is believed of them.</summary>
public static class Dimensions
{
    /// <summary>
    /// An array as a matrix: one dimension is a column, of more than two those after the first are run together. C order, or at most two
    /// dimensions.
    /// </summary>
    /// <exception cref="MatrixFileException">There is no dimension, or a side has more than 2³¹ − 1.</exception>
    public static (int Rows, int Columns) AsMatrix(string path, ReadOnlySpan<ulong> shape, long offset)
    {
        if (shape.Length == 0)
        {
            throw new MatrixFileException(path, $"holds a single number, not a matrix (the shape at byte {offset}).");
        }

        UInt128 columns = 1;
        foreach (ulong size in shape[1..])
        {
            columns = Product(columns, size);
        }

        if (shape[0] > int.MaxValue || columns > int.MaxValue)
        {
            throw new MatrixFileException(
                path, $"the shape ({Text(shape)}) at byte {offset} is too large: a side has at most {int.MaxValue} rows or columns.");
        }

        return ((int)shape[0], (int)columns);
    }

    /// <summary>The number of bytes, or the largest number there is where it would be more.</summary>
    public static UInt128 Bytes(ReadOnlySpan<ulong> shape, int size)
    {
        UInt128 bytes = (UInt128)(uint)size;
        bool isEmpty = false;
        foreach (ulong dimension in shape)
        {
            isEmpty |= dimension == 0;
            bytes = Product(bytes, dimension);
        }

        return isEmpty ? 0 : bytes;
    }

    public static string Text(ReadOnlySpan<ulong> shape) => string.Join(" × ", shape.ToArray());

    private static UInt128 Product(UInt128 a, ulong b) => b != 0 && a > UInt128.MaxValue / b ? UInt128.MaxValue : a * b;
}
