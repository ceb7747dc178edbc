using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Tall;

namespace LowRank;

/// <summary>The spectral norm ‖A‖₂ = σ₁, estimated and bounded. (It is the largest |eigenvalue| only of a normal matrix.)</summary>
public static class SpectralNorm
{
    /// <summary>The default number of squarings of <see cref="UpperBound"/>.</summary>
    public const int DefaultSquarings = 4;

    /// <summary>Estimates the norm by a block Krylov space, from products alone.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, or an operator known only by its products. It is not changed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between products.</param>
    /// <returns>The norm from below with its vectors, and a bound from above at any certainty.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// With b vectors and T iterations: T products with A and T − 1 with Aᴴ, (m + n)bT elements. The basis K spans <c>(AᴴA)^t Ω, t &lt;
    /// T</c>, and the estimate is the Rayleigh–Ritz value <c>σ₁(A K)</c>; it beats the power iteration of as many products. Source: Musco
    /// and Musco, NIPS 2015; Kuczyński and Woźniakowski, SIAM J. Matrix Anal. Appl. 13 (1992), for the bound.
    /// </remarks>
    public static SpectralNormEstimate<T> Estimate<T>(
        ILinearOperator<T> a, SpectralNormOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RowSpace.RequireWhole(a, nameof(a));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        InputNorm.Of(a, nameof(a), context);
        int block = Math.Min(options.BlockSize, a.ColumnCount);
        if (block == 0 || a.RowCount == 0)
        {
            return new SpectralNormEstimate<T>(0, DenseMatrix.Create<T>(a.RowCount, 1), DenseMatrix.Create<T>(a.ColumnCount, 1), 0,
                new KrylovTail(0, 1, 1, Scalar<T>.IsComplex, true));
        }

        using Workspace<T> workspace = new();
        KrylovNorm<T> krylov = KrylovNorm<T>.Of(a, block, options.Iterations, options.Seed, RandomStream.Sketch, context, workspace);
        double largestProbe = LargestProbe(krylov.Image.Local.AsColumns(0, block), krylov.Start, workspace);
        ThinSvd<T> svd = ThinSvd<T>.Of(krylov.Image);
        DenseMatrix<T> right = DenseMatrix.Create<T>(a.ColumnCount, 1);
        Kernels<T>.Gemm(T.One, krylov.Basis.Span, svd.VT.AsRows(0, 1).Span.ConjugateTranspose(), T.Zero, right.Span);
        return call.Done(new SpectralNormEstimate<T>(svd.S[0], svd.U.AsColumns(0, 1).ToDense(), right, largestProbe, krylov.Tail));
    }

    /// <summary>A bound that ‖A‖₂ never exceeds, from the traces of powers of the Gram matrix.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix; it is not changed.</param>
    /// <param name="squarings">
    /// The number t of squarings, 0 … 20; 4 by default. Each halves the distance to σ₁ on a logarithmic scale: the bound lies within a
    /// factor <c>min(m, n)^(1/2^(t+2))</c>, for 4 and a thousand rows 1.12, mostly far less.
    /// </param>
    /// <returns>The bound, with rounding counted in.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of squarings lies outside 0 … 20.</exception>
    /// <remarks>
    /// With G = AᴴA (or AAᴴ, whichever is smaller, of size d), M = G^p for p = 2ᵗ and S₁ = tr M, S₂ = ‖M‖_F²: <c>λ₁(M) ≤ (S₁ + ((d − 1)(d
    /// S₂ − S₁²))^½) / d ≤ S₂^½</c>, so <c>σ₁ ≤ λ₁(M)^(1/2p)</c>; the last form is the Schatten norm of order 2^(t+2). M is scaled to
    /// trace 1 after each squaring. Cost: mnd + 2td³ flops, 3d² elements. The inequality is that of Wolkowicz and Styan, "Bounds for
    /// eigenvalues using traces", 1980.
    /// </remarks>
    public static double UpperBound<T>(DenseMatrix<T> a, int squarings = DefaultSquarings)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfNegative(squarings);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(squarings, 20);
        double norm = MatrixGuard.Finite(a, nameof(a));
        int d = Math.Min(a.RowCount, a.ColumnCount);
        if (norm == 0)
        {
            return 0;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> scaled = workspace.Rent(a.RowCount, a.ColumnCount, a.Layout);
        DenseMatrix<T> m = workspace.Rent(d, d);
        DenseMatrix<T> square = workspace.Rent(d, d);
        Kernels<T>.Copy(a.Span, scaled.Span);

        // Of size 1 by a power of two, which is exact.
        int exponent = -Math.ILogB(norm);
        Kernels<T>.Scale(Scalar<T>.FromDouble(Math.ScaleB(1, exponent / 2)), scaled.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(Math.ScaleB(1, exponent - (exponent / 2))), scaled.Span);
        MatrixSpan<T> thin = a.RowCount >= a.ColumnCount ? scaled.Span : scaled.Span.ConjugateTranspose();
        Kernels<T>.Gemm(T.One, thin.ConjugateTranspose(), thin, T.Zero, m.Span);

        // log λ₁ of the Gram matrix is (log of all scales taken out so far, weighted + log λ₁(M)) / 2ᵗ.
        double log = TakeTrace(m);
        for (int t = 0; t < squarings; t++)
        {
            Kernels<T>.Gemm(T.One, m.Span, m.Span, T.Zero, square.Span);
            (m, square) = (square, m);
            log = (2 * log) + TakeTrace(m);
        }

        // Rounding: of m or n sums in G, and of d in each squaring. It counts at its root where d S₂ − S₁² is a small difference, as the
        // bound is to hold for nearly equal values too.
        double rounding = 8 * Scalar<T>.Epsilon * (Math.Max(a.RowCount, a.ColumnCount) + (d * Math.Sqrt(d)));
        double second = Math.Pow(Kernels<T>.FrobeniusNorm(m.Span), 2);
        double largest = (1 + Math.Sqrt((d - 1) * Math.Max(0, (d * second) - 1 + rounding))) / d;
        double root = (log + Math.Log(largest)) / Math.ScaleB(1, squarings + 1);
        double bound = Math.ScaleB(Math.Exp(root) * (1 + rounding), -exponent);
        return Math.Min(bound, norm * (1 + rounding));
    }

    /// <summary>M := M / tr M; returns log tr M.</summary>
    private static double TakeTrace<T>(DenseMatrix<T> m)
        where T : unmanaged, INumberBase<T>
    {
        double trace = 0;
        for (int i = 0; i < m.RowCount; i++)
        {
            trace += Scalar<T>.ToDouble(m.Span[i, i]);
        }

        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / trace), m.Span);
        return Math.Log(trace);
    }

    /// <summary>max_i ‖A ω_i‖, where A Q = product and Ω = Q R.</summary>
    private static double LargestProbe<T>(DenseMatrix<T> product, DenseMatrix<T> r, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> probes = workspace.Rent(product.RowCount, product.ColumnCount);
        Kernels<T>.Gemm(T.One, product.Span, r.Span, T.Zero, probes.Span);
        double largest = 0;
        for (int j = 0; j < probes.ColumnCount; j++)
        {
            largest = Math.Max(largest, Kernels<T>.FrobeniusNorm(probes.Span.Columns(j, 1)));
        }

        return largest;
    }
}
