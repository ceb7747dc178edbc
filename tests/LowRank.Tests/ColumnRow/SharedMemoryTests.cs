namespace LowRank.Tests;

/// <summary>Factors that are views of one memory: the norms of a Gram product are computed once, and of no other product.</summary>
public sealed class SharedMemoryTests
{
    private static readonly double[,] Square = { { 1, 2, 3 }, { 40, 5, 6 }, { 7, 800, 9 } };

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void A_product_of_views_is_that_of_copies(MatrixLayout layout)
    {
        DenseMatrix<double> x = DenseMatrix.FromArray(Square).ToDense(layout);
        foreach ((DenseMatrix<double> left, DenseMatrix<double> right) in new[] { (x, x), (x.Transpose(), x), (x, x.Transpose()) })
        {
            ColumnRowProduct<double> shared = ColumnRow.Multiply(left, right, 4);
            ColumnRowProduct<double> copied = ColumnRow.Multiply(left.ToDense(), right.ToDense(), 4);
            Assert.Equal(copied.Indices, shared.Indices);
            Assert.Equal(copied.Weights, shared.Weights);
            double expected = ColumnRow.ExpectedError(left.ToDense(), right.ToDense(), 4).Frobenius;
            Assert.Equal(expected, ColumnRow.ExpectedError(left, right, 4).Frobenius, 1e-12 * expected);
        }
    }
}
