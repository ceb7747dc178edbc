using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>Makes dense matrices: new ones, copies of arrays, and views of memory that the caller owns.</summary>
/// <remarks>
/// <c>Wrap</c> never copies: the matrix and the wrapped memory show each other's changes, and the memory must live as long as the
/// matrix is used. <c>From…</c> copies.
/// </remarks>
public static class DenseMatrix
{
    /// <summary>Creates a matrix of zeros.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">The number of rows, 0 or more.</param>
    /// <param name="columns">The number of columns, 0 or more.</param>
    /// <param name="layout">The order of the entries in memory.</param>
    /// <returns>A new rows × columns matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the matrix has more than 2³¹ − 57 entries.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static DenseMatrix<T> Create<T>(int rows, int columns, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, INumberBase<T>
    {
        int length = CheckedLength(rows, columns);
        return new DenseMatrix<T>(new T[length], rows, columns, layout, DefaultStride(rows, columns, layout));
    }

    /// <summary>Copies a two-dimensional array.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="values">An m × n array.</param>
    /// <returns>A new m × n matrix, row-major.</returns>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static DenseMatrix<T> FromArray<T>(T[,] values)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        DenseMatrix<T> matrix = Create<T>(values.GetLength(0), values.GetLength(1));
        values.AsSpan().CopyTo(matrix.Memory.Span);
        return matrix;
    }

    /// <summary>Makes a matrix over an array, without copying it.</summary>
    /// <inheritdoc cref="Wrap{T}(Memory{T}, int, int, MatrixLayout, int?)"/>
    public static DenseMatrix<T> Wrap<T>(T[] values, int rows, int columns, MatrixLayout layout = MatrixLayout.RowMajor, int? stride = null)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return Wrap(values.AsMemory(), rows, columns, layout, stride);
    }

    /// <summary>Makes a matrix over memory that the caller owns, without copying it.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="values">The memory; it must hold the matrix with its stride.</param>
    /// <param name="rows">The number of rows m, 0 or more.</param>
    /// <param name="columns">The number of columns n, 0 or more.</param>
    /// <param name="layout">The order of the entries in memory.</param>
    /// <param name="stride">
    /// Elements from the start of one row (row-major) or column (column-major) to the next; at least n, or m. Left out: no padding.
    /// </param>
    /// <returns>An m × n matrix that shares the memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the stride is too small.</exception>
    /// <exception cref="ArgumentException">The memory is too short.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static DenseMatrix<T> Wrap<T>(
        Memory<T> values, int rows, int columns, MatrixLayout layout = MatrixLayout.RowMajor, int? stride = null)
        where T : unmanaged, INumberBase<T>
    {
        CheckedLength(rows, columns);
        int minor = layout == MatrixLayout.RowMajor ? columns : rows;
        int major = layout == MatrixLayout.RowMajor ? rows : columns;
        int step = stride ?? DefaultStride(rows, columns, layout);
        if (step < minor)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stride), step, $"The stride of a {rows} × {columns} {layout} matrix must be at least {minor}.");
        }

        long needed = major == 0 || minor == 0 ? 0 : ((long)(major - 1) * step) + minor;
        if (needed > values.Length)
        {
            throw new ArgumentException(
                $"A {rows} × {columns} {layout} matrix with stride {step} needs {needed} elements, but values has {values.Length}.",
                    nameof(values));
        }

        return new DenseMatrix<T>(values[..(int)needed], rows, columns, layout, step);
    }

    /// <summary>Makes a row-major matrix over a two-dimensional memory, without copying it.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="values">The memory, contiguous or with a pitch between its rows.</param>
    /// <returns>A matrix of the memory's height and width that shares the memory.</returns>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static DenseMatrix<T> Wrap<T>(Memory2D<T> values)
        where T : unmanaged, INumberBase<T>
    {
        if (values.TryGetMemory(out Memory<T> contiguous))
        {
            return Wrap(contiguous, values.Height, values.Width);
        }

        Memory2DManager<T> manager = new(values);
        return Wrap(manager.Memory, values.Height, values.Width, MatrixLayout.RowMajor, manager.Stride);
    }

    /// <summary>Makes a matrix over a two-dimensional tensor, without copying it.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="values">A tensor of rank 2 whose rows or columns are contiguous.</param>
    /// <returns>A matrix of the tensor's two lengths that shares its memory.</returns>
    /// <exception cref="ArgumentException">The tensor's rank is not 2, or neither its rows nor its columns are contiguous.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static DenseMatrix<T> Wrap<T>(Tensor<T> values)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 2)
        {
            throw new ArgumentException($"A matrix needs a tensor of rank 2, but values has rank {values.Rank}.", nameof(values));
        }

        int rows = checked((int)values.Lengths[0]);
        int columns = checked((int)values.Lengths[1]);
        if (rows == 0 || columns == 0)
        {
            return Create<T>(rows, columns);
        }

        // A dimension of length 1 may have any stride, 0 included: nothing is ever stepped over.
        nint rowStride = rows == 1 ? columns : values.Strides[0];
        nint columnStride = columns == 1 ? 1 : values.Strides[1];
        TensorMemoryManager<T> manager = new(values);
        if (columnStride == 1 && rowStride >= columns)
        {
            return Wrap(manager.Memory, rows, columns, MatrixLayout.RowMajor, (int)rowStride);
        }

        if ((rows == 1 || values.Strides[0] == 1) && columnStride >= rows)
        {
            return Wrap(manager.Memory, rows, columns, MatrixLayout.ColumnMajor, (int)columnStride);
        }

        throw new ArgumentException(
            $"The {rows} × {columns} tensor has the strides {values.Strides[0]} and {values.Strides[1]}; one of them must be 1. Copy it "
                + "to a dense tensor first.",
            nameof(values));
    }

    /// <summary>A new matrix of undefined content, for results that are written in full; debug builds fill it with NaN.</summary>
    internal static DenseMatrix<T> Uninitialized<T>(int rows, int columns, MatrixLayout layout)
        where T : unmanaged, INumberBase<T>
    {
        T[] values = GC.AllocateUninitializedArray<T>(CheckedLength(rows, columns));
        Rented<T>.Poison(values);
        return new DenseMatrix<T>(values, rows, columns, layout, DefaultStride(rows, columns, layout));
    }

    internal static int DefaultStride(int rows, int columns, MatrixLayout layout) =>
        Math.Max(1, layout == MatrixLayout.RowMajor ? columns : rows);

    internal static int CheckedLength(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        long length = (long)rows * columns;
        if (length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows),
                $"A {rows} × {columns} matrix has {length} entries; one block of memory holds at most {Array.MaxLength}. Implement "
                    + "ILinearOperator<T> over several blocks.");
        }

        return (int)length;
    }
}
