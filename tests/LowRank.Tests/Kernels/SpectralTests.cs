using System.Numerics;
using LowRank.Kernels;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class SingleSpectralTests : SpectralTests<float>;

public sealed class DoubleSpectralTests : SpectralTests<double>;

public sealed class ComplexSpectralTests : SpectralTests<Complex>;

public abstract class SpectralTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static double Huge => typeof(T) == typeof(float) ? 1e18 : 1e150;

    [Fact]
    public void Thin_svd_of_any_shape_and_storage() => Cases.Check(sizes =>
    {
        // K limits the rank where it is not 0.
        Complex[,] a = sizes.K == 0
            ? Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed)
            : Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed).Multiply(Oracle.Gaussian<T>(sizes.K, sizes.N, sizes.Seed + 1));
        CheckSvd(a, sizes);
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 6)]
    [InlineData(6, 1)]
    [InlineData(5, 7)]
    [InlineData(40, 30)]
    public void Thin_svd_of_the_zero_matrix(int m, int n) => CheckSvd(new Complex[m, n], Case(m, n));

    /// <summary>Beyond the sizes at which divide and conquer divides, and with the QR step that LAPACK puts before very tall
    /// matrices.</summary>
    [Theory]
    [InlineData(120, 90)]
    [InlineData(90, 120)]
    [InlineData(600, 40)]
    [InlineData(40, 600)]
    public void Thin_svd_of_larger_matrices(int m, int n) => CheckSvd(Oracle.Gaussian<T>(m, n, 3), Case(m, n));

    [Fact]
    public void Thin_svd_at_extreme_scales()
    {
        foreach (double scale in new[] { Huge, 1 / Huge })
        {
            CheckSvd(Oracle.Gaussian<T>(12, 7, 1, scale), Case(12, 7));
            CheckSvd(Oracle.Gaussian<T>(7, 12, 2, scale), Case(7, 12));
        }
    }

    /// <summary>Section 8 of the mathematics: [[3, 0], [4, 5]] has the singular values 3√5 and √5.</summary>
    [Fact]
    public void Thin_svd_of_the_golden_matrix()
    {
        double[] s = CheckSvd(new Complex[,] { { 3, 0 }, { 4, 5 } }, Case(2, 2));
        Expect.Close(s[0], 3 * Math.Sqrt(5), Expect.Rounding<T>(2, 7), "σ₁");
        Expect.Close(s[1], Math.Sqrt(5), Expect.Rounding<T>(2, 7), "σ₂");
    }

    [Theory]
    [InlineData(MatrixLayout.RowMajor, 9, 5)]
    [InlineData(MatrixLayout.RowMajor, 5, 9)]
    [InlineData(MatrixLayout.ColumnMajor, 9, 5)]
    [InlineData(MatrixLayout.ColumnMajor, 5, 9)]
    public void A_failure_of_gesdd_is_retried_with_gesvd(MatrixLayout layout, int m, int n)
    {
        Complex[,] a = Oracle.Gaussian<T>(m, n, 11);
        int attempts = 0;
        CheckSvd(a, Case(m, n) with { A = new Storage(layout, 2, 1) }, SvdDriver.QRIteration, FailAfterWreckingEverything,
            Kernels<T>.QRIteration);
        Assert.Equal(1, attempts);

        long FailAfterWreckingEverything(MatrixSpan<T> workspace, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
        {
            attempts++;
            Kernels<T>.Fill(T.One, workspace);
            Kernels<T>.Fill(T.One, u);
            Kernels<T>.Fill(T.One, vt);
            s.Fill(double.NaN);
            return 3;
        }
    }

    [Fact]
    public void Gesvd_alone_is_as_good() => Cases.Check(sizes =>
        CheckSvd(
            Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed), sizes,
            sizes.M == 0 || sizes.N == 0 ? SvdDriver.DivideAndConquer : SvdDriver.QRIteration, (_, _, _, _) => 1, Kernels<T>.QRIteration));

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void Where_both_drivers_fail_the_exception_names_the_last(MatrixLayout layout)
    {
        Stored<T> a = new(new Storage(layout, 0, 1), Oracle.Gaussian<T>(4, 3, 1));
        Stored<T> u = Stored<T>.Destination(new Storage(layout, 0, 0), 4, 3);
        Stored<T> vt = Stored<T>.Destination(new Storage(layout, 0, 0), 3, 3);
        NonConvergenceException thrown = Assert.Throws<NonConvergenceException>(
            () => Kernels<T>.ThinSvd(a.Span, new double[3], u.Span, vt.Span, (_, _, _, _) => 2, (_, _, _, _) => 7));
        Assert.Equal("gesvd", thrown.Driver);
        Assert.Contains("gesvd", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("7", thrown.Message, StringComparison.Ordinal);
        a.AssertUnchanged();
    }

    [Fact]
    public void A_refused_argument_is_a_defect_and_not_a_failure_to_converge()
    {
        Stored<T> a = new(Storage.Workspace, Oracle.Gaussian<T>(3, 3, 1));
        Stored<T> u = Stored<T>.Destination(Storage.Workspace, 3, 3);
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(
            () => Kernels<T>.ThinSvd(a.Span, new double[3], u.Span, u.Span, (_, _, _, _) => 1, (_, _, _, _) => -4));
        Assert.Contains("argument 4", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Eigh_reads_the_upper_triangle_alone() => Cases.CheckWorkspaces(sizes =>
    {
        int n = sizes.N;
        Complex[,] g = Oracle.Gaussian<T>(n, n, sizes.Seed);
        Complex[,] a = Oracle.Build(n, n, (i, j) => i == j ? g[i, i].Real : i < j ? g[i, j] : Complex.Conjugate(g[j, i]));
        Stored<T> stored = new(sizes.A, Oracle.Build(n, n, (i, j) => i > j ? 99 : a[i, j]));
        double[] values = new double[n];
        Array.Fill(values, double.NaN);
        Kernels<T>.Eigh(stored.Span, values);
        Complex[,] v = stored.Values;
        Expect.Orthonormal<T>(v, "V");
        Expect.Close<T>(v.Multiply(Oracle.Diagonal(values)), a.Multiply(v), n, a.Norm(), "AV − VΛ");
        Assert.Equal(values.Order(), values);
        stored.AssertPaddingUntouched();
    });

    [Fact]
    public void Eigh_of_a_larger_matrix()
    {
        Complex[,] y = Oracle.Gaussian<T>(20, 130, 1);
        Complex[,] a = Oracle.Of(new Stored<T>(Storage.Workspace, y.Adjoint().Multiply(y)).Matrix);
        a = Oracle.Build(130, 130, (i, j) => i == j ? a[i, i].Real : i < j ? a[i, j] : Complex.Conjugate(a[j, i]));
        Stored<T> stored = new(Storage.Workspace, a);
        double[] values = new double[130];
        Kernels<T>.Eigh(stored.Span, values);
        Expect.Orthonormal<T>(stored.Values, "V");
        Expect.Close<T>(stored.Values.Multiply(Oracle.Diagonal(values)), a.Multiply(stored.Values), 130, a.Norm(), "AV − VΛ");
        Expect.AtMost(Math.Abs(values[109]), Expect.Rounding<T>(130, a.Norm()), "eigenvalue 110 of 130 at rank 20");
        Assert.True(values[110] > 0.01 * values[129], "the 20 eigenvalues that are not 0");
    }

    private static Sizes Case(int m, int n) =>
        new(m, n, 0, new Storage(MatrixLayout.RowMajor, 1, 2), new Storage(MatrixLayout.RowMajor, 2, 1),
            new Storage(MatrixLayout.RowMajor, 0, 3), 1);

    private static double[] CheckSvd(
        Complex[,] values, Sizes sizes, SvdDriver expected = SvdDriver.DivideAndConquer, SvdRoutine<T>? first = null,
            SvdRoutine<T>? retry = null)
    {
        (int m, int n, int min) = (values.RowCount(), values.ColumnCount(), Math.Min(values.RowCount(), values.ColumnCount()));
        Stored<T> stored = new(sizes.A, values);
        Complex[,] a = stored.Values;
        Stored<T> u = Stored<T>.Destination(sizes.B with { Layout = sizes.A.Layout }, m, min);
        Stored<T> vt = Stored<T>.Destination(sizes.C with { Layout = sizes.A.Layout }, min, n);
        double[] s = new double[min];
        Array.Fill(s, double.NaN);

        SvdDriver driver = first is null
            ? Kernels<T>.ThinSvd(stored.Span, s, u.Span, vt.Span)
            : Kernels<T>.ThinSvd(stored.Span, s, u.Span, vt.Span, first, retry!);

        Assert.Equal(expected, driver);
        Expect.Orthonormal<T>(u.Values, "U");
        Expect.Orthonormal<T>(vt.Values.Adjoint(), "V");

        // LAPACK's own test ratio, scaled so that it can be formed at any scale of A.
        double norm = a.Norm();
        Complex[,] product = u.Values.Multiply(Oracle.Diagonal(s)).Multiply(vt.Values);
        Expect.Close<T>(product, a, Math.Max(m, n), norm, "A − U S VT");
        Assert.Equal(s.OrderDescending(), s);
        Assert.All(s, value => Assert.True(value >= 0, $"σ = {value}"));
        stored.AssertUnchanged();
        u.AssertPaddingUntouched();
        vt.AssertPaddingUntouched();
        return s;
    }
}
