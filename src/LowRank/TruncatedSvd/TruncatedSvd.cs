using System.Collections.Immutable;
using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.TruncatedSvds;

namespace LowRank;

/// <summary>The truncated singular value decomposition: the best, or a nearly best, approximation of low rank.</summary>
public static partial class TruncatedSvd
{
    /// <summary>Computes <c>A ≈ U diag(σ) VT</c> to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, or an operator known only by its products. It is not copied (by the randomised method) and not
    /// changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors, with an error estimate: by the identity ‖A − QQᴴA‖² = ‖A‖² − ‖QᴴA‖² where it can resolve the error, else by
    /// Gaussian probes.</returns>
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
        int limit = truncation.RankLimit(RowSpace.Of(a).Count, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        CheckMethod(a, truncation, call.Options);
        CountedOperator<T> counted = new(a, nameof(a));
        SvdTask<T> task = new(counted, new InputMeasure<T>(counted, call.Context), truncation, limit, call.Options, call.Context);
        SvdPlan plan = SvdPlan.Of(task);
        if (!plan.MeasuresOnTheWay)
        {
            _ = task.Norm.Value;
        }

        ImmutableArray<SearchSpace>.Builder abandoned = ImmutableArray.CreateBuilder<SearchSpace>();
        for (int i = 0; ; i++)
        {
            // How many routes will be tried is not known, so each takes half of the progress that is left, and the last all of it.
            SvdStep step = plan.Steps[i];
            double begin = 1 - Math.Pow(0.5, i);
            RunContext part = call.Context.Part(begin, i == plan.Steps.Length - 1 ? 1 : (1 + begin) / 2);
            if (Try(task, plan, step, part) is { } found)
            {
                return call.Done(found.ToResult(task, abandoned.ToImmutable()));
            }

            abandoned.Add(SpaceOf(step.Route));
        }
    }

    /// <summary>What a route finds; null where it gives up.</summary>
    private static SvdOutcome<T>? Try<T>(SvdTask<T> task, SvdPlan plan, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T> => step.Route switch
        {
            SvdRoute.Gram => GramRoute.Run(task, step, context),
            SvdRoute.SinglePrecision => NormalRoute.RunInSingle(task, step, context),
            SvdRoute.FewReadings => NormalRoute.Run(task, step, context),
            SvdRoute.BlockKrylov => KrylovRoute.Run(task, step, plan.ColumnsAfter(step), context),
            SvdRoute.GivenBlocks => KrylovRoute.RunGivenBlocks(task, step, context),
            SvdRoute.Subspace => SubspaceRoute.Run(task, step, context),
            SvdRoute.Lanczos => LanczosRoute.Run(task, step, context),
            SvdRoute.Smallest => LanczosRoute.RunSmallest(task, step, context),
            _ => FullRoute.Run(task, step.Reason, context),
        };

    private static SearchSpace SpaceOf(SvdRoute route) => route switch
    {
        SvdRoute.Gram => SearchSpace.GramMatrix,
        SvdRoute.SinglePrecision or SvdRoute.FewReadings => SearchSpace.NormalKrylov,
        SvdRoute.Smallest => SearchSpace.InverseLanczos,
        _ => SearchSpace.BlockLanczos,
    };

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
            || !RowSpace.Of(a).IsLocal)
        {
            throw new ArgumentException(
                $"The smallest triplets are computed by Auto, Full or Lanczos, of a matrix that is whole; given was {options.Method}.",
                nameof(options));
        }

        long most = Tuning<TruncatedSvdTuning>.Current.LargestWrittenOut;
        if (a is not DenseMatrix<T> && (double)a.RowCount * a.ColumnCount > most)
        {
            throw new ArgumentException(
                $"The smallest triplets need the entries of a, but {a.RowCount} × {a.ColumnCount} are too many to write out; at most "
                    + $"{most} are. Of a larger matrix whose inverse you can apply, compute the largest triplets of the inverse.",
                nameof(a));
        }
    }
}
