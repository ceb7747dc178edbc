using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class ColumnNormTestsOfSingle : ColumnNormTests<float>;

public sealed class ColumnNormTestsOfDouble : ColumnNormTests<double>;

public sealed class ColumnNormTestsOfComplex : ColumnNormTests<Complex>;

/// <summary>Norms of columns whose squares are out of range among others, over several pieces and tiles.</summary>
public abstract class ColumnNormTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Theory]
    [InlineData(40, 3000)]
    [InlineData(700, 300)]
    [InlineData(3, 9000)]
    [InlineData(9000, 3)]
    public void Zero_tiny_and_huge_columns_have_the_right_norms_in_either_layout_on_any_threads(int rows, int columns)
    {
        double extreme = Scalar<T>.IsSingle ? 1e30 : 1e200;
        Complex[,] values = Oracle.Gaussian<T>(rows, columns, 5);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] *= (j % 5) switch { 0 => 0, 1 => extreme, 2 => 1 / extreme, _ => 1 };
            }
        }

        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> a = Oracle.ToMatrix<T>(values, layout);
            double[] norms = LowRank.Matrices.ParallelNorms.Columns(a, 1);
            for (int j = 0; j < columns; j++)
            {
                double expected = Oracle.Norm(Oracle.Build(rows, 1, (i, _) => Oracle.Rounded<T>(values[i, j])));
                Expect.Close(norms[j], expected, 1e-13 * expected, $"‖a_{j}‖");
            }

            foreach (int threads in new[] { 2, 8 })
            {
                Assert.Equal(norms, LowRank.Matrices.ParallelNorms.Columns(a, threads));
            }

            a[rows - 1, 0] = Scalar<T>.FromDouble(double.NaN);
            a[0, 2] = Scalar<T>.FromDouble(double.NegativeInfinity);
            double[] bad = LowRank.Matrices.ParallelNorms.Columns(a, 2);
            Assert.False(double.IsFinite(bad[0]));
            Assert.False(double.IsFinite(bad[2]));
            Assert.Equal(norms[1], bad[1]);
        }
    }
}
