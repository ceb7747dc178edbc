using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>
/// Plain linear algebra on complex arrays in double precision, without the native library: what results are checked against. Real types are
/// widened, so that one oracle serves all three.
/// </summary>
internal static class Oracle
{
    public static Complex[,] Of<T>(DenseMatrix<T> a)
        where T : unmanaged, INumberBase<T>
    {
        Complex[,] result = new Complex[a.RowCount, a.ColumnCount];
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                result[i, j] = Of(a[i, j]);
            }
        }

        return result;
    }

    public static DenseMatrix<T> ToMatrix<T>(Complex[,] a, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> result = DenseMatrix.Create<T>(a.RowCount(), a.ColumnCount(), layout);
        for (int i = 0; i < result.RowCount; i++)
        {
            for (int j = 0; j < result.ColumnCount; j++)
            {
                result[i, j] = To<T>(a[i, j]);
            }
        }

        return result;
    }

    public static Complex Of<T>(T value)
        where T : unmanaged, INumberBase<T> =>
        value is Complex complex ? complex : new Complex(Scalar<T>.ToDouble(value), 0);

    public static T To<T>(Complex value)
        where T : unmanaged, INumberBase<T> => Scalar<T>.FromParts(value.Real, value.Imaginary);

    /// <summary>What T makes of a number: a real T drops the imaginary part.</summary>
    public static Complex Rounded<T>(Complex value)
        where T : unmanaged, INumberBase<T> => Of(To<T>(value));

    /// <summary>Gaussian entries of variance scale², rounded to T; with an imaginary part where T is complex.</summary>
    public static Complex[,] Gaussian<T>(int rows, int columns, int seed, double scale = 1)
        where T : unmanaged, INumberBase<T>
    {
        System.Random random = new(seed);
        Complex[,] result = new Complex[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
                Complex value = Scalar<T>.IsComplex ? new Complex(radius * cosine, radius * sine) / Math.Sqrt(2) : radius * cosine;
                result[i, j] = Rounded<T>(value * scale);
            }
        }

        return result;
    }

    public static Complex Number<T>(int seed)
        where T : unmanaged, INumberBase<T> => Gaussian<T>(1, 1, seed)[0, 0];

    public static int RowCount(this Complex[,] a) => a.GetLength(0);

    public static int ColumnCount(this Complex[,] a) => a.GetLength(1);

    public static Complex[,] Multiply(this Complex[,] a, Complex[,] b)
    {
        int inner = a.ColumnCount();
        Assert.Equal(inner, b.RowCount());
        Complex[,] result = new Complex[a.RowCount(), b.ColumnCount()];
        for (int i = 0; i < result.RowCount(); i++)
        {
            for (int k = 0; k < inner; k++)
            {
                Complex factor = a[i, k];
                for (int j = 0; j < result.ColumnCount(); j++)
                {
                    result[i, j] += factor * b[k, j];
                }
            }
        }

        return result;
    }

    public static Complex[,] Multiply(this Complex[,] a, Complex[,] b, Complex[,] c) => Multiply(Multiply(a, b), c);

    public static Complex[,] Adjoint(this Complex[,] a) => Build(a.ColumnCount(), a.RowCount(), (i, j) => Complex.Conjugate(a[j, i]));

    public static Complex[,] Transpose(this Complex[,] a) => Build(a.ColumnCount(), a.RowCount(), (i, j) => a[j, i]);

    public static Complex[,] Conjugate(this Complex[,] a) => Build(a.RowCount(), a.ColumnCount(), (i, j) => Complex.Conjugate(a[i, j]));

    public static Complex[,] Add(this Complex[,] a, Complex[,] b)
    {
        AssertSameShape(a, b);
        return Build(a.RowCount(), a.ColumnCount(), (i, j) => a[i, j] + b[i, j]);
    }

    public static Complex[,] Subtract(this Complex[,] a, Complex[,] b)
    {
        AssertSameShape(a, b);
        return Build(a.RowCount(), a.ColumnCount(), (i, j) => a[i, j] - b[i, j]);
    }

    public static Complex[,] Scale(this Complex[,] a, Complex factor) => Build(a.RowCount(), a.ColumnCount(), (i, j) => a[i, j] * factor);

    public static Complex[,] Filled(int rows, int columns, Complex value) => Build(rows, columns, (_, _) => value);

    public static Complex[,] Identity(int n) => Build(n, n, (i, j) => i == j ? 1 : 0);

    public static Complex[,] Diagonal(IReadOnlyList<double> values) => Build(values.Count, values.Count, (i, j) => i == j ? values[i] : 0);

    public static Complex[,] Columns(this Complex[,] a, IReadOnlyList<int> columns) =>
        Build(a.RowCount(), columns.Count, (i, j) => a[i, columns[j]]);

    public static Complex[,] Rows(this Complex[,] a, IReadOnlyList<int> rows) =>
        Build(rows.Count, a.ColumnCount(), (i, j) => a[rows[i], j]);

    public static Complex[,] FirstColumns(this Complex[,] a, int count) => Columns(a, [.. Enumerable.Range(0, count)]);

    public static Complex[,] Block(this Complex[,] a, int row, int column, int rows, int columns) =>
        Build(rows, columns, (i, j) => a[row + i, column + j]);

    public static Complex[,] Upper(this Complex[,] a) => Build(a.RowCount(), a.ColumnCount(), (i, j) => i <= j ? a[i, j] : 0);

    public static Complex Trace(Complex[,] a) => Enumerable.Range(0, a.RowCount()).Aggregate(Complex.Zero, (sum, i) => sum + a[i, i]);

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
            double share = Complex.Abs(value) / largest;
            sum += share * share;
        }

        return largest * Math.Sqrt(sum);
    }

    public static double NormOfDifference(Complex[,] a, Complex[,] b) => Norm(Subtract(a, b));

    public static double SpectralNorm(Complex[,] a) => SingularValues(a).FirstOrDefault();

    /// <summary>Descending, by one-sided Jacobi rotations: accurate to rounding relative to each, and nothing that LAPACK does.</summary>
    public static double[] SingularValues(Complex[,] a)
    {
        Complex[,] w = a.RowCount() < a.ColumnCount() ? Adjoint(a) : (Complex[,])a.Clone();
        int m = w.RowCount();
        int n = w.ColumnCount();
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < 60; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double pp = 0;
                    double qq = 0;
                    Complex pq = 0;
                    for (int i = 0; i < m; i++)
                    {
                        pp += Square(w[i, p]);
                        qq += Square(w[i, q]);
                        pq += Complex.Conjugate(w[i, p]) * w[i, q];
                    }

                    double off = Complex.Abs(pq);
                    if (off <= 1e-15 * Math.Sqrt(pp * qq) || off == 0)
                    {
                        continue;
                    }

                    rotated = true;
                    double zeta = (qq - pp) / (2 * off);
                    double tangent = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
                    double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                    double sine = cosine * tangent;
                    Complex phase = pq / off;
                    for (int i = 0; i < m; i++)
                    {
                        Complex left = w[i, p];
                        Complex right = Complex.Conjugate(phase) * w[i, q];
                        w[i, p] = (cosine * left) - (sine * right);
                        w[i, q] = (sine * left) + (cosine * right);
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(j => Norm(Columns(w, [j]))).OrderDescending()];
    }

    /// <summary>An orthonormal basis of the columns, by Gram–Schmidt, twice over. The columns must be independent.</summary>
    public static Complex[,] Orthonormalize(Complex[,] a)
    {
        Complex[,] q = (Complex[,])a.Clone();
        int m = q.RowCount();
        for (int j = 0; j < q.ColumnCount(); j++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    Complex inner = 0;
                    for (int i = 0; i < m; i++)
                    {
                        inner += Complex.Conjugate(q[i, k]) * q[i, j];
                    }

                    for (int i = 0; i < m; i++)
                    {
                        q[i, j] -= inner * q[i, k];
                    }
                }
            }

            double norm = Norm(Columns(q, [j]));
            for (int i = 0; i < m; i++)
            {
                q[i, j] /= norm;
            }
        }

        return q;
    }

    /// <summary>A⁻¹B for a square, well-conditioned A, by elimination with row pivoting.</summary>
    public static Complex[,] Solve(Complex[,] a, Complex[,] b)
    {
        int n = a.RowCount();
        Complex[,] left = (Complex[,])a.Clone();
        Complex[,] right = (Complex[,])b.Clone();
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Complex.Abs(left[i, k]));
            SwapRows(left, k, pivot);
            SwapRows(right, k, pivot);
            for (int i = 0; i < n; i++)
            {
                if (i != k)
                {
                    Complex factor = left[i, k] / left[k, k];
                    AddRow(left, -factor, k, i);
                    AddRow(right, -factor, k, i);
                }
            }
        }

        return Build(n, right.ColumnCount(), (i, j) => right[i, j] / left[i, i]);
    }

    public static Complex[,] Build(int rows, int columns, Func<int, int, Complex> entry)
    {
        Complex[,] result = new Complex[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[i, j] = entry(i, j);
            }
        }

        return result;
    }

    public static double Square(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);

    private static void AssertSameShape(Complex[,] a, Complex[,] b) =>
        Assert.Equal((a.RowCount(), a.ColumnCount()), (b.RowCount(), b.ColumnCount()));

    private static void SwapRows(Complex[,] a, int first, int second)
    {
        for (int j = 0; j < a.ColumnCount(); j++)
        {
            (a[first, j], a[second, j]) = (a[second, j], a[first, j]);
        }
    }

    private static void AddRow(Complex[,] a, Complex factor, int source, int target)
    {
        for (int j = 0; j < a.ColumnCount(); j++)
        {
            a[target, j] += factor * a[source, j];
        }
    }
}
