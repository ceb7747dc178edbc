using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests.Kernels;

/// <summary>Between the element type under test and the complex doubles in which every expected value is computed.</summary>
internal static class Numbers<T>
    where T : unmanaged, INumberBase<T>
{
    public static T Of(Complex value) => Scalar<T>.FromParts(value.Real, value.Imaginary);

    public static Complex Of(T value) => value is Complex z ? z : new Complex(double.CreateChecked(value), 0);

    public static Complex[,] Of(DenseMatrix<T> matrix)
    {
        Complex[,] values = new Complex[matrix.RowCount, matrix.ColumnCount];
        for (int i = 0; i < matrix.RowCount; i++)
        {
            for (int j = 0; j < matrix.ColumnCount; j++)
            {
                values[i, j] = Of(matrix[i, j]);
            }
        }

        return values;
    }

    /// <summary>A matrix of Gaussian numbers, rounded to T; the imaginary parts are 0 for real T.</summary>
    public static Complex[,] Gaussian(int rows, int columns, int seed, double scale = 1)
    {
        System.Random random = new(seed);
        Complex[,] values = new Complex[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] = Of(Of(new Complex(scale * Normal(random), scale * Normal(random))));
            }
        }

        return values;
    }

    public static Complex Number(int seed) => Gaussian(1, 1, seed)[0, 0];

    private static double Normal(System.Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
