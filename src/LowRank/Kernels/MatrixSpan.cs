using System.Diagnostics;
using System.Numerics;

namespace LowRank.Kernels;

/// <summary>
/// What a kernel works on: a block of memory seen as a matrix, in either layout, perhaps to be read conjugated.
/// Transposition costs nothing, so no kernel takes a transpose flag.
/// </summary>
internal readonly ref struct MatrixSpan<T>
    where T : unmanaged, INumberBase<T>
{
    public MatrixSpan(Span<T> values, int rowCount, int columnCount, MatrixLayout layout, int stride, bool isConjugated = false)
    {
        Values = values;
        RowCount = rowCount;
        ColumnCount = columnCount;
        Layout = layout;
        Stride = stride;
        IsConjugated = isConjugated && Scalar<T>.IsComplex;
        Debug.Assert(stride >= MinorCount || IsEmpty, "stride");
        Debug.Assert(IsEmpty || (long)(MajorCount - 1) * stride + MinorCount <= values.Length, "the memory is shorter than the matrix");
    }

    public Span<T> Values { get; }

    public int RowCount { get; }

    public int ColumnCount { get; }

    public MatrixLayout Layout { get; }

    /// <summary>Elements from the start of one row (row-major) or column (column-major) to the next.</summary>
    public int Stride { get; }

    /// <summary>Whether the matrix meant is the complex conjugate of what stands in memory.</summary>
    public bool IsConjugated { get; }

    public bool IsEmpty => RowCount == 0 || ColumnCount == 0;

    /// <summary>The number of contiguous vectors: rows if row-major, columns if column-major.</summary>
    public int MajorCount => Layout == MatrixLayout.RowMajor ? RowCount : ColumnCount;

    /// <summary>The length of a contiguous vector.</summary>
    public int MinorCount => Layout == MatrixLayout.RowMajor ? ColumnCount : RowCount;

    /// <summary>The leading dimension that LAPACK accepts, at least 1.</summary>
    public long LeadingDimension => Math.Max(1, Stride);

    public ref T this[int row, int column] => ref Values[Layout == MatrixLayout.RowMajor
        ? (row * Stride) + column
        : (column * Stride) + row];

    /// <summary>A contiguous vector: a row if row-major, a column if column-major.</summary>
    public Span<T> Major(int index) => MinorCount == 0 ? default : Values.Slice(index * Stride, MinorCount);

    public MatrixSpan<T> Transpose() => new(Values, ColumnCount, RowCount, Opposite(Layout), Stride, IsConjugated);

    public MatrixSpan<T> ConjugateTranspose() => new(Values, ColumnCount, RowCount, Opposite(Layout), Stride, !IsConjugated);

    public MatrixSpan<T> Conjugate() => new(Values, RowCount, ColumnCount, Layout, Stride, !IsConjugated);

    public MatrixSpan<T> Block(int row, int column, int rowCount, int columnCount)
    {
        int start = rowCount == 0 || columnCount == 0 ? 0 : Layout == MatrixLayout.RowMajor
            ? (row * Stride) + column : (column * Stride) + row;
        return new MatrixSpan<T>(Values[start..], rowCount, columnCount, Layout, Stride, IsConjugated);
    }

    public MatrixSpan<T> Columns(int start, int count) => Block(0, start, RowCount, count);

    public MatrixSpan<T> Rows(int start, int count) => Block(start, 0, count, ColumnCount);

    public static MatrixLayout Opposite(MatrixLayout layout) =>
        layout == MatrixLayout.RowMajor ? MatrixLayout.ColumnMajor : MatrixLayout.RowMajor;
}
