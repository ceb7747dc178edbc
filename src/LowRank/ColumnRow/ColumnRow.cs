using System.Numerics;
using LowRank.ColumnRowProducts;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>
/// Approximate matrix products from a few columns of the left factor and the same rows of the right one: <c>X Y ≈ X[:, S] Λ Y[S, :]</c>, at r / l of the cost.
/// </summary>
public static class ColumnRow
{
    /// <summary>Approximates <c>X Y</c> by a given number of terms.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="y">An l × m matrix.</param>
    /// <param name="sampleCount">The number r of draws, 1 or more; for top-k at most l.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The product with its indices, weights and error.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">The inner dimensions differ, or an entry is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample count or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost: one pass over each factor for the norms, 2nrm flops for the product, 40 l (n + m) for the error estimate; r(n + m) elements of memory.
    /// Source: Drineas, Kannan and Mahoney, "Fast Monte Carlo algorithms for matrices I", SIAM J. Comput. 36 (2006).
    /// </remarks>
    public static ColumnRowProduct<T> Multiply<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, int sampleCount, ColumnRowOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ColumnRowTerms<T> terms = Prepare(x, y, ref options, cancellationToken);
        CheckSampleCount(sampleCount, x.ColumnCount, options.Scheme);
        using var threads = terms.Context.LimitThreads();
        return terms.Multiply(sampleCount, terms.Probe());
    }

    /// <summary>
    /// Approximates <c>X Y</c> to an error: takes the smallest number of terms whose expected error meets the tolerance, or the exact product where no number below l does.
    /// </summary>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, int, ColumnRowOptions?, CancellationToken)"/>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="y">An l × m matrix.</param>
    /// <param name="truncation">The error allowed, relative to ‖XY‖_F or absolute, in expectation; or, as a rank, the number of terms.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <remarks>
    /// ‖XY‖_F is estimated by Gaussian probes. Top-k has no expectation: there the bound Σ‖x_i‖‖y_i‖ over the dropped terms is held to the tolerance.
    /// </remarks>
    public static ColumnRowProduct<T> Multiply<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, Truncation truncation, ColumnRowOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        if (truncation.IsRank)
        {
            return Multiply(x, y, truncation.MaxRank ?? 0, options, cancellationToken);
        }

        ColumnRowTerms<T> terms = Prepare(x, y, ref options, cancellationToken);
        using var threads = terms.Context.LimitThreads();
        ProductProbe<T> probe = terms.Probe();
        int most = Math.Max(1, truncation.MaxRank ?? int.MaxValue);
        int count = Math.Min(terms.SmallestCount(truncation, probe.Norm), most);
        return count < x.ColumnCount ? terms.Multiply(count, probe) : terms.MultiplyExactly(probe.Norm);
    }

    /// <summary>The exact expected error of sampling with replacement, <c>E‖XY − CR‖² = ((Σ‖x_i‖‖y_i‖)² − ‖XY‖²) / r</c> (C-9, E5).</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="y">An l × m matrix.</param>
    /// <param name="sampleCount">The number r of draws, 1 or more.</param>
    /// <returns>The root of the expected squared error, with ‖XY‖_F computed exactly as the reference.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">The inner dimensions differ, or an entry is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample count is less than 1.</exception>
    /// <remarks>Cost: that of the exact product, whose norm it needs; for planning use the <see cref="ColumnRowProduct{T}.ExpectedError"/> of a result.</remarks>
    public static ErrorEstimate ExpectedError<T>(DenseMatrix<T> x, DenseMatrix<T> y, int sampleCount)
        where T : unmanaged, INumberBase<T>
    {
        ColumnRowOptions? options = null;
        ColumnRowTerms<T> terms = Prepare(x, y, ref options, CancellationToken.None);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        return terms.ExpectedError(sampleCount, (x * y).FrobeniusNorm());
    }

    private static ColumnRowTerms<T> Prepare<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, [System.Diagnostics.CodeAnalysis.NotNull] ref ColumnRowOptions? options, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        MatrixGuard.CanMultiply(x, y, nameof(y));
        options ??= new ColumnRowOptions();
        options.Validate();
        RunContext context = new(options, cancellationToken);
        context.Step("norms", 0, 4);
        return new ColumnRowTerms<T>(x, y, options, context);
    }

    private static void CheckSampleCount(int sampleCount, int terms, ColumnRowScheme scheme)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        if (scheme == ColumnRowScheme.TopK && sampleCount > terms)
        {
            throw new ArgumentOutOfRangeException(nameof(sampleCount), sampleCount, $"The product has {terms} terms, so top-k can take no more.");
        }
    }
}
