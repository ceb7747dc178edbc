using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleFactorizationTests : FactorizationTests<float>;

public sealed class DoubleFactorizationTests : FactorizationTests<double>;

public sealed class ComplexFactorizationTests : FactorizationTests<Complex>;

public abstract class FactorizationTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Qr_factors_and_forms_Q() => Cases.CheckWorkspaces(sizes =>
    {
        (int m, int n, int min) = (sizes.M, sizes.N, Math.Min(sizes.M, sizes.N));
        Complex[,] a = Oracle.Gaussian<T>(m, n, sizes.Seed);
        Stored<T> stored = new(sizes.A, a);
        T[] tau = new T[min];
        Kernels<T>.QrFactor(stored.Span, tau);
        Complex[,] r = stored.Values.Upper().Block(0, 0, min, n);
        Kernels<T>.QrFormQ(stored.Span.Columns(0, min), tau);
        Complex[,] q = stored.Values.Block(0, 0, m, min);
        Expect.Orthonormal<T>(q, "Q");
        Expect.Close<T>(q.Multiply(r), a, Math.Max(m, n), a.Norm(), "A − QR");
        stored.AssertPaddingUntouched();
    });

    [Fact]
    public void Qr_applies_Q_and_its_adjoint() => Cases.CheckWorkspaces(sizes =>
    {
        (int m, int n, int min) = (sizes.M, sizes.N, Math.Min(sizes.M, sizes.N));
        Complex[,] a = Oracle.Gaussian<T>(m, n, sizes.Seed);
        Stored<T> factors = new(sizes.A, a);
        T[] tau = new T[min];
        Kernels<T>.QrFactor(factors.Span, tau);
        Complex[,] r = Oracle.Build(m, n, (i, j) => i <= j && i < min ? factors.Values[i, j] : 0);

        Stored<T> c = new(sizes.B, a);
        Kernels<T>.QrApplyQ(factors.Span, tau, adjoint: true, c.Span);
        Expect.Close<T>(c.Values, r, Math.Max(m, n), a.Norm(), "QᴴA − R");
        Kernels<T>.QrApplyQ(factors.Span, tau, adjoint: false, c.Span);
        Expect.Close<T>(c.Values, a, Math.Max(m, n), a.Norm(), "Q(QᴴA) − A");
        factors.AssertPaddingUntouched();
        c.AssertPaddingUntouched();
    });

    /// <summary>I-4: AΠ = QR with R_kk² ≥ Σ_{i=k..j} |R_ij|² for every j ≥ k.</summary>
    [Fact]
    public void Pivoted_qr_chooses_the_largest_residual_column() => Cases.CheckWorkspaces(sizes =>
    {
        (int m, int n, int min) = (sizes.M, sizes.N, Math.Min(sizes.M, sizes.N));

        // K limits the rank, so that zero pivots and rounding-level remainders occur too.
        Complex[,] a = sizes.K == 0
            ? Oracle.Gaussian<T>(m, n, sizes.Seed)
            : Oracle.Of(new Stored<T>(
                sizes.A, Oracle.Gaussian<T>(m, sizes.K, sizes.Seed).Multiply(Oracle.Gaussian<T>(sizes.K, n, sizes.Seed + 1))).Matrix);
        Stored<T> stored = new(sizes.A, a);
        T[] tau = new T[min];
        int[] pivots = new int[n];
        Array.Fill(pivots, -1);
        Kernels<T>.PivotedQrFactor(stored.Span, pivots, tau);

        Assert.Equal(Enumerable.Range(0, n), pivots.Order());
        Complex[,] r = stored.Values.Upper().Block(0, 0, min, n);
        Kernels<T>.QrFormQ(stored.Span.Columns(0, min), tau);
        Complex[,] q = stored.Values.Block(0, 0, m, min);
        Complex[,] permuted = Oracle.Build(m, n, (i, j) => a[i, pivots[j]]);
        Expect.Orthonormal<T>(q, "Q");
        Expect.Close<T>(q.Multiply(r), permuted, Math.Max(m, n), a.Norm(), "AΠ − QR");
        stored.AssertPaddingUntouched();
        for (int k = 0; k < min; k++)
        {
            for (int j = k; j < n; j++)
            {
                double below = r.Block(k, j, Math.Min(j + 1, min) - k, 1).Norm();
                double allowed = Complex.Abs(r[k, k]) + Expect.Rounding<T>(Math.Max(m, n), a.Norm());
                Expect.AtMost(below, allowed, $"‖R[{k}.., {j}]‖ against |R[{k}, {k}]|");
            }
        }
    });

    [Fact]
    public void Cholesky_factors_positive_definite_matrices() => Cases.CheckTallWorkspaces(sizes =>
    {
        int n = sizes.N;
        Complex[,] y = Oracle.Gaussian<T>(sizes.M, n, sizes.Seed);
        Complex[,] g = Hermitian(y.Adjoint().Multiply(y).Add(Oracle.Identity(n)));
        Stored<T> stored = new(sizes.A, g.Upper().Add(Garbage(n)));
        Assert.True(Kernels<T>.TryCholesky(stored.Span));
        Complex[,] r = stored.Values.Upper();
        Expect.Close<T>(r.Adjoint().Multiply(r), g, n, g.Norm(), "RᴴR − G");
        Expect.SameBits(stored.Values.Subtract(r), Garbage(n), "the lower triangle");
        stored.AssertPaddingUntouched();
    });

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    public void Cholesky_says_no_to_what_is_not_positive_definite(double last)
    {
        foreach (int n in new[] { 1, 2, 5, 40, 150 })
        {
            Complex[,] g = Oracle.Build(n, n, (i, j) => i != j ? 0 : i == n - 1 ? last : 2);
            Assert.False(Kernels<T>.TryCholesky(new Stored<T>(Storage.Workspace, g).Span), $"{n} × {n} with the last pivot {last}");
        }
    }

    [Fact]
    public void Cholesky_says_no_to_an_indefinite_matrix_with_a_positive_diagonal() =>
        Assert.False(Kernels<T>.TryCholesky(new Stored<T>(Storage.Workspace, new Complex[,] { { 1, 2 }, { 2, 1 } }).Span));

    /// <summary>Beyond the block sizes of LAPACK, so that the blocked code runs too.</summary>
    [Theory]
    [InlineData(300, 150)]
    [InlineData(150, 300)]
    public void Large_factorizations_are_as_accurate(int m, int n)
    {
        int min = Math.Min(m, n);
        Complex[,] a = Oracle.Gaussian<T>(m, n, 5);
        Stored<T> stored = new(Storage.Workspace, a);
        T[] tau = new T[min];
        int[] pivots = new int[n];
        Kernels<T>.PivotedQrFactor(stored.Span, pivots, tau);
        Complex[,] r = stored.Values.Upper().Block(0, 0, min, n);
        Kernels<T>.QrFormQ(stored.Span.Columns(0, min), tau);
        Complex[,] q = stored.Values.Block(0, 0, m, min);
        Expect.Orthonormal<T>(q, "Q");
        Expect.Close<T>(q.Multiply(r), Oracle.Build(m, n, (i, j) => a[i, pivots[j]]), Math.Max(m, n), a.Norm(), "AΠ − QR");
    }

    private static Complex[,] Hermitian(Complex[,] g) =>
        Oracle.Build(g.RowCount(), g.RowCount(), (i, j) =>
        {
            Complex upper = Oracle.Rounded<T>(g[Math.Min(i, j), Math.Max(i, j)]);
            return i == j ? upper.Real : i < j ? upper : Complex.Conjugate(upper);
        });

    private static Complex[,] Garbage(int n) => Oracle.Build(n, n, (i, j) => i > j ? 77 + i - j : 0);
}
