using System.Numerics;
using LowRank.Execution;
using LowRank.Operators;
using LowRank.TruncatedSvds;

namespace LowRank;

/// <summary>The truncated singular value decomposition: the best, or a nearly best, approximation of low rank.</summary>
public static partial class TruncatedSvd
{
    // Below this value of m n min(m, n) LAPACK's thin SVD takes some tens of milliseconds, and there is little to save.
    private const double SmallProblem = 5e7;

    // From this share of all triplets on, in the sketch, a Krylov space that converges is most of the whole space.
    private const double LargestShare = 0.4;
    private const double DenseColumns = 12;
    private const double GramShare = 0.5;
    private const double GramCube = 10;
    private const double KrylovColumns = 5;
    private const string AsAsked = "as asked for";

    /// <summary>Computes <c>A ≈ U diag(σ) VT</c> to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, or an operator known only by its products. It is not copied (by the randomised method) and not
    /// changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors, with an error estimate: by the identities E1 and E2 where they can resolve the error, else by Gaussian
    /// probes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed, or
    /// <see cref="TruncatedSvdMethod.Lanczos"/> by name did not converge.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost, with l = k + oversampling: of subspace iteration with q power iterations 2q + 2 products with l columns, 4(q + 1)mnl flops
    /// for a dense matrix; of block Krylov by Auto, as a rule, eight products with half as many columns; of a dense matrix a sparse
    /// sketch, which measures it too, some four products with k columns in single precision, two of them in one pass, and a last one with
    /// l columns; up to 4 (m + n) l elements of memory, the result included. Of the full method: some 4mn·min(m, n) flops and two copies.
    /// Source: Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 53 (2011), algorithms 4.4 and 5.1; Musco and
    /// Musco, "Randomized block Krylov methods", NIPS 2015; to an error: Yu, Gu and Li, SIAM J. Matrix Anal. Appl. 39 (2018).
    /// </remarks>
    public static TruncatedSvd<T> Compute<T>(
        ILinearOperator<T> a, Truncation truncation, TruncatedSvdOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        options ??= new TruncatedSvdOptions();
        options.Validate();
        CheckMethod(a, truncation, options);
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        SvdTask<T> task = new(new CountedOperator<T>(a, nameof(a)), null, truncation, limit, options, context);
        if (!MeasuresOnTheWay(task))
        {
            task = task with { Norm = InputNorm.Of(a, nameof(a), context) };
        }

        TruncatedSvd<T> result = options.End == SpectrumEnd.Smallest
            ? Smallest(task)
            : options.Method switch
            {
                TruncatedSvdMethod.Full => FullSvd.Compute(task, AsAsked, context),
                TruncatedSvdMethod.SubspaceIteration => SubspaceSvd.Compute(task, AsAsked),
                TruncatedSvdMethod.BlockKrylov =>
                    truncation.IsRank ? KrylovSvd.Fixed(task, AsAsked) : KrylovSvd.ToTolerance(task, mayGiveUp: false)!,
                TruncatedSvdMethod.Gram => GramSvd.Compute(task, AsAsked, mayGiveUp: false)!,
                TruncatedSvdMethod.Lanczos => LanczosSvd.Compute(task, AsAsked),
                _ => Choose(task),
            };
        context.Step("done", 1, 1);
        return result;
    }

    private static TruncatedSvd<T> Smallest<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        bool isSmall = (double)task.Rows * task.Columns * task.Min <= SmallProblem || task.Limit > LargestShare * task.Min;
        if (task.Options.Method == TruncatedSvdMethod.Full || (task.Options.Method == TruncatedSvdMethod.Auto && isSmall))
        {
            return FullSvd.Compute(task, AsAsked, task.Context);
        }

        return (task.Limit == 0 ? null : LanczosSvd.Smallest(task, AsAsked, mayGiveUp: task.Options.Method == TruncatedSvdMethod.Auto))
            ?? FullSvd.Compute(task, "the matrix is singular to rounding, its smallest values lie close together, or nothing is asked for",
                task.Context.Part(0.5, 1));
    }

    private static void CheckMethod<T>(ILinearOperator<T> a, Truncation truncation, TruncatedSvdOptions options)
        where T : unmanaged, INumberBase<T>
    {
        if (options.End != SpectrumEnd.Smallest)
        {
            return;
        }

        if (!truncation.IsRank)
        {
            throw new ArgumentException($"The smallest triplets need a rank, but {truncation} was given.", nameof(truncation));
        }

        if (options.Method is not (TruncatedSvdMethod.Auto or TruncatedSvdMethod.Full or TruncatedSvdMethod.Lanczos)
            || a is not DenseMatrix<T>)
        {
            throw new ArgumentException(
                $"The smallest triplets are computed of a DenseMatrix<T>, by Auto, Full or Lanczos; given were {a.GetType().Name} and "
                    + $"{options.Method}.", nameof(options));
        }
    }

    /// <summary>Whether what the norm is wanted for reads A first, and measures and checks it in the same pass.</summary>
    private static bool MeasuresOnTheWay<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> =>
        task.Options is { Method: TruncatedSvdMethod.Auto, End: SpectrumEnd.Largest } && RouteOf(task) == Route.SinglePrecision;

    /// <summary>What Auto tries first, from the shape and what is asked for.</summary>
    private static Route RouteOf<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        if ((double)task.Rows * task.Columns * task.Min <= SmallProblem)
        {
            return Route.FullOfSmall;
        }

        if (task.Truncation.IsRank && task.SketchSize > LargestShare * task.Min && task.IsSmallEnough)
        {
            return Route.FullOfMany;
        }

        if (task.Limit == 0)
        {
            return Route.Nothing;
        }

        // A Gram matrix costs half a product with n columns, and its eigenvectors some ten times n³; a Krylov space about five products
        // with the sketch's columns each way.
        double gramColumns = task.Min * (GramShare + (GramCube * task.Min / task.Max));
        return task.Dense is not null && task.Truncation.IsRank && gramColumns < KrylovColumns * task.SketchSize ? Route.Gram
            : SinglePrecisionSvd.CanServe(task) ? Route.SinglePrecision
            : Route.Krylov;
    }

    private static TruncatedSvd<T> Choose<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        switch (RouteOf(task))
        {
            case Route.FullOfSmall:
                return FullSvd.Compute(task, "the matrix is small", task.Context);
            case Route.FullOfMany:
                return FullSvd.Compute(task, "a large part of all singular triplets is asked for", task.Context);
            case Route.Nothing:
                return SubspaceSvd.Compute(task, "rank 0");
            case Route.Gram when GramSvd.Compute(task, "the shorter side is short", mayGiveUp: true) is { } gram:
                return gram;
        }

        if (SinglePrecisionSvd.CanServe(task) && SinglePrecisionSvd.TryCompute(ref task) is { } quick)
        {
            return quick;
        }

        // The full SVD costs as many flops as products with some 4 min(m, n) columns of A, at about a third of their rate.
        double denseColumns = task.HasDenseForm ? DenseColumns * task.Min : double.PositiveInfinity;
        TruncatedSvd<T>? result = task.Truncation.IsRank
            ? KrylovSvd.ToRank(task, denseColumns) : KrylovSvd.ToTolerance(task, mayGiveUp: task.HasDenseForm);
        return result ?? FullSvd.Compute(
            task, "the singular values hardly decay: after a first look the full SVD is faster", task.Context.Part(0.9, 1));
    }

    private enum Route
    {
        FullOfSmall,
        FullOfMany,
        Nothing,
        Gram,
        SinglePrecision,
        Krylov,
    }
}
