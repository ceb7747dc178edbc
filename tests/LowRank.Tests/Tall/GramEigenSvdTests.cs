using System.Numerics;
using LowRank.Kernels;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class GramEigenSvdTestsOfSingle : GramEigenSvdTests<float>;

public sealed class GramEigenSvdTestsOfDouble : GramEigenSvdTests<double>;

public sealed class GramEigenSvdTestsOfComplex : GramEigenSvdTests<Complex>;

/// <summary>The SVD from the Gram matrix: where it answers it is as accurate as LAPACK's, and where it would not be it declines.</summary>
public abstract class GramEigenSvdTests<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<int, int, MatrixLayout, double> Cases => new()
    {
        { 128, 128, MatrixLayout.ColumnMajor, 1 },
        { 130, 130, MatrixLayout.RowMajor, 9.5 },
        { 190, 140, MatrixLayout.ColumnMajor, 9.5 },
        { 140, 190, MatrixLayout.ColumnMajor, 5 },
        { 140, 190, MatrixLayout.RowMajor, 5 },
        { 400, 150, MatrixLayout.RowMajor, 3 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_as_accurate_as_divide_and_conquer(int m, int n, MatrixLayout layout, double condition)
    {
        int k = Math.Min(m, n);
        double[] values = Spectrum(k, condition);
        DenseMatrix<T> a = WithValues(m, n, values).ToDense(layout);
        (DenseMatrix<T> u, double[] s, DenseMatrix<T> vt, SvdDriver driver) = Factor(a);
        Assert.Equal(SvdDriver.GramMatrix, driver);
        (double residual, double orthogonality) = Errors(a, u, s, vt);

        (DenseMatrix<T> lapackU, double[] lapackS, DenseMatrix<T> lapackVt) = Destinations(a);
        Kernels<T>.ThinSvd(a.Span, lapackS, lapackU.Span, lapackVt.Span);
        (double lapackResidual, double lapackOrthogonality) = Errors(a, lapackU, lapackS, lapackVt);
        Expect.AtMost(residual, Math.Max(2 * lapackResidual, 20 * Scalar<T>.Epsilon), "‖A − U Σ VT‖, against gesdd's");
        Expect.AtMost(orthogonality, Math.Max(2 * lapackOrthogonality, 20 * Scalar<T>.Epsilon),
            "‖UᴴU − I‖ + ‖VT VTᴴ − I‖, against gesdd's");
        for (int i = 0; i < k; i++)
        {
            Expect.Close(s[i], values[i], 40 * Scalar<T>.Epsilon, $"σ{i}");
            Assert.True(i == 0 || s[i] <= s[i - 1], "descending");
        }
    }

    [Theory]
    [InlineData(200, 150, 11.0, 1.0)]
    [InlineData(200, 150, 1e6, 1.0)]
    [InlineData(200, 127, 2.0, 1.0)]
    [InlineData(200, 150, 2.0, 0.0)]
    [InlineData(200, 150, 2.0, 1e18)]
    [InlineData(200, 150, 2.0, 1e-18)]
    [InlineData(200, 150, 2.0, double.NaN)]
    public void It_declines_what_is_small_ill_conditioned_or_out_of_scale_and_lapack_answers(int m, int n, double condition, double scale)
    {
        DenseMatrix<T> a = WithValues(m, n, Spectrum(n, condition));
        Kernels<T>.Scale(Scalar<T>.FromDouble(scale), a.Span);
        (DenseMatrix<T> u, double[] s, DenseMatrix<T> vt) = Destinations(a);
        Assert.False(GramEigenSvd<T>.TryCompute(a.Span, s, u.Span, vt.Span));
        if (double.IsFinite(scale))
        {
            Assert.Equal(SvdDriver.DivideAndConquer, Factor(a).Driver);
        }
    }

    private static double[] Spectrum(int k, double condition) =>
        [.. Enumerable.Range(0, k).Select(i => Math.Pow(condition, -i / (k - 1.0)))];

    private static DenseMatrix<T> WithValues(int m, int n, double[] values)
    {
        (DenseMatrix<T> u, _, DenseMatrix<T> vt) = Orthonormal(m, n);
        Kernels<T>.ScaleRows(values, vt.Span);
        return u * vt;
    }

    private static (DenseMatrix<T> U, double[] S, DenseMatrix<T> VT) Orthonormal(int m, int n)
    {
        DenseMatrix<T> a = DenseMatrix.Create<T>(m, n, MatrixLayout.ColumnMajor);
        Complex[,] gaussian = Oracle.Gaussian<T>(m, n, 3);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[i, j] = Oracle.To<T>(gaussian[i, j]);
            }
        }

        (DenseMatrix<T> u, double[] s, DenseMatrix<T> vt) = Destinations(a);
        Kernels<T>.ThinSvd(a.Span, s, u.Span, vt.Span);
        return (u, s, vt);
    }

    private static (DenseMatrix<T> U, double[] S, DenseMatrix<T> VT, SvdDriver Driver) Factor(DenseMatrix<T> a)
    {
        (DenseMatrix<T> u, double[] s, DenseMatrix<T> vt) = Destinations(a);
        return (u, s, vt, ThinSvd<T>.Factor(a.Span, s, u.Span, vt.Span));
    }

    private static (DenseMatrix<T> U, double[] S, DenseMatrix<T> VT) Destinations(DenseMatrix<T> a)
    {
        int k = Math.Min(a.RowCount, a.ColumnCount);
        return (DenseMatrix.Create<T>(a.RowCount, k, a.Layout), new double[k], DenseMatrix.Create<T>(k, a.ColumnCount, a.Layout));
    }

    private static (double Residual, double Orthogonality) Errors(DenseMatrix<T> a, DenseMatrix<T> u, double[] s, DenseMatrix<T> vt)
    {
        DenseMatrix<T> scaled = vt.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.ScaleRows(s, scaled.Span);
        DenseMatrix<T> difference = a.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(-T.One, u.Span, scaled.Span, T.One, difference.Span);
        return (difference.FrobeniusNorm() / s[0], Defect(u.Span) + Defect(vt.Span.ConjugateTranspose()));
    }

    private static double Defect(MatrixSpan<T> q)
    {
        DenseMatrix<T> gram = DenseMatrix.Create<T>(q.ColumnCount, q.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, q.ConjugateTranspose(), q, T.Zero, gram.Span);
        for (int i = 0; i < q.ColumnCount; i++)
        {
            gram[i, i] -= T.One;
        }

        return gram.FrobeniusNorm();
    }
}
