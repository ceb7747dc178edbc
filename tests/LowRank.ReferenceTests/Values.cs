using System.Globalization;
using System.Numerics;

namespace LowRank.ReferenceTests;

/// <summary>Comparison of matrices with numbers known elsewhere.</summary>
internal static class Values
{
    /// <summary>The distance from 1 to the next number of T.</summary>
    public static double Epsilon<T>() => typeof(T) == typeof(float) ? Math.Pow(2, -23) : Math.Pow(2, -52);

    public static DenseMatrix<T> ToMatrix<T>(Complex[,] values, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> result = DenseMatrix.Create<T>(values.GetLength(0), values.GetLength(1), layout);
        for (int i = 0; i < result.RowCount; i++)
        {
            for (int j = 0; j < result.ColumnCount; j++)
            {
                result[i, j] = typeof(T) == typeof(Complex) ? (T)(object)values[i, j] : T.CreateTruncating(values[i, j].Real);
            }
        }

        return result;
    }

    public static void Close<T>(Complex[,] expected, DenseMatrix<T> measured, double allowed, string what)
        where T : unmanaged, INumberBase<T>
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (measured.RowCount, measured.ColumnCount));
        double sum = 0;
        for (int i = 0; i < measured.RowCount; i++)
        {
            for (int j = 0; j < measured.ColumnCount; j++)
            {
                T entry = measured[i, j];
                Complex value = entry is Complex complex ? complex : double.CreateTruncating(entry);
                sum += Math.Pow(Complex.Abs(value - expected[i, j]), 2);
            }
        }

        Close(0, Math.Sqrt(sum), allowed, what);
    }

    public static void Close(double expected, double measured, double allowed, string what) =>
        Assert.True(
            Math.Abs(measured - expected) <= allowed,
            string.Create(CultureInfo.InvariantCulture,
                $"{what}: expected {expected:G10}, measured {measured:G10}, allowed difference {allowed:G4}"));

    public static double Norm(Complex[,] values) =>
        Math.Sqrt(values.Cast<Complex>().Sum(z => (z.Real * z.Real) + (z.Imaginary * z.Imaginary)));
}
