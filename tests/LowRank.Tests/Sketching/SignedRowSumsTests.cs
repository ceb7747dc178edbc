using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

/// <summary>The sparse sign sketch that adds rows is the product with the matrix that it stands for, in whatever pieces.</summary>
public sealed class SignedRowSumsTests
{
    [Theory]
    [InlineData(40, 3, 5, 4)]
    [InlineData(2000, 30, 16, 2)]
    [InlineData(900, 700, 24, 4)]
    [InlineData(90, 2100, 8, 2)]
    public void Sums_of_rows_are_the_product(int rows, int columns, int sketched, int nonZeros)
    {
        SignedRowSums<double> signs = new(7, RandomStream.Sketch, sketched, rows, nonZeros);
        DenseMatrix<double> adjoint = DenseMatrix.Create<double>(rows, sketched).ToDense(MatrixLayout.ColumnMajor);
        signs.FillAdjoint(adjoint);
        for (int i = 0; i < rows; i++)
        {
            Assert.Equal(Math.Min(nonZeros, sketched), Enumerable.Range(0, sketched).Count(j => Math.Abs(adjoint[i, j]) == 1));
        }

        foreach (MatrixLayout layout in new[] { MatrixLayout.RowMajor, MatrixLayout.ColumnMajor })
        {
            DenseMatrix<double> a = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(rows, columns, 3), layout);
            DenseMatrix<double> expected = adjoint.Transpose() * a;
            double[][] found = [.. new[] { 1, 2, 8 }.Select(threads =>
            {
                DenseMatrix<double> sums = DenseMatrix.Create<double>(sketched, columns).ToDense(layout);
                double[] squares = signs.MultiplyAndMeasure(a, sums, threads);
                for (int j = 0; j < columns; j++)
                {
                    double norm = a.AsColumns(j, 1).FrobeniusNorm();
                    Expect.Close(Math.Sqrt(squares[j]), norm, 1e-13 * norm, $"the norm of column {j}");
                    for (int i = 0; i < sketched; i++)
                    {
                        Expect.Close(sums[i, j], expected[i, j], 1e-12 * Math.Sqrt(rows), $"({i}, {j})");
                    }
                }

                return sums.ToDense(MatrixLayout.RowMajor).Memory.ToArray();
            })];
            Assert.Equal(found[0], found[1]);
            Assert.Equal(found[0], found[2]);
        }
    }
}
