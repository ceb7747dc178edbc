using System.Numerics;
using LowRank.Decompositions;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>The Moore–Penrose pseudo-inverse, and least squares by it.</summary>
public static class PseudoInverse
{
    /// <summary>Computes <c>A⁺</c> through the thin SVD (S-3), valid for any rank.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, wide or tall; it is not changed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × m pseudo-inverse in factored form.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>Cost: some 4mn·min(m, n) flops; one copy of A and (m + n)·min(m, n) elements for the factors.</remarks>
    public static PseudoInverse<T> Compute<T>(DenseMatrix<T> a, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new PseudoInverseOptions();
        options.Validate();
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        return Invert(a, options, context);
    }

    /// <summary>Solves the least-squares problem <c>min ‖A X − B‖_F</c>; of all solutions the one of smallest norm, <c>X = A⁺ B</c>.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix of any rank.</param>
    /// <param name="b">An m × p matrix: p right-hand sides.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × p solution. A⁺ is never formed.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has other than m rows, or an entry is NaN or infinite.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>Cost: that of <see cref="Compute{T}"/>, and 2(m + n)·rank·p flops. To solve with the same A again, keep the result of that.</remarks>
    public static DenseMatrix<T> Solve<T>(
        DenseMatrix<T> a, DenseMatrix<T> b, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasRows(b, a.RowCount, nameof(b), $"a is {MatrixGuard.Shape(a)}");
        options ??= new PseudoInverseOptions();
        options.Validate();
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        return Invert(a, options, context).Multiply(b);
    }

    /// <summary>Solves <c>min ‖A X B − M‖_F</c>; of all solutions the one of smallest norm, <c>X = A⁺ M B⁺</c> (PX-2).</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × p matrix of any rank.</param>
    /// <param name="m">An m × n matrix.</param>
    /// <param name="b">A q × n matrix of any rank.</param>
    /// <param name="options">The options, for both pseudo-inverses; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The p × q solution.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>Cost: that of <see cref="Compute{T}"/> for <paramref name="a"/> and for <paramref name="b"/>, and the products.</remarks>
    public static DenseMatrix<T> SolveTwoSided<T>(
        DenseMatrix<T> a, DenseMatrix<T> m, DenseMatrix<T> b, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasShape(m, a.RowCount, b.ColumnCount, nameof(m));
        options ??= new PseudoInverseOptions();
        options.Validate();
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(m, nameof(m), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        DenseMatrix<T> left = Invert(a, options, context.Part(0, 0.5)).Multiply(m);

        // Y B⁺ = ((B⁺)ᵀ Yᵀ)ᵀ, and (B⁺)ᵀ = (Bᵀ)⁺.
        return Invert(b.Transpose(), options, context.Part(0.5, 1)).Multiply(left.Transpose()).Transpose();
    }

    private static PseudoInverse<T> Invert<T>(DenseMatrix<T> a, PseudoInverseOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        context.Step("thin SVD", 0, 1);
        ThinSvd<T> svd = ThinSvd<T>.Of(a);
        double largest = svd.S.Length == 0 ? 0 : svd.S[0];
        double relative = options.RelativeTolerance ?? Math.Max(a.RowCount, a.ColumnCount) * Scalar<T>.Epsilon;
        double threshold = Math.Max(options.AbsoluteTolerance, relative * largest);
        int rank = svd.S.Count(s => s > threshold && HasReciprocal<T>(s));
        double[] kept = svd.S[..rank];
        PseudoInverse<T> result = new(
            svd.U.AsColumns(0, rank), kept, svd.VT.AsRows(0, rank), threshold, RoundingBound(a, kept), svd.Driver);
        context.Step("done", 1, 1);
        return result;
    }

    /// <summary>Whether 1/σ is finite in T: of the smallest subnormal numbers it is not.</summary>
    private static bool HasReciprocal<T>(double singularValue)
        where T : unmanaged, INumberBase<T> => T.IsFinite(Scalar<T>.FromDouble(1 / singularValue));

    /// <summary>
    /// Wedin's bound for equal rank, ‖A⁺ − B⁺‖_F ≤ √2 ‖A⁺‖₂ ‖B⁺‖₂ ‖A − B‖_F, with the backward error of the SVD for ‖A − B‖_F.
    /// </summary>
    private static ErrorEstimate RoundingBound<T>(DenseMatrix<T> a, double[] singularValues)
        where T : unmanaged, INumberBase<T>
    {
        if (singularValues.Length == 0)
        {
            return new ErrorEstimate(ErrorEstimateMethod.PerturbationBound, 0, 0, 0, 0, 0, 0, 0);
        }

        // In units of ‖A⁺‖₂ = 1/σ_r.
        double smallest = singularValues[^1];
        double norm = Math.Sqrt(singularValues.Sum(s => s / smallest * (s / smallest)));
        double inverseNorm = Math.Sqrt(singularValues.Sum(s => smallest / s * (smallest / s)));
        double bound = Math.Sqrt(2) * norm * ResidualEstimator<T>.RoundingFloor(Math.Max(a.RowCount, a.ColumnCount));
        return new ErrorEstimate(ErrorEstimateMethod.PerturbationBound, 1 / smallest, bound * bound, 0, 0, 0, 0, inverseNorm / smallest);
    }
}
