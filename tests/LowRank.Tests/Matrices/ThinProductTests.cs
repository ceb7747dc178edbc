using LowRank.Interop;
using LowRank.Matrices;

namespace LowRank.Tests;

/// <summary>Products of a large matrix and a thin one, in panels.</summary>
public sealed class ThinProductTests
{
    // No multiple of a panel, and just large enough.
    private const int Rows = 1111;
    private const int Columns = 500;

    public static MatrixTheoryData<MatrixLayout, MatrixLayout> Layouts { get; } =
        new([MatrixLayout.RowMajor, MatrixLayout.ColumnMajor], [MatrixLayout.RowMajor, MatrixLayout.ColumnMajor]);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void They_are_the_products(MatrixLayout ofX, MatrixLayout ofProduct)
    {
        foreach (int columns in new[] { 8, 33, 256 })
        {
            Check<double>(ofX, ofProduct, columns, 1e-15);
            Check<float>(ofX, ofProduct, columns, 1e-6);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        DenseMatrix<double> a = Filled<double>(Rows, Columns, MatrixLayout.RowMajor);
        DenseMatrix<double> x = Filled<double>(Columns, 20, MatrixLayout.ColumnMajor);
        DenseMatrix<double> all = a * x;
        using NativeThreads one = NativeThreads.Limit(1);
        DenseMatrix<double> alone = a * x;
        Assert.Equal(all.ToDense(MatrixLayout.RowMajor).Memory.ToArray(), alone.ToDense(MatrixLayout.RowMajor).Memory.ToArray());
    }

    [Fact]
    public void Other_shapes_are_left_alone()
    {
        DenseMatrix<double> a = Filled<double>(Rows, Columns, MatrixLayout.RowMajor);
        Assert.False(TryMultiply(a, 7));
        Assert.False(TryMultiply(a, 257));
        Assert.False(TryMultiply(a.Transpose(), 20));
        Assert.False(TryMultiply(a.AsRows(0, 200), 20));
        Assert.True(TryMultiply(a, 20) == NativeThreads.CanLimit);

        static bool TryMultiply(DenseMatrix<double> a, int columns) =>
            ThinProduct<double>.TryMultiply(
                a, DenseMatrix.Create<double>(a.ColumnCount, columns), DenseMatrix.Create<double>(a.RowCount, columns));
    }

    private static void Check<T>(MatrixLayout ofX, MatrixLayout ofProduct, int columns, double tolerance)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        // As a part of a larger one, so that rows are not contiguous.
        DenseMatrix<T> a = Filled<T>(Rows, Columns + 3, MatrixLayout.RowMajor).AsColumns(2, Columns);
        DenseMatrix<T> x = Filled<T>(Columns, columns, ofX);
        DenseMatrix<T> product = DenseMatrix.Create<T>(Rows, columns).ToDense(ofProduct);
        DenseMatrix<T> adjoint = DenseMatrix.Create<T>(Rows, columns).ToDense(ofProduct);
        a.Multiply(x, product);
        a.Transpose().MultiplyAdjoint(x, adjoint);
        for (int j = 0; j < columns; j += 5)
        {
            for (int i = 0; i < Rows; i++)
            {
                double exact = 0;
                for (int k = 0; k < Columns; k++)
                {
                    exact += double.CreateTruncating(a[i, k]) * double.CreateTruncating(x[k, j]);
                }

                Expect.Close(double.CreateTruncating(product[i, j]), exact, tolerance * Columns, $"({i}, {j})");
                Expect.Close(double.CreateTruncating(adjoint[i, j]), exact, tolerance * Columns, $"({i}, {j}) of the adjoint");
            }
        }
    }

    private static DenseMatrix<T> Filled<T>(int rows, int columns, MatrixLayout layout)
        where T : unmanaged, System.Numerics.INumberBase<T> =>
            Oracle.ToMatrix<T>(Oracle.Gaussian<T>(rows, columns, rows + columns), layout);
}
