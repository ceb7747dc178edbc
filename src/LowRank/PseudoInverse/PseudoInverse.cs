using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.PseudoInverses;

namespace LowRank;

/// <summary>The Moore–Penrose pseudo-inverse, and least squares by it.</summary>
public static partial class PseudoInverse
{
    /// <summary>Computes <c>A⁺</c>, for any rank, by the fastest method that is accurate for this matrix, or by the one that the options
    /// name.</summary>
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
    /// <remarks>
    /// Cost in units of mn·min(m, n) flops: 1 for one Cholesky pass (condition up to 4), 4 for two, 4 for QR, 4 to 10 for the SVD, and as
    /// much again as one pass where a Cholesky factorisation is tried in vain; then a few products with 16 probes for the error. Memory:
    /// a copy of A or a factor of its size, for the SVD both, and a few squares of min(m, n).
    /// </remarks>
    public static PseudoInverse<T> Compute<T>(
        DenseMatrix<T> a, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;
        double norm = MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        return call.Done(Invert(a, norm, call.Options, context));
    }

    /// <summary>Solves the least-squares problem <c>min ‖A X − B‖_F</c>; of all solutions the one of smallest norm, <c>X = A⁺
    /// B</c>.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix of any rank.</param>
    /// <param name="b">An m × p matrix: p right-hand sides.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The n × p solution. A⁺ is never formed.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has other than m rows, or an entry is NaN or infinite.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>Cost: that of <see cref="Compute{T}"/>, and 2(m + n)·rank·p flops. To solve with the same A again, keep the result of
    /// that.</remarks>
    public static DenseMatrix<T> Solve<T>(
        DenseMatrix<T> a, DenseMatrix<T> b, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasRows(b, a.RowCount, nameof(b), $"a is {MatrixGuard.Shape(a)}");
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;
        double norm = MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        return call.Done(Apply(a, norm, b, call.Options, context).X);
    }

    /// <summary>Solves <c>min ‖A X B − M‖_F</c>; of all solutions the one of smallest norm, <c>X = A⁺ M B⁺</c> (Penrose 1956).</summary>
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
        DenseMatrix<T> a, DenseMatrix<T> m, DenseMatrix<T> b, PseudoInverseOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.HasShape(m, a.RowCount, b.ColumnCount, nameof(m));
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;
        double normA = MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.Finite(m, nameof(m), context.MaxDegreeOfParallelism);
        double normB = MatrixGuard.Finite(b, nameof(b), context.MaxDegreeOfParallelism);
        DenseMatrix<T> left = Apply(a, normA, m, call.Options, context.Part(0, 0.5)).X;

        // Y B⁺ = ((B⁺)ᵀ Yᵀ)ᵀ, and (B⁺)ᵀ = (Bᵀ)⁺.
        return call.Done(Apply(b.Transpose(), normB, left.Transpose(), call.Options, context.Part(0.5, 1)).X.Transpose());
    }

    private static PseudoInverse<T> Invert<T>(DenseMatrix<T> a, double norm, PseudoInverseOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        Inversion<T> inversion = Inverter<T>.Invert(a, norm, options, mayKeepInput: false, context);
        ErrorEstimate error = options.Ridge > 0
            ? InverseError.OfRidge(a, norm, options.Ridge, inversion)
            : InverseError.Measure(a, norm, inversion, context);
        return new PseudoInverse<T>(inversion, error);
    }

    /// <summary>A⁺ b, for a result that lives no longer than this call and needs no error estimate.</summary>
    private static (Inversion<T> Inversion, DenseMatrix<T> X) Apply<T>(
        DenseMatrix<T> a, double norm, DenseMatrix<T> b, PseudoInverseOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        Inversion<T> inversion = Inverter<T>.Invert(a, norm, options, mayKeepInput: true, context);
        DenseMatrix<T> x = DenseMatrix.Uninitialized<T>(a.ColumnCount, b.ColumnCount, b.Layout);
        inversion.Product.Multiply(b, x);
        return (inversion, x);
    }
}
