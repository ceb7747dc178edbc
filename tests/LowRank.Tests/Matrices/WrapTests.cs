using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleWrapTests : WrapTests<float>;

public sealed class DoubleWrapTests : WrapTests<double>;

public sealed class ComplexWrapTests : WrapTests<Complex>;

/// <summary>What is wrapped is shared: a write on one side is read on the other. What is copied is not.</summary>
public abstract class WrapTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static T One => T.One;

    private static T Number(int value) => Scalar<T>.FromParts(value, value + 0.5);

    [Fact]
    public void FromArray_copies() => Cases.Check(sizes =>
    {
        T[,] values = Array(sizes.M, sizes.N);
        DenseMatrix<T> matrix = DenseMatrix.FromArray(values);
        Assert.Equal((sizes.M, sizes.N, MatrixLayout.RowMajor), (matrix.RowCount, matrix.ColumnCount, matrix.Layout));
        Assert.Equal(values, matrix.ToArray());
        if (values.Length > 0)
        {
            matrix[0, 0] = Number(-1);
            Assert.Equal(Number(0), values[0, 0]);
        }
    });

    [Fact]
    public void Wrapped_memory_is_shared_in_any_layout_and_stride() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> stored = new(sizes.A, values);
        Expect.SameBits(stored.Values, values, "what stands in memory");
        Assert.Equal(sizes.A.Layout, stored.Matrix.Layout);

        // Written through the matrix, every entry stands where the definition of layout and stride puts it.
        Stored<T> written = Stored<T>.Destination(sizes.A, sizes.M, sizes.N);
        for (int i = 0; i < sizes.M; i++)
        {
            for (int j = 0; j < sizes.N; j++)
            {
                DenseMatrix<T> matrix = written.Matrix;
                matrix[i, j] = Oracle.To<T>(values[i, j]);
            }
        }

        Assert.True(
            MemoryMarshal.AsBytes(stored.Matrix.Memory.Span).SequenceEqual(MemoryMarshal.AsBytes(written.Matrix.Memory.Span)),
                "the memory is the same");
        written.AssertPaddingUntouched();
    });

    [Fact]
    public void A_wrapped_array_is_shared()
    {
        T[] array = [.. Enumerable.Range(0, 6).Select(Number)];
        DenseMatrix<T> matrix = DenseMatrix.Wrap(array, 2, 3);
        Assert.Equal(Number(5), matrix[1, 2]);
        array[5] = Number(50);
        Assert.Equal(Number(50), matrix[1, 2]);
        matrix[0, 1] = Number(10);
        Assert.Equal(Number(10), array[1]);
        Assert.Equal(Number(3), DenseMatrix.Wrap(array, 2, 3, MatrixLayout.ColumnMajor)[1, 1]);
    }

    /// <summary>Contiguous memory, and every block of a larger one: pitched, single rows, single columns.</summary>
    [Fact]
    public void A_wrapped_Memory2D_is_shared()
    {
        for (int rows = 1; rows <= 4; rows++)
        {
            for (int columns = 1; columns <= 5; columns++)
            {
                T[,] values = Array(4, 5);
                Memory2D<T> block = values.AsMemory2D()[(4 - rows)..4, (5 - columns)..5];
                DenseMatrix<T> matrix = DenseMatrix.Wrap(block);
                Assert.Equal((block.Height, block.Width), (matrix.RowCount, matrix.ColumnCount));
                for (int i = 0; i < matrix.RowCount; i++)
                {
                    for (int j = 0; j < matrix.ColumnCount; j++)
                    {
                        Assert.Equal(values[4 - rows + i, 5 - columns + j], matrix[i, j]);
                        matrix[i, j] = Number(100 + (10 * i) + j);
                        Assert.Equal(Number(100 + (10 * i) + j), values[4 - rows + i, 5 - columns + j]);
                        values[4 - rows + i, 5 - columns + j] = Number(-1);
                        Assert.Equal(Number(-1), matrix[i, j]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void An_empty_Memory2D_gives_an_empty_matrix(int rows, int columns)
    {
        Memory2D<T> empty = new T[rows, columns].AsMemory2D();
        DenseMatrix<T> matrix = DenseMatrix.Wrap(empty);
        Assert.Equal((empty.Height, empty.Width, 0), (matrix.RowCount, matrix.ColumnCount, matrix.Memory.Length));
        Assert.Equal(0, DenseMatrix.Wrap(Memory2D<T>.Empty).RowCount);
    }

    [Fact]
    public void A_pitched_Memory2D_takes_part_in_products_and_can_be_pinned()
    {
        T[,] values = Array(6, 7);
        DenseMatrix<T> matrix = DenseMatrix.Wrap(values.AsMemory2D()[1..5, 2..5]);
        Complex[,] block = Oracle.Of(DenseMatrix.FromArray(values)).Block(1, 2, 4, 3);
        Expect.SameBits(Oracle.Of(matrix * Eye(3)), block.Multiply(Oracle.Identity(3)), "A I");
        CheckPin(matrix);
    }

    [Fact]
    public void A_wrapped_tensor_is_shared()
    {
        for (int rows = 1; rows <= 4; rows++)
        {
            for (int columns = 1; columns <= 5; columns++)
            {
                T[] array = [.. Enumerable.Range(0, 20).Select(Number)];
                CheckTensor(Tensor.Create(array, [4, 5]).Slice([(4 - rows)..4, (5 - columns)..5]));
                CheckTensor(Tensor.Create([.. array[..(rows * columns)]], [rows, columns]));
                if (columns * 4 <= 20)
                {
                    // Column-major with a stride of 4.
                    CheckTensor(Tensor.Create(array, [rows, columns], [rows == 1 ? 0 : 1, columns == 1 ? 0 : 4]));
                }
            }
        }
    }

    [Fact]
    public void A_tensor_that_is_a_single_row_or_column_may_have_any_stride()
    {
        T[] array = [.. Enumerable.Range(0, 20).Select(Number)];
        CheckTensor(Tensor.Create(array, [1, 4], [0, 5]));
        CheckTensor(Tensor.Create(array, [4, 1], [5, 0]));
        CheckTensor(Tensor.Create(array, [1, 1], [0, 0]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void An_empty_tensor_gives_an_empty_matrix(int rows, int columns)
    {
        DenseMatrix<T> matrix = DenseMatrix.Wrap(Tensor.Create<T>([], [rows, columns]));
        Assert.Equal((rows, columns), (matrix.RowCount, matrix.ColumnCount));
    }

    [Fact]
    public void A_tensor_of_another_rank_or_without_a_contiguous_dimension_is_refused()
    {
        T[] array = new T[64];
        ArgumentException rank = Assert.Throws<ArgumentException>("values", () => DenseMatrix.Wrap(Tensor.Create(array, [4, 4, 4])));
        Assert.Contains("rank 3", rank.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("values", () => DenseMatrix.Wrap(Tensor.Create(array, [64])));
        ArgumentException strides = Assert.Throws<ArgumentException>(
            "values", () => DenseMatrix.Wrap(Tensor.Create(array, [3, 4], [16, 2])));
        Assert.Contains("3 × 4", strides.Message, StringComparison.Ordinal);
        Assert.Contains("16 and 2", strides.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("values", () => DenseMatrix.Wrap((Tensor<T>)null!));
    }

    /// <summary>The same row again and again: entries would share memory.</summary>
    [Fact]
    public void A_broadcast_tensor_is_refused() =>
        Assert.Throws<ArgumentException>("values", () => DenseMatrix.Wrap(Tensor.Create(new T[4], [3, 4], [0, 1])));

    [Fact]
    public void Native_memory_can_be_wrapped()
    {
        using NativeMemoryOwner owner = new(12);
        owner.Memory.Span.Clear();
        DenseMatrix<T> matrix = DenseMatrix.Wrap(owner.Memory, 3, 3, MatrixLayout.ColumnMajor, 4);
        matrix[2, 1] = Number(7);
        Assert.Equal(Number(7), owner.Memory.Span[6]);
        owner.Memory.Span[0] = One;
        Assert.Equal(One, matrix[0, 0]);
        Expect.SameBits(Oracle.Of(matrix * Eye(3)), Oracle.Of(matrix), "A I");
        Assert.Throws<InvalidOperationException>(() => matrix.Transpose().AsMemory2D());
        Assert.Throws<InvalidOperationException>(() => matrix.Transpose().AsTensor());
    }

    [Fact]
    public void AsMemory2D_and_AsTensor_are_views_of_row_major_matrices() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> stored = new(sizes.A with { Layout = MatrixLayout.RowMajor }, values);
        DenseMatrix<T> matrix = stored.Matrix;
        Tensor<T> tensor = matrix.AsTensor();
        Assert.Equal([sizes.M, sizes.N], tensor.Lengths.ToArray());
        if (sizes.M == 0 || sizes.N == 0)
        {
            Assert.True(matrix.AsMemory2D().IsEmpty);
            return;
        }

        Memory2D<T> memory = matrix.AsMemory2D();
        Assert.Equal((sizes.M, sizes.N), (memory.Height, memory.Width));
        (int i, int j) = (sizes.M - 1, sizes.N - 1);
        Assert.Equal(matrix[i, j], memory.Span[i, j]);
        Assert.Equal(matrix[i, j], tensor[i, j]);
        matrix[i, j] = Number(9);
        Assert.Equal(Number(9), memory.Span[i, j]);
        Assert.Equal(Number(9), tensor[i, j]);
        memory.Span[i, j] = Number(8);
        Assert.Equal(Number(8), matrix[i, j]);
        tensor[i, j] = Number(7);
        Assert.Equal(Number(7), matrix[i, j]);
        stored.AssertPaddingUntouched();

        // And back again: still the same memory.
        DenseMatrix.Wrap(memory)[0, 0] = Number(6);
        Assert.Equal(Number(6), matrix[0, 0]);
        DenseMatrix.Wrap(tensor)[0, 0] = Number(5);
        Assert.Equal(Number(5), matrix[0, 0]);
    });

    [Fact]
    public void A_column_major_matrix_is_viewed_through_its_transpose()
    {
        DenseMatrix<T> matrix = DenseMatrix.Wrap([.. Enumerable.Range(0, 6).Select(Number)], 2, 3, MatrixLayout.ColumnMajor);
        Assert.Throws<InvalidOperationException>(() => matrix.AsMemory2D());
        Assert.Throws<InvalidOperationException>(() => matrix.AsTensor());
        Assert.Equal(matrix[1, 2], matrix.Transpose().AsMemory2D().Span[2, 1]);
        Assert.Equal(matrix[1, 2], matrix.Transpose().AsTensor()[2, 1]);
    }

    [Theory]
    [InlineData(3, 4, MatrixLayout.RowMajor, 3, 12)]
    [InlineData(3, 4, MatrixLayout.ColumnMajor, 2, 12)]
    public void A_stride_that_is_too_small_is_refused(int rows, int columns, MatrixLayout layout, int stride, int length)
    {
        ArgumentOutOfRangeException thrown =
            Assert.Throws<ArgumentOutOfRangeException>(
                nameof(stride), () => DenseMatrix.Wrap(new T[length], rows, columns, layout, stride));
        Assert.Contains("3 × 4", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused_and_the_last_padding_is_not_asked_for()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            "values", () => DenseMatrix.Wrap(new T[18], 4, 4, MatrixLayout.RowMajor, 5));
        Assert.Contains("19", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("18", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(4, DenseMatrix.Wrap(new T[19], 4, 4, MatrixLayout.RowMajor, 5).RowCount);
        Assert.Equal(0, DenseMatrix.Wrap(System.Array.Empty<T>(), 0, 4).RowCount);
        Assert.Throws<ArgumentNullException>("values", () => DenseMatrix.Wrap((T[])null!, 1, 1));
        Assert.Throws<ArgumentNullException>("values", () => DenseMatrix.FromArray((T[,])null!));
    }

    private static void CheckTensor(Tensor<T> tensor)
    {
        DenseMatrix<T> matrix = DenseMatrix.Wrap(tensor);
        Assert.Equal((tensor.Lengths[0], tensor.Lengths[1]), (matrix.RowCount, matrix.ColumnCount));
        for (int i = 0; i < matrix.RowCount; i++)
        {
            for (int j = 0; j < matrix.ColumnCount; j++)
            {
                Assert.Equal(tensor[i, j], matrix[i, j]);
                matrix[i, j] = Number(100 + (10 * i) + j);
                Assert.Equal(Number(100 + (10 * i) + j), tensor[i, j]);
                tensor[i, j] = Number(-1 - j);
                Assert.Equal(Number(-1 - j), matrix[i, j]);
            }
        }

        CheckPin(matrix);
    }

    /// <summary>A pinned element is the element: also when the memory stands in the middle of something larger.</summary>
    private static unsafe void CheckPin(DenseMatrix<T> matrix)
    {
        Memory<T> memory = matrix.Memory;
        for (int start = 0; start < memory.Length; start++)
        {
            using MemoryHandle handle = memory[start..].Pin();
            Assert.Equal(memory.Span[start], *(T*)handle.Pointer);
        }
    }

    private static T[,] Array(int rows, int columns)
    {
        T[,] values = new T[rows, columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i / columns, i % columns] = Number(i);
        }

        return values;
    }

    private static DenseMatrix<T> Eye(int n)
    {
        DenseMatrix<T> eye = DenseMatrix.Create<T>(n, n);
        for (int i = 0; i < n; i++)
        {
            eye[i, i] = T.One;
        }

        return eye;
    }

    private sealed unsafe class NativeMemoryOwner(int length) : MemoryManager<T>
    {
        private readonly T* _pointer = (T*)NativeMemory.Alloc((nuint)length, (nuint)sizeof(T));

        public override Span<T> GetSpan() => new(_pointer, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_pointer + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => NativeMemory.Free(_pointer);
    }
}
