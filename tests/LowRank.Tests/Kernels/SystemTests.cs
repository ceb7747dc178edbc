using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>LU, Cholesky solutions, triangular products and conditions, eigenvalues of general matrices.</summary>
public class SystemTests
{
    private const int Size = 13;

    [Fact]
    public void Systems_of_single_precision() => Check<float>();

    [Fact]
    public void Systems_of_double_precision() => Check<double>();

    [Fact]
    public void Systems_of_complex_numbers() => Check<Complex>();

    [Fact]
    public void An_exact_zero_pivot_is_reported()
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(2, 2, MatrixLayout.ColumnMajor);
        a[0, 0] = 1;
        Assert.False(Kernels<double>.LuFactor(a.Span, new int[2]));
        Assert.Equal(0, Kernels<double>.ReciprocalConditionUpper(a.Span));
    }

    [Fact]
    public void A_rotation_has_conjugate_eigenvalues()
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(2, 2, MatrixLayout.ColumnMajor);
        (a[0, 1], a[1, 0]) = (-1, 1);
        Complex[] values = new Complex[2];
        DenseMatrix<double> vectors = DenseMatrix.Create<double>(2, 2, MatrixLayout.ColumnMajor);
        Kernels<double>.Eig(a.Span, values, vectors.Span);
        Assert.Equal([Complex.ImaginaryOne, -Complex.ImaginaryOne], values);
    }

    private static void Check<T>()
        where T : unmanaged, INumberBase<T>
    {
        double allowed = 200 * Scalar<T>.Epsilon * Size;
        DenseMatrix<T> a = Random<T>(Size, Size, 1);
        DenseMatrix<T> b = Random<T>(Size, 3, 2);
        int[] exchanges = new int[Size];
        DenseMatrix<T> lu = a.ToDense();
        Assert.True(Kernels<T>.LuFactor(lu.Span, exchanges));
        DenseMatrix<T> x = b.ToDense();
        Kernels<T>.LuSolve(lu.Span, exchanges, x.Span);
        Near(a * x, b, allowed);
        Kernels<T>.LuInvert(lu.Span, exchanges);
        Near(lu * b, x, allowed);

        DenseMatrix<T> gram = DenseMatrix.Create<T>(Size, Size, MatrixLayout.ColumnMajor);
        Kernels<T>.Gram(a.Span, gram.Span);
        Assert.True(Kernels<T>.TryCholesky(gram.Span));
        DenseMatrix<T> r = Upper(gram);
        x = b.ToDense();
        Kernels<T>.CholeskySolve(r.Span, x.Span);
        Near(a.ConjugateTranspose() * (a * x), b, allowed * 1000);

        x = b.ToDense();
        Kernels<T>.MultiplyUpper(r.Span, x.Span);
        Near(r * b, x, allowed);
        Kernels<T>.SolveUpper(r.Span, x.Span);
        Near(x, b, allowed * 100);
        Kernels<T>.SolveUpperAdjoint(r.Span, x.Span);
        Near(r.ConjugateTranspose() * x, b, allowed * 100);
        DenseMatrix<T> wide = Random<T>(3, Size, 3);
        DenseMatrix<T> y = wide.ToDense();
        Kernels<T>.MultiplyUpperFromRight(r.Span, y.Span);
        Near(wide * r, y, allowed);
        Kernels<T>.SolveUpperAdjointFromRight(r.Span, y.Span);
        Near(y * r.ConjugateTranspose(), wide * r, allowed * 100);

        double[] s = new double[Size];
        Kernels<T>.SingularValues(r.Span, s);
        double condition = s[0] / s[^1];
        double estimated = 1 / Kernels<T>.ReciprocalConditionUpper(r.Span);
        Assert.InRange(estimated, condition / (3 * Size), condition * Size);

        Complex[] values = new Complex[Size];
        Kernels<T>.Eig(a.ToDense().Span, values, DenseMatrix.Create<T>(0, 0, MatrixLayout.ColumnMajor).Span);
        Complex trace = Enumerable.Range(0, Size).Aggregate(Complex.Zero, (sum, i) => sum + Complex.CreateTruncating(a[i, i]));
        Assert.True(Complex.Abs(values.Aggregate(Complex.Add) - trace) < allowed * 10);
    }

    private static DenseMatrix<T> Random<T>(int rows, int columns, int seed)
        where T : unmanaged, INumberBase<T>
    {
        System.Random random = new(seed);
        DenseMatrix<T> result = DenseMatrix.Create<T>(rows, columns, MatrixLayout.ColumnMajor);
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                result[i, j] = Scalar<T>.FromParts(random.NextDouble() - 0.5, random.NextDouble() - 0.5) + (i == j ? T.One : T.Zero);
            }
        }

        return result;
    }

    private static DenseMatrix<T> Upper<T>(DenseMatrix<T> a)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < a.ColumnCount; j++)
        {
            a.Span.Major(j)[(j + 1)..].Clear();
        }

        return a;
    }

    private static void Near<T>(DenseMatrix<T> actual, DenseMatrix<T> expected, double allowed)
        where T : unmanaged, INumberBase<T>
    {
        double difference = 0;
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int j = 0; j < expected.ColumnCount; j++)
            {
                difference = Math.Max(difference, Scalar<T>.Abs(actual[i, j] - expected[i, j]));
            }
        }

        Assert.True(difference <= allowed * Math.Max(1, expected.FrobeniusNorm()), $"differs by {difference}, allowed {allowed}");
    }
}
