using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Nystrom;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Selection;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank;

/// <summary>The Nyström approximation of a Hermitian positive semidefinite matrix: <c>A ≈ F Fᴴ</c>, never more than A.</summary>
/// <remarks>
/// Whatever the test matrix Ω, <c>Â = AΩ (ΩᴴAΩ)⁺ ΩᴴA</c> satisfies 0 ≼ Â ≼ A: no eigenvalue of Â exceeds that of A, and the residual
/// is positive semidefinite. With a Gaussian Ω it is the most accurate; with columns of the identity it needs only those columns of A,
/// and reproduces them.
/// </remarks>
public static class NystromApproximation
{
    /// <summary>Approximates a Hermitian positive semidefinite matrix to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">
    /// An n × n matrix, or an operator known only by its products. For the column methods it must be dense, or an
    /// <see cref="IKernelSource{T}"/>. It is not changed.
    /// </param>
    /// <param name="truncation">The rank k, 0 … n, or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>
    /// The factor F, with an error estimate by probes in the same pass. The column methods stop at a smaller rank where the residual is
    /// exhausted; the Gaussian method then has columns of zeros.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than n, or an option is out of range.</exception>
    /// <exception cref="ArgumentException"> <paramref name="a"/> is not square; or what was read of it is not finite, not Hermitian, or
    /// not positive semidefinite beyond what rounding explains. An input that is so only where it was not read is not found out; the
    /// error shows it. Or the tolerance is of the spectral norm.
    /// </exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost of the Gaussian method, with l = k + oversampling: one product with l + 16 columns, 8nl² flops, 4nl elements of memory.
    /// Expected error in the nuclear norm: <c>min_r (1 + r/(l − r − 1)) Σ_{j>r} λ_j</c>. Source: Tropp, Yurtsever, Udell and Cevher,
    /// "Fixed-rank approximation of a positive-semidefinite matrix from streaming data", NIPS 2017.
    /// </remarks>
    public static NystromApproximation<T> Compute<T>(
        ILinearOperator<T> a, Truncation truncation, NystromApproximationOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        PsdGuard.IsSquare(a, nameof(a));
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        NystromApproximationMethod method = Resolve(options, NystromApproximationMethod.Gaussian);
        double? norm = InputNorm.Of(a, nameof(a), context);
        using Workspace<T> workspace = new();
        NystromApproximation<T> result;
        if (method == NystromApproximationMethod.Gaussian)
        {
            GaussianFactor<T> gaussian = new GaussianNystrom<T>(a, norm, limit, options, context, workspace).Compute(truncation);
            result = new NystromApproximation<T>(
                gaussian.Factor, gaussian.Error, method, [], TraceError(a, gaussian.Factor), gaussian.Shift, 0);
        }
        else
        {
            KernelReader<T> reader = new(Source(a), nameof(a));
            PivotedCholesky<T> pivoting = new(reader, method, options, context.Part(0, 0.9), workspace);
            PartialCholesky<T> cholesky = method == NystromApproximationMethod.SelectedColumns
                ? pivoting.TakeSelected(new SelectionProblem<T>(
                    a, reader, norm, truncation, limit, options.Selection.Within(options), context.Part(0, 0.9), workspace))
                : pivoting.Run(truncation, limit, norm);
            result = Probed(a, norm, cholesky, reader, method, options, context, workspace);
        }

        return call.Done(result);
    }

