using System.Numerics;

namespace LowRank.Tests.Kernels;

/// <summary>The oracle: plain loops over complex doubles, by definition and without any cleverness.</summary>
internal static class Dense
{
    public static Complex[,] Filled(int rows, int columns, Complex value) => Build(rows, columns, (_, _) => value);

    public static Complex[,] Identity(int n) => Build(n, n, (i, j) => i == j ? 1 : 0);

    public static Complex[,] Build(int rows, int columns, Func<int, int, Complex> entry)
    {
        Complex[,] values = new Complex[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] = entry(i, j);
            }
        }

        return values;
    }

    public static int Rows(this Complex[,] a) => a.GetLength(0);

    public static int Columns(this Complex[,] a) => a.GetLength(1);

    public static Complex[,] Times(this Complex[,] a, Complex[,] b)
    {
        Assert.Equal(a.Columns(), b.Rows());
        return Build(a.Rows(), b.Columns(), (i, j) =>
        {
            Complex sum = 0;
            for (int k = 0; k < a.Columns(); k++)
            {
                sum += a[i, k] * b[k, j];
            }

            return sum;
        });
    }

    public static Complex[,] Times(this Complex[,] a, Complex factor) => Build(a.Rows(), a.Columns(), (i, j) => a[i, j] * factor);

    public static Complex[,] Plus(this Complex[,] a, Complex[,] b) => Build(a.Rows(), a.Columns(), (i, j) => a[i, j] + b[i, j]);

    public static Complex[,] Minus(this Complex[,] a, Complex[,] b)
    {
        Assert.Equal((a.Rows(), a.Columns()), (b.Rows(), b.Columns()));
        return Build(a.Rows(), a.Columns(), (i, j) => a[i, j] - b[i, j]);
    }

    public static Complex[,] Conjugate(this Complex[,] a) => Build(a.Rows(), a.Columns(), (i, j) => Complex.Conjugate(a[i, j]));

    public static Complex[,] Transpose(this Complex[,] a) => Build(a.Columns(), a.Rows(), (i, j) => a[j, i]);

    public static Complex[,] Adjoint(this Complex[,] a) => a.Transpose().Conjugate();

    public static Complex[,] Block(this Complex[,] a, int row, int column, int rows, int columns) =>
        Build(rows, columns, (i, j) => a[row + i, column + j]);

    public static Complex[,] Upper(this Complex[,] a) => Build(a.Rows(), a.Columns(), (i, j) => i <= j ? a[i, j] : 0);

    public static Complex[,] Diagonal(ReadOnlySpan<double> d)
    {
        Complex[,] values = new Complex[d.Length, d.Length];
        for (int i = 0; i < d.Length; i++)
        {
            values[i, i] = d[i];
        }

        return values;
    }

    /// <summary>‖A‖_F, scaled so that no square overflows or underflows; NaN where an entry is.</summary>
    public static double Norm(this Complex[,] a)
    {
        double largest = 0;
        foreach (Complex value in a)
        {
            largest = Math.Max(largest, Complex.Abs(value));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (Complex value in a)
        {
            double ratio = Complex.Abs(value) / largest;
            sum += ratio * ratio;
        }

        return largest * Math.Sqrt(sum);
    }
}
