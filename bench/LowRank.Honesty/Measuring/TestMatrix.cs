using System.Numerics;

namespace LowRank.Honesty;

/// <summary>A matrix with given singular values; semidefinite where it is square.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class TestMatrix<T>
    where T : unmanaged, INumberBase<T>
{
    private TestMatrix(DenseMatrix<T> entries, double[] values)
    {
        Entries = entries;
        Values = values;
        Norm = Distance(entries, null);
    }

    /// <summary>The entries.</summary>
    public DenseMatrix<T> Entries { get; }

    /// <summary>The singular values that it was made of.</summary>
    public double[] Values { get; }

    /// <summary>‖A‖_F.</summary>
    public double Norm { get; }

    /// <summary>The matrix as an operator that does not know its norm.</summary>
    public ILinearOperator<T> WithoutNorm =>
        LinearOperator.Create<T>(Entries.RowCount, Entries.ColumnCount, Entries.Multiply, Entries.MultiplyAdjoint);

    /// <summary>U diag(σ) Vᴴ for random orthonormal columns; U diag(σ) Uᴴ where m = n.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n, at most m.</param>
    /// <param name="values">n singular values.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The matrix.</returns>
    public static TestMatrix<T> Of(int rows, int columns, double[] values, int seed)
    {
        Complex[][] left = Orthonormal(rows, columns, seed);
        Complex[][] right = rows == columns ? left : Orthonormal(columns, columns, seed + 1000);
        DenseMatrix<T> a = DenseMatrix.Create<T>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Complex sum = 0;
                for (int k = 0; k < columns; k++)
                {
                    sum += left[k][i] * values[k] * Complex.Conjugate(right[k][j]);
                }

                a[i, j] = typeof(T) == typeof(Complex) ? (T)(object)sum : T.CreateTruncating(sum.Real);
            }
        }

        return new TestMatrix<T>(a, values);
    }

    /// <summary>‖A − B‖_F, added up in double precision.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">B; zero if null.</param>
    /// <returns>The distance.</returns>
    public static double Distance(DenseMatrix<T> a, DenseMatrix<T>? b)
    {
        double sum = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                double size = Complex.Abs(ToComplex(a[i, j]) - (b is null ? 0 : ToComplex(b[i, j])));
                sum += size * size;
            }
        }

        return Math.Sqrt(sum);
    }

    private static Complex ToComplex(T value) => value is Complex complex ? complex : double.CreateTruncating(value);

    private static Complex[][] Orthonormal(int length, int count, int seed)
    {
        System.Random random = new(seed);
        Complex[][] columns = new Complex[count][];
        for (int k = 0; k < count; k++)
        {
            columns[k] = [.. Enumerable.Range(0, length).Select(
                _ => new Complex(Gaussian(random), typeof(T) == typeof(Complex) ? Gaussian(random) : 0))];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    Complex inner = columns[j].Zip(columns[k], (x, y) => Complex.Conjugate(x) * y).Aggregate(Complex.Add);
                    columns[k] = [.. columns[k].Zip(columns[j], (x, y) => x - (inner * y))];
                }

                double norm = Math.Sqrt(columns[k].Sum(x => (x.Real * x.Real) + (x.Imaginary * x.Imaginary)));
                columns[k] = [.. columns[k].Select(x => x / norm)];
            }
        }

        return columns;
    }

    private static double Gaussian(System.Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
