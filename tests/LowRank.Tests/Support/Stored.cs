using System.Numerics;
using System.Runtime.InteropServices;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>
/// A matrix in memory of its own, with canaries before it, behind it and between its rows or columns: no kernel may touch them.
/// A canary depends on its place and its matrix, so that padding copied onto padding shows too; or it is NaN, so that padding that is read
/// shows in every result.
/// </summary>
internal sealed class Stored<T>
    where T : unmanaged, INumberBase<T>
{
    private const int Behind = 5;
    private readonly T[] _memory;
    private readonly T[] _before;
    private readonly bool[] _isEntry;

    public Stored(Storage storage, Complex[,] values, bool isPaddingNaN = false)
    {
        int rows = values.RowCount();
        int columns = values.ColumnCount();
        int minor = storage.Layout == MatrixLayout.RowMajor ? columns : rows;
        int major = storage.Layout == MatrixLayout.RowMajor ? rows : columns;
        int stride = Math.Max(1, minor + storage.Padding);
        int length = major == 0 || minor == 0 ? 0 : ((major - 1) * stride) + minor;
        _memory = new T[storage.Offset + length + Behind];
        _isEntry = new bool[_memory.Length];
        int salt = (rows * 131) + (columns * 17) + ((int)storage.Layout * 7) + storage.Padding;
        for (int i = 0; i < _memory.Length; i++)
        {
            _memory[i] = isPaddingNaN
                ? Scalar<T>.FromParts(double.NaN, double.NaN)
                : Scalar<T>.FromParts(1000 + (((i * 37) + salt) % 1013), -2000 - (i % 911));
        }

        // The place of an entry is written out here, so that the library's own indexing is under test and not trusted.
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                int at = storage.Offset + (storage.Layout == MatrixLayout.RowMajor ? (i * stride) + j : (j * stride) + i);
                _memory[at] = Oracle.To<T>(values[i, j]);
                _isEntry[at] = true;
            }
        }

        _before = [.. _memory];
        Matrix = DenseMatrix.Wrap(_memory.AsMemory(storage.Offset, length), rows, columns, storage.Layout, stride);
    }

    public DenseMatrix<T> Matrix { get; }

    public MatrixSpan<T> Span => Matrix.Span;

    public Complex[,] Values => Oracle.Of(Matrix);

    /// <summary>A destination: every entry is NaN, so that what is not written, or is read, shows.</summary>
    public static Stored<T> Destination(Storage storage, int rows, int columns) =>
        new(storage, Oracle.Filled(rows, columns, new Complex(double.NaN, double.NaN)));

    public void AssertPaddingUntouched()
    {
        for (int i = 0; i < _memory.Length; i++)
        {
            if (!_isEntry[i] && !_memory[i].Equals(_before[i]))
            {
                Assert.Fail($"The canary at element {i} of {Matrix} (stride {Matrix.Stride}) is {_memory[i]}; it was {_before[i]}.");
            }
        }
    }

    public void AssertUnchanged() =>
        Assert.True(
            MemoryMarshal.AsBytes(_memory.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(_before.AsSpan())),
            $"The input {Matrix} or the memory around it was changed.");
}
