using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using LowRank.Approximations;
using LowRank.ColumnRowProducts;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank;

/// <summary>
/// Approximate matrix products from a few columns of the left factor and the same rows of the right one: <c>X Y ≈ X[:, S] Λ Y[S, :]</c>,
/// at r / l of the cost.
/// </summary>
public static partial class ColumnRow
{
    /// <summary>Approximates <c>X Y</c> by a given number of terms, or to an error by as few as that takes.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="y">An l × m matrix.</param>
    /// <param name="truncation">
    /// The number r of draws, or of terms, 1 or more, for top-k at most l: an <see cref="int"/> will do. Or the error allowed, relative to
    /// ‖XY‖_F or absolute, in expectation.
    /// </param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The product with its indices, weights and error.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">The inner dimensions differ, an entry is NaN or infinite, or options contradict each other or
    /// the factors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of terms or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// <para>
    /// To an error, it takes the smallest number of terms whose expected error meets the tolerance, or the exact product where no number
    /// below l does. ‖XY‖_F is estimated by Gaussian probes. Top-k has no expectation: there the bound Σ‖x_i‖‖y_i‖ over the dropped terms
    /// is held to the tolerance. The greedy scheme knows its error exactly.
    /// </para>
    /// <para>
    /// Cost: one pass over each factor for the norms, 2nrm flops for the product (half of that where Y is Xᵀ), r(n + m) elements of
    /// memory; where the error is measured by probes, another pass over each factor. Source: Drineas, Kannan and Mahoney, "Fast Monte
    /// Carlo algorithms for matrices I", SIAM J. Comput. 36 (2006); Bernoulli: Adelman, Levy, Hakimi and Silberstein, "Faster neural
    /// network training with approximate tensor operations", NeurIPS 2021.
    /// </para>
    /// </remarks>
    public static ColumnRowProduct<T> Multiply<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, Truncation truncation, ColumnRowOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        Check(x, y);
        return Multiply(x, y, truncation, null, options, cancellationToken);
    }

    /// <summary>Approximates <c>X Y</c> into memory that is there already.</summary>
    /// <inheritdoc cref="Multiply{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"/>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="y">An l × m matrix.</param>
    /// <param name="truncation">The number of terms, or the error allowed.</param>
    /// <param name="destination">An n × m matrix, any layout, that the product overwrites.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <remarks>A large new matrix costs what the system takes to provide its pages; in a loop keep one.</remarks>
    public static ColumnRowProduct<T> MultiplyInto<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, Truncation truncation, DenseMatrix<T> destination, ColumnRowOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        Check(x, y);
        ArgumentNullException.ThrowIfNull(destination);
        CheckDestination(destination, x, y);
        return Multiply(x, y, truncation, destination, options, cancellationToken);
    }

    /// <summary>
    /// The exact expected error of a scheme that draws; by default of sampling with replacement, <c>E‖XY − CR‖² = ((Σ‖x_i‖‖y_i‖)² −
    /// ‖XY‖²) / r</c>.
    /// </summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="x">An n × l matrix.</param>
    /// <param name="y">An l × m matrix.</param>
    /// <param name="sampleCount">The number r of draws, 1 or more.</param>
    /// <param name="options">The scheme and its probabilities; the defaults if left out.</param>
    /// <returns>
    /// The root of the expected squared error, with ‖XY‖_F computed exactly as the reference. For <see cref="ColumnRowScheme.Hybrid"/>
    /// the norm of the part that is left to chance is estimated from a few terms; for <see cref="ColumnRowScheme.Priority"/> it is a
    /// bound; for top-k the bound Σw_i over the dropped terms.
    /// </returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    /// <exception cref="ArgumentException">The inner dimensions differ, an entry is NaN or infinite, or the scheme is greedy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample count is less than 1.</exception>
    /// <remarks>Cost: that of the exact product, whose norm it needs; for planning use
    /// <see cref="Plan{T}(DenseMatrix{T}, DenseMatrix{T}, Truncation, ColumnRowOptions?, CancellationToken)"/>.</remarks>
    public static ErrorEstimate ExpectedError<T>(DenseMatrix<T> x, DenseMatrix<T> y, int sampleCount, ColumnRowOptions? options = null)
        where T : unmanaged, INumberBase<T>
    {
        Check(x, y);
        using var call = Call.Begin(options, CancellationToken.None);
        (options, RunContext context) = (call.Options, call.Context);
        if (options.Scheme == ColumnRowScheme.Greedy)
        {
            throw new ArgumentException("The greedy scheme has no expected error of its own; make a plan.", nameof(options));
        }

        CheckCount(sampleCount, x.ColumnCount, options.Scheme, nameof(sampleCount));
        TermProblem<T> problem = new(new Factor<T>(x), y, TermNorms.Of(x, y, context), options, context);
        TermScheme scheme = new TermChooser<T>(problem, new ProductNorm<T>(problem)).Resolve(sampleCount);
        return new TermErrors<T>(problem).FromNorms(scheme.Expected(sampleCount), (x * y).FrobeniusNorm());
    }

    /// <summary>Refuses a destination of another shape, or in the memory of a factor.</summary>
    internal static void CheckDestination<T>(DenseMatrix<T> destination, DenseMatrix<T> x, DenseMatrix<T> y)
        where T : unmanaged, INumberBase<T>
    {
        MatrixGuard.HasShape(destination, x.RowCount, y.ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, x, nameof(x));
        MatrixGuard.DoesNotOverlap(destination, y, nameof(y));
    }

    private static ColumnRowProduct<T> Multiply<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, Truncation truncation, DenseMatrix<T>? destination, ColumnRowOptions? options,
        CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        CheckTruncation(truncation, x.ColumnCount, options.Scheme);
        context.Step("norms", 0, 4);
        return call.Done(Sum(x, y, TermNorms.Of(x, y, context), truncation, destination, options, context));
    }

    /// <summary>Of terms whose sizes are known: takes off what a control variate computes exactly, chooses and adds up.</summary>
    private static ColumnRowProduct<T> Sum<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, TermNorms norms, Truncation truncation, DenseMatrix<T>? destination, ColumnRowOptions options,
        RunContext context, int item = 0)
        where T : unmanaged, INumberBase<T>
    {
        using ControlVariate<T>? control = ControlVariate<T>.For(x, norms, options, context);
        TermProblem<T> problem = new(new Factor<T>(x), y, norms, options, context, item, control);
        return Choose(problem, truncation).Multiply(destination);
    }

    private static ChosenTerms<T> Choose<T>(TermProblem<T> problem, Truncation truncation)
        where T : unmanaged, INumberBase<T> => new TermChooser<T>(problem, new ProductNorm<T>(problem)).Choose(truncation);

    private static void Check<T>([NotNull] DenseMatrix<T>? x, [NotNull] DenseMatrix<T>? y)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        MatrixGuard.CanMultiply(x, y, nameof(y));
    }

    private static void CheckTruncation(Truncation truncation, int terms, ColumnRowScheme scheme)
    {
        truncation.RefuseDefault(nameof(truncation));
        truncation.RefuseSpectral(nameof(truncation));
        if (truncation.PrescribedRank is { } count)
        {
            CheckCount(count, terms, scheme, nameof(truncation));
        }
    }

    private static void CheckCount(int count, int terms, ColumnRowScheme scheme, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, name);
        if (scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy && count > terms)
        {
            throw new ArgumentOutOfRangeException(name, count, $"The product has {terms} terms, so {scheme} can take no more.");
        }
    }
}
