using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleProductTests : ProductTests<float>;

public sealed class DoubleProductTests : ProductTests<double>;

public sealed class ComplexProductTests : ProductTests<Complex>;

public abstract class ProductTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Gemm_is_the_triple_loop() => Cases.Check(sizes =>
    {
        // 4 combinations of conjugation × 4 pairs of factors, taken in turn from the seed; layouts, strides and sub-views are drawn.
        CheckGemm(
            sizes, conjugateA: (sizes.Seed & 1) != 0, conjugateB: (sizes.Seed & 2) != 0, isAlphaOne: (sizes.Seed & 4) != 0,
            isBetaZero: (sizes.Seed & 8) != 0);
    });

    /// <summary>Every layout of A, B and C, both conjugations of A and of B, with A and with B as the large operand (it decides which is
    /// copied).</summary>
    [Fact]
    public void Gemm_takes_every_mixture_of_layouts_and_conjugations()
    {
        for (int mixture = 0; mixture < 1 << 5; mixture++)
        {
            foreach ((int m, int n, int k) in new[] { (4, 3, 5), (17, 2, 9), (2, 17, 9), (17, 19, 1), (1, 7, 6), (7, 1, 6) })
            {
                Sizes sizes = new(m, n, k, At(mixture), At(mixture >> 1), At(mixture >> 2), 100 + mixture);
                CheckGemm(sizes, (mixture & 8) != 0, (mixture & 16) != 0, isAlphaOne: true, isBetaZero: true);
                CheckGemm(sizes, (mixture & 8) != 0, (mixture & 16) != 0, isAlphaOne: false, isBetaZero: false);
            }
        }

        static Storage At(int bit) => new((MatrixLayout)(bit & 1), 2, 1);
    }

    [Fact]
    public void Gemm_over_an_empty_inner_dimension_only_scales() => Cases.Check(sizes =>
    {
        Complex[,] c = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> a = new(sizes.A, new Complex[sizes.M, 0]);
        Stored<T> b = new(sizes.B, new Complex[0, sizes.N]);
        Stored<T> kept = new(sizes.C, c);
        Kernels<T>.Gemm(T.One, a.Span, b.Span, T.One, kept.Span);
        Expect.SameBits(kept.Values, c, "beta = 1");
        kept.AssertPaddingUntouched();

        Stored<T> cleared = Stored<T>.Destination(sizes.C, sizes.M, sizes.N);
        Kernels<T>.Gemm(T.One, a.Span, b.Span, T.Zero, cleared.Span);
        Expect.SameBits(cleared.Values, new Complex[sizes.M, sizes.N], "beta = 0 over NaN");
        cleared.AssertPaddingUntouched();
    });

    [Fact]
    public void Gram_is_the_upper_triangle_of_YᴴY() => Cases.CheckWorkspaces(sizes =>
    {
        Complex[,] y = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> storedY = new(sizes.A, y);
        Stored<T> g = Stored<T>.Destination(sizes.B, sizes.N, sizes.N);
        Kernels<T>.Gram(storedY.Span, g.Span);
        Expect.Close<T>(g.Values.Upper(), y.Adjoint().Multiply(y).Upper(), sizes.M, y.Norm() * y.Norm(), "YᴴY");
        Assert.All(Enumerable.Range(1, Math.Max(0, sizes.N - 1)), i =>
            Assert.True(double.IsNaN(g.Values[i, i - 1].Real), "the lower triangle is not written"));
        storedY.AssertUnchanged();
        g.AssertPaddingUntouched();
    });

    [Fact]
    public void SolveUpper_undoes_a_multiplication_from_the_left() => Cases.CheckWorkspaces(sizes =>
    {
        Complex[,] r = Triangle(sizes.N, sizes.Seed);
        Complex[,] x = Oracle.Gaussian<T>(sizes.N, sizes.K, sizes.Seed + 1);
        Stored<T> storedR = new(sizes.A, r.Add(Below(sizes.N)));
        Stored<T> b = new(sizes.B, Rounded(r.Multiply(x)));
        Kernels<T>.SolveUpper(storedR.Span, b.Span);
        Expect.Close<T>(b.Values, x, sizes.N, 4 * x.Norm(), "R⁻¹(RX) (κ(R) < 4)");
        storedR.AssertUnchanged();
        b.AssertPaddingUntouched();
    });

    [Fact]
    public void SolveUpperFromRight_undoes_a_multiplication_from_the_right() => Cases.CheckWorkspaces(sizes =>
    {
        Complex[,] r = Triangle(sizes.N, sizes.Seed);
        Complex[,] x = Oracle.Gaussian<T>(sizes.K, sizes.N, sizes.Seed + 1);
        Stored<T> storedR = new(sizes.A, r.Add(Below(sizes.N)));
        Stored<T> b = new(sizes.B, Rounded(x.Multiply(r)));
        Kernels<T>.SolveUpperFromRight(storedR.Span, b.Span);
        Expect.Close<T>(b.Values, x, sizes.N, 4 * x.Norm(), "(XR)R⁻¹ (κ(R) < 4)");
        storedR.AssertUnchanged();
        b.AssertPaddingUntouched();
    });

    private static void CheckGemm(Sizes sizes, bool conjugateA, bool conjugateB, bool isAlphaOne, bool isBetaZero)
    {
        Complex alpha = isAlphaOne ? 1 : Oracle.Number<T>(sizes.Seed + 3);
        Complex beta = isBetaZero ? 0 : Oracle.Number<T>(sizes.Seed + 4);
        Complex[,] a = Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed);
        Complex[,] b = Oracle.Gaussian<T>(sizes.K, sizes.N, sizes.Seed + 1);
        Complex[,] before = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed + 2);
        Stored<T> storedA = new(sizes.A, a);
        Stored<T> storedB = new(sizes.B, b);
        Stored<T> c = isBetaZero ? Stored<T>.Destination(sizes.C, sizes.M, sizes.N) : new(sizes.C, before);

        MatrixSpan<T> spanA = conjugateA ? storedA.Span.Conjugate() : storedA.Span;
        MatrixSpan<T> spanB = conjugateB ? storedB.Span.Conjugate() : storedB.Span;
        Kernels<T>.Gemm(Oracle.To<T>(alpha), spanA, spanB, Oracle.To<T>(beta), c.Span);

        Complex[,] product = (conjugateA ? a.Conjugate() : a).Multiply(conjugateB ? b.Conjugate() : b).Scale(alpha);
        Complex[,] expected = isBetaZero ? product : product.Add(before.Scale(beta));
        double norm = (Complex.Abs(alpha) * a.Norm() * b.Norm()) + (Complex.Abs(beta) * before.Norm());
        Expect.Close<T>(c.Values, expected, sizes.K, norm,
            $"{(conjugateA ? "conj A" : "A")} {(conjugateB ? "conj B" : "B")}, alpha {alpha}, beta {beta}");
        storedA.AssertUnchanged();
        storedB.AssertUnchanged();
        c.AssertPaddingUntouched();
    }

    /// <summary>I + a strictly upper triangle of norm at most ½, times a phase: κ &lt; 4, and not Hermitian.</summary>
    private static Complex[,] Triangle(int n, int seed)
    {
        Complex[,] g = Oracle.Gaussian<T>(n, n, seed);
        double scale = 0.5 / Math.Max(1, g.Norm());
        Complex[,] r = Oracle.Build(n, n, (i, j) => i < j ? g[i, j] * scale : i == j ? g[i, i] / Math.Max(Complex.Abs(g[i, i]), 1e-30) : 0);
        return Rounded(r);
    }

    /// <summary>What a solver of upper triangular systems must not read.</summary>
    private static Complex[,] Below(int n) => Oracle.Build(n, n, (i, j) => i > j ? 1e3 : 0);

    private static Complex[,] Rounded(Complex[,] a) => Oracle.Build(a.RowCount(), a.ColumnCount(), (i, j) => Oracle.Rounded<T>(a[i, j]));
}