    /// <summary>Approximates a kernel matrix, of which only some columns are evaluated, to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="kernel">An n × n source, see <see cref="KernelSource"/>.</param>
    /// <param name="truncation">
    /// The rank k, 0 … n, or the error allowed: the trace of the residual, which its Frobenius norm does not exceed, is brought below it.
    /// A relative error refers to a lower bound of ‖A‖_F, as the norm itself cannot be known without reading all of A; where you want a
    /// share of the trace, give it as an absolute error.
    /// </param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between blocks.</param>
    /// <returns>
    /// The factor F and the pivots, with the trace of the residual, which is exact. Where the residual is exhausted, the rank is smaller
    /// than asked for.
    /// </returns>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, Truncation, NystromApproximationOptions?, CancellationToken)" path="/exception"/>
    /// <remarks>
    /// Cost: (k + 1)n entries, nk² flops for the factor and as many for its norm, nk elements of memory; the block methods read b²
    /// entries a block more. Expected error of randomly pivoted Cholesky: <c>E tr(A − Â) ≤ (1 + ε) Σ_{j>r} λ_j</c> for <c>k ≥ r/ε + r
    /// log(1/(εη))</c>, <c>η = Σ_{j>r} λ_j / tr A</c>. Source: Chen, Epperly, Tropp and Webber, "Randomly pivoted Cholesky",
    /// Communications on Pure and Applied Mathematics 2025.
    /// </remarks>
    public static NystromApproximation<T> Compute<T>(
        IKernelSource<T> kernel, Truncation truncation, NystromApproximationOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(kernel);
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(kernel.Size, kernel.Size, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        NystromApproximationMethod method = Resolve(options, NystromApproximationMethod.AcceleratedRandomlyPivotedCholesky);
        if (method == NystromApproximationMethod.Gaussian)
        {
            throw new ArgumentException(
                "A Gaussian sketch needs products: call Compute with kernel.ToOperator(), which evaluates all entries.", nameof(options));
        }

        using Workspace<T> workspace = new();
        KernelReader<T> reader = new(kernel, nameof(kernel));
        PivotedCholesky<T> pivoting = new(reader, method, options, context, workspace);
        PartialCholesky<T> cholesky = method == NystromApproximationMethod.SelectedColumns
            ? pivoting.TakeSelected(OfEntries(kernel, reader, truncation, limit, options, context, workspace))
            : pivoting.Run(truncation, limit, null);
        NystromApproximation<T> result = Bounded(cholesky, reader, method);
        return call.Done(result);
    }

    /// <summary>The column Nyström approximation from columns that the caller chose: <c>Â = A[:, J] A[J, J]⁺ A[J, :]</c>.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="kernel">An n × n source; of a dense matrix <see cref="KernelSource.FromMatrix"/>.</param>
    /// <param name="columns">The columns J, 0 … n − 1. Those that depend on others, and repetitions, add nothing and are left out.</param>
    /// <param name="options">The options; the defaults if left out. Only those that every entry point has, and the block size,
    /// matter.</param>
    /// <param name="cancellationToken">Cancels between blocks.</param>
    /// <returns>
    /// The factor F, and those columns that it is made of, the most important of each block first. The chosen rows and columns of A are
    /// reproduced.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A column lies outside the matrix.</exception>
    /// <inheritdoc cref="Compute{T}(ILinearOperator{T}, Truncation, NystromApproximationOptions?, CancellationToken)" path="/exception"/>
    /// <remarks>Cost: (k + 1)n entries and up to k·b more for blocks of b columns, 2nk² flops.</remarks>
    public static NystromApproximation<T> FromColumns<T>(
        IKernelSource<T> kernel, ReadOnlySpan<int> columns, NystromApproximationOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(kernel);
        MatrixGuard.Indices(columns, kernel.Size, nameof(columns));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        using Workspace<T> workspace = new();
        KernelReader<T> reader = new(kernel, nameof(kernel));
        PartialCholesky<T> cholesky = new PivotedCholesky<T>(reader, null, options, context, workspace).Take(
            columns.ToArray(), columns.Length, null, context);
        NystromApproximation<T> result = Bounded(cholesky, reader, null);
        return call.Done(result);
    }

    private static NystromApproximationMethod Resolve(NystromApproximationOptions options, NystromApproximationMethod automatic) =>
        options.Method == NystromApproximationMethod.Auto ? automatic : options.Method;

    /// <summary>What a selector is asked about a matrix of which only entries are known; refuses those that need more.</summary>
    private static SelectionProblem<T> OfEntries<T>(
        IKernelSource<T> kernel, KernelReader<T> reader, Truncation truncation, int limit, NystromApproximationOptions options,
            RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        ColumnSelectionOptions selection = options.Selection.Within(options);
        if (ColumnSelectors<T>.For(selection).LooksAtMatrix || selection.StrongSwapBound is not null)
        {
            string what = selection.StrongSwapBound is null ? selection.ResolvedMethod.ToString() : "An exchange of columns";
            throw new ArgumentException(
                $"{what} needs the whole matrix, but a kernel source gives entries. Select by {ColumnSelectionMethod.Uniform}, or set "
                    + $"{nameof(ColumnSelectionOptions.PreSampleCount)} so that the selector sees a uniform sample alone; or take one of "
                    + "the pivoted Cholesky methods; or call Compute with kernel.ToOperator(), which evaluates all entries.",
                nameof(options));
        }

        return new SelectionProblem<T>(
            new KernelOperator<T>(kernel), reader, null, truncation, limit, selection, context.Part(0, 0.9), workspace);
    }

    private static IKernelSource<T> Source<T>(ILinearOperator<T> a)
        where T : unmanaged, INumberBase<T> => a switch
        {
            DenseMatrix<T> dense => new DenseKernel<T>(dense),
            IKernelSource<T> kernel => kernel,
            _ => throw new ArgumentException(
                $"To choose columns, the {MatrixGuard.Shape(a)} operator must implement IKernelSource<T>.", nameof(a)),
        };

    /// <summary>tr A − tr Â where the diagonal of A is to be had.</summary>
    private static double TraceError<T>(ILinearOperator<T> a, DenseMatrix<T> factor)
        where T : unmanaged, INumberBase<T>
    {
        if (a is not DenseMatrix<T> dense)
        {
            return double.NaN;
        }

        double norm = factor.FrobeniusNorm();
        return Math.Max(0, new KernelReader<T>(new DenseKernel<T>(dense), nameof(a)).Diagonal().Sum() - (norm * norm));
    }

    private static NystromApproximation<T> Bounded<T>(
        PartialCholesky<T> cholesky, KernelReader<T> reader, NystromApproximationMethod? method)
        where T : unmanaged, INumberBase<T>
    {
        // In units of the trace. What was negative shows how far rounding, or the input itself, is from semidefinite.
        double residual = cholesky.Trace == 0 ? 0 : cholesky.ResidualTrace / cholesky.Trace;
        double rounding = cholesky.Trace == 0 ? 0 : (cholesky.RoundingNorm() + cholesky.NegativeTrace) / cholesky.Trace;
        ErrorEstimate error = new(
            ErrorEstimateMethod.TraceBound, cholesky.Trace, residual * residual, 0, 0, rounding, rounding,
                cholesky.SmallestNorm(cholesky.Rank));
        return Result(cholesky, error, reader, method);
    }

    /// <summary>Where there are products, probes know the Frobenius error better than the trace does.</summary>
    private static NystromApproximation<T> Probed<T>(
        ILinearOperator<T> a, double? norm, PartialCholesky<T> cholesky, KernelReader<T> reader, NystromApproximationMethod method,
        NystromApproximationOptions options, RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        context.Step("error", 9, 10);
        DenseMatrix<T> probes = workspace.Rent(a.ColumnCount, ResidualEstimator<T>.ProbeCount);
        DenseMatrix<T> products = workspace.Rent(a.RowCount, probes.ColumnCount);
        DenseMatrix<T> residual = workspace.Rent(a.RowCount, probes.ColumnCount);
        DenseMatrix<T> inside = workspace.Rent(cholesky.Rank, probes.ColumnCount);
        new GaussianSketch<T>(options.Seed, RandomStream.Probe).Fill(probes, 0, context.MaxDegreeOfParallelism);
        a.Multiply(probes, products);
        Kernels<T>.Copy(products.Span, residual.Span);
        Kernels<T>.Gemm(T.One, cholesky.Factor.Span.ConjugateTranspose(), probes.Span, T.Zero, inside.Span);
        Kernels<T>.Gemm(-T.One, cholesky.Factor.Span, inside.Span, T.One, residual.Span);
        double captured = norm is null
            ? new TallBlock<T>(cholesky.Factor, RowSpace.Local(a.RowCount)).NormOfProduct(
                cholesky.Factor.Span.ConjugateTranspose(), workspace)
            : 0;
        Residual measured = SemidefiniteProbes<T>.Residual(norm, captured, probes, products, residual);
        return Result(cholesky, ResidualEstimator<T>.Estimate(measured, 0, a.RowCount), reader, method);
    }

    private static NystromApproximation<T> Result<T>(
        PartialCholesky<T> cholesky, ErrorEstimate error, KernelReader<T> reader, NystromApproximationMethod? method)
        where T : unmanaged, INumberBase<T> =>
        new(
            cholesky.Factor.ToDense(MatrixLayout.ColumnMajor), error, method, [.. cholesky.Pivots], cholesky.ResidualTrace, 0,
                reader.EntriesRead);
}
