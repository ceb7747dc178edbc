using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests.Kernels;

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
        Complex[,] a = Numbers<T>.Gaussian(m, n, sizes.Seed);
        Stored<T> stored = new(sizes.A, a);
        T[] tau = new T[min];
        Kernels<T>.QrFactor(stored.Span, tau);
        Complex[,] r = stored.Values.Upper().Block(0, 0, min, n);
        Kernels<T>.QrFormQ(stored.Span.Columns(0, min), tau);
        Complex[,] q = stored.Values.Block(0, 0, m, min);
        Allowed.Orthonormal<T>(q, "QᴴQ − I");
        Allowed.Equal<T>(a, q.Times(r), Math.Max(m, n), a.Norm(), "A − QR");
        stored.AssertPaddingUntouched();
    });

    [Fact]
    public void Qr_applies_Q_and_its_adjoint() => Cases.CheckWorkspaces(sizes =>
    {
        (int m, int n, int min) = (sizes.M, sizes.N, Math.Min(sizes.M, sizes.N));
        Complex[,] a = Numbers<T>.Gaussian(m, n, sizes.Seed);
        Stored<T> factors = new(sizes.A, a);
        T[] tau = new T[min];
        Kernels<T>.QrFactor(factors.Span, tau);
        Complex[,] r = Dense.Build(m, n, (i, j) => i <= j && i < min ? factors.Values[i, j] : 0);

        Stored<T> c = new(sizes.B, a);
        Kernels<T>.QrApplyQ(factors.Span, tau, adjoint: true, c.Span);
        Allowed.Equal<T>(r, c.Values, Math.Max(m, n), a.Norm(), "QᴴA − R");
        Kernels<T>.QrApplyQ(factors.Span, tau, adjoint: false, c.Span);
        Allowed.Equal<T>(a, c.Values, Math.Max(m, n), a.Norm(), "Q(QᴴA) − A");
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
            ? Numbers<T>.Gaussian(m, n, sizes.Seed)
            : Numbers<T>.Of(new Stored<T>(sizes.A, Numbers<T>.Gaussian(m, sizes.K, sizes.Seed).Times(Numbers<T>.Gaussian(sizes.K, n, sizes.Seed + 1))).Matrix);
        Stored<T> stored = new(sizes.A, a);
        T[] tau = new T[min];
        int[] pivots = new int[n];
        Array.Fill(pivots, -1);
        Kernels<T>.PivotedQrFactor(stored.Span, pivots, tau);

        Assert.Equal(Enumerable.Range(0, n), pivots.Order());
        Complex[,] r = stored.Values.Upper().Block(0, 0, min, n);
        Kernels<T>.QrFormQ(stored.Span.Columns(0, min), tau);
        Complex[,] q = stored.Values.Block(0, 0, m, min);
        Complex[,] permuted = Dense.Build(m, n, (i, j) => a[i, pivots[j]]);
        Allowed.Orthonormal<T>(q, "QᴴQ − I");
        Allowed.Equal<T>(permuted, q.Times(r), Math.Max(m, n), a.Norm(), "AΠ − QR");
        stored.AssertPaddingUntouched();
        for (int k = 0; k < min; k++)
        {
            for (int j = k; j < n; j++)
            {
                double below = r.Block(k, j, Math.Min(j + 1, min) - k, 1).Norm();
                double allowed = Complex.Abs(r[k, k]) + Allowed.Rounding<T>(Math.Max(m, n), a.Norm());
                Allowed.AtMost(below, allowed, $"‖R[{k}.., {j}]‖ against |R[{k}, {k}]|");
            }
        }
    });

    [Fact]
    public void Cholesky_factors_positive_definite_matrices() => Cases.CheckTallWorkspaces(sizes =>
    {
        int n = sizes.N;
        Complex[,] y = Numbers<T>.Gaussian(sizes.M, n, sizes.Seed);
        Complex[,] g = Hermitian(y.Adjoint().Times(y).Plus(Dense.Identity(n)));
        Stored<T> stored = new(sizes.A, g.Upper().Plus(Garbage(n)));
        Assert.True(Kernels<T>.TryCholesky(stored.Span));
        Complex[,] r = stored.Values.Upper();
        Allowed.Equal<T>(g, r.Adjoint().Times(r), n, g.Norm(), "RᴴR − G");
        Allowed.SameBits(Garbage(n), stored.Values.Minus(r), "the lower triangle");
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
            Complex[,] g = Dense.Build(n, n, (i, j) => i != j ? 0 : i == n - 1 ? last : 2);
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
        Complex[,] a = Numbers<T>.Gaussian(m, n, 5);
        Stored<T> stored = new(Storage.Workspace, a);
        T[] tau = new T[min];
        int[] pivots = new int[n];
        Kernels<T>.PivotedQrFactor(stored.Span, pivots, tau);
        Complex[,] r = stored.Values.Upper().Block(0, 0, min, n);
        Kernels<T>.QrFormQ(stored.Span.Columns(0, min), tau);
        Complex[,] q = stored.Values.Block(0, 0, m, min);
        Allowed.Orthonormal<T>(q, "QᴴQ − I");
        Allowed.Equal<T>(Dense.Build(m, n, (i, j) => a[i, pivots[j]]), q.Times(r), Math.Max(m, n), a.Norm(), "AΠ − QR");
    }

    private static Complex[,] Hermitian(Complex[,] g) =>
        Dense.Build(g.Rows(), g.Rows(), (i, j) =>
        {
            Complex upper = Numbers<T>.Of(Numbers<T>.Of(g[Math.Min(i, j), Math.Max(i, j)]));
            return i == j ? upper.Real : i < j ? upper : Complex.Conjugate(upper);
        });

    private static Complex[,] Garbage(int n) => Dense.Build(n, n, (i, j) => i > j ? 77 + i - j : 0);
}
