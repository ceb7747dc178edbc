using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleViewTests : ViewTests<float>;

public sealed class DoubleViewTests : ViewTests<double>;

public sealed class ComplexViewTests : ViewTests<Complex>;

public abstract class ViewTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Transpose_is_a_view_in_the_other_layout() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> stored = new(sizes.A, values);
        DenseMatrix<T> transpose = stored.Matrix.Transpose();
        Expect.SameBits(Oracle.Of(transpose), values.Transpose(), "Aᵀ");
        Assert.NotEqual(stored.Matrix.Layout, transpose.Layout);
        Expect.SameBits(Oracle.Of(transpose.Transpose()), values, "(Aᵀ)ᵀ");
        if (values.Length > 0)
        {
            transpose[sizes.N - 1, sizes.M - 1] = T.One;
            Assert.Equal(T.One, stored.Matrix[sizes.M - 1, sizes.N - 1]);
        }

        stored.AssertPaddingUntouched();
    });

    [Fact]
    public void ConjugateTranspose_conjugates_and_copies_only_complex_numbers() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> stored = new(sizes.A, values);
        DenseMatrix<T> adjoint = stored.Matrix.ConjugateTranspose();
        Expect.SameBits(Oracle.Of(adjoint), values.Adjoint(), "Aᴴ");
        stored.AssertUnchanged();
        if (values.Length > 0)
        {
            Assert.Equal(typeof(T) != typeof(Complex), adjoint.SharesMemoryWith(stored.Matrix));
        }
    });

    [Fact]
    public void A_block_is_a_view() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> stored = new(sizes.A, values);
        System.Random random = new(sizes.Seed);
        int row = random.Next(sizes.M + 1);
        int column = random.Next(sizes.N + 1);
        int rows = random.Next(sizes.M - row + 1);
        int columns = random.Next(sizes.N - column + 1);
        DenseMatrix<T> block = stored.Matrix.AsBlock(row, column, rows, columns);
        Expect.SameBits(Oracle.Of(block), values.Block(row, column, rows, columns), $"rows {row} + {rows}, columns {column} + {columns}");
        Expect.SameBits(Oracle.Of(stored.Matrix.AsRows(row, rows)), values.Block(row, 0, rows, sizes.N), "AsRows");
        Expect.SameBits(Oracle.Of(stored.Matrix.AsColumns(column, columns)), values.Block(0, column, sizes.M, columns), "AsColumns");

        // Blocks of blocks, and writing through them: one block is cleared, all else stays.
        Kernels<T>.Fill(T.Zero, stored.Matrix.AsRows(row, rows).AsColumns(column, columns).Span);
        bool IsInside(int i, int j) => i >= row && i < row + rows && j >= column && j < column + columns;
        Expect.SameBits(stored.Values, Oracle.Build(sizes.M, sizes.N, (i, j) => IsInside(i, j) ? 0 : values[i, j]),
            "after clearing the block");
        stored.AssertPaddingUntouched();
    });

    [Theory]
    [InlineData(-1, 0, 1, 1, "row")]
    [InlineData(4, 0, 0, 1, "row")]
    [InlineData(0, -1, 1, 1, "column")]
    [InlineData(0, 6, 1, 0, "column")]
    [InlineData(1, 0, 3, 1, "rowCount")]
    [InlineData(1, 0, -1, 1, "rowCount")]
    [InlineData(0, 2, 1, 4, "columnCount")]
    [InlineData(0, 2, 1, int.MaxValue, "columnCount")]
    public void A_block_outside_the_matrix_is_refused(int row, int column, int rows, int columns, string parameter)
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(3, 5);
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(
            parameter, () => matrix.AsBlock(row, column, rows, columns));
        Assert.Contains("3 × 5", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void The_indexer_checks_its_bounds(MatrixLayout layout)
    {
        // In padded memory every one of these would otherwise hit something.
        DenseMatrix<T> matrix = DenseMatrix.Wrap(new T[100], 3, 5, layout, 7);
        foreach ((int row, int column, string parameter) in new[] { (-1, 0, "row"), (3, 0, "row"), (0, -1, "column"), (0, 5, "column"),
            (3, 5, "row") })
        {
            ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(parameter, () => matrix[row, column]);
            Assert.Contains("3 × 5", thrown.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(parameter, () => matrix[row, column] = T.One);
        }
    }

    [Fact]
    public void ToArray_and_ToDense_copy() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> stored = new(sizes.A, values);
        T[,] array = stored.Matrix.ToArray();
        Assert.Equal((sizes.M, sizes.N), (array.GetLength(0), array.GetLength(1)));
        Expect.SameBits(Oracle.Build(sizes.M, sizes.N, (i, j) => Oracle.Of(array[i, j])), values, "ToArray");
        foreach (MatrixLayout? layout in new MatrixLayout?[] { null, MatrixLayout.RowMajor, MatrixLayout.ColumnMajor })
        {
            DenseMatrix<T> copy = stored.Matrix.ToDense(layout);
            Assert.Equal(layout ?? sizes.A.Layout, copy.Layout);
            Expect.SameBits(Oracle.Of(copy), values, $"ToDense({layout})");
            Kernels<T>.Fill(T.One, copy.Span);
        }

        stored.AssertUnchanged();
    });

    [Fact]
    public void Create_gives_zeros_without_padding()
    {
        foreach (MatrixLayout layout in new[] { MatrixLayout.RowMajor, MatrixLayout.ColumnMajor })
        {
            DenseMatrix<T> matrix = DenseMatrix.Create<T>(3, 5, layout);
            Assert.Equal((3, 5, layout, 15), (matrix.RowCount, matrix.ColumnCount, matrix.Layout, matrix.Memory.Length));
            Assert.All(matrix.Memory.ToArray(), value => Assert.Equal(T.Zero, value));
        }
    }

    [Theory]
    [InlineData(-1, 1, "rows")]
    [InlineData(1, -1, "columns")]
    public void Negative_dimensions_are_refused(int rows, int columns, string parameter)
    {
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => DenseMatrix.Create<T>(rows, columns));
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => DenseMatrix.Wrap(new T[4], rows, columns));
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => LinearOperator.Create<T>(rows, columns, (_, _) => { }, (_, _) => { }));
    }

    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, int.MaxValue)]
    public void A_matrix_beyond_one_block_of_memory_is_refused(int rows, int columns)
    {
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(
            nameof(rows), () => DenseMatrix.Create<T>(rows, columns));
        Assert.Contains($"{rows} × {columns}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ILinearOperator<T>", thrown.Message, StringComparison.Ordinal);
    }
}
