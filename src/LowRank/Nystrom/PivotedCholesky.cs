using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Selection;

namespace LowRank.Nystrom;

/// <summary>Chooses the pivots of a partial Cholesky factorisation until the rank or the error is reached, or nothing is left.</summary>
internal sealed class PivotedCholesky<T>(
    KernelReader<T> kernel, NystromApproximationMethod? method, NystromApproximationOptions options, RunContext context,
        Workspace<T> workspace)
    where T : unmanaged, INumberBase<T>
{
    private readonly Philox4x32 _pivots = new(options.Seed, (ulong)RandomStream.NystromPivots);
    private readonly Philox4x32 _acceptance = new(options.Seed, (ulong)RandomStream.NystromAcceptance);
    private ulong _draws;

    /// <param name="truncation">The rank, or the error, which the trace of the residual bounds.</param>
    /// <param name="limit">The largest rank.</param>
    /// <param name="norm">‖A‖_F; where it is not known, a lower bound stands in for it.</param>
    public PartialCholesky<T> Run(Truncation truncation, int limit, double? norm)
    {
        PartialCholesky<T> cholesky = new(kernel, limit, workspace);
        while (cholesky.Rank < limit && cholesky.ResidualTrace > 0 && !Meets(cholesky, cholesky.Rank, truncation, norm))
        {
            context.Step("pivots", cholesky.Rank, limit);
            int before = cholesky.Rank;
            int block = Math.Min(BlockSize(truncation, limit, before), limit - before);
            switch (method)
            {
                case NystromApproximationMethod.GreedyPivotedCholesky:
                    cholesky.Append([Largest(cholesky.Residual)], PivotRule.LargestFirst, 1);
                    break;
                case NystromApproximationMethod.RandomlyPivotedCholesky:
                    cholesky.Append(Draw(cholesky.Residual, 1), PivotRule.LargestFirst, 1);
                    break;
                case NystromApproximationMethod.BlockRandomlyPivotedCholesky:
                    cholesky.Append([.. Draw(cholesky.Residual, block).Distinct()], PivotRule.LargestFirst, block);
                    break;
                default:
                    Accelerated(cholesky, BlockSize(truncation, limit, before), block);
                    break;
            }

            CutToFirst(cholesky, before, truncation, norm);
        }

        return cholesky;
    }

    /// <summary>Chosen columns, those left out that depend on others, up to the rank or the error.</summary>
    public PartialCholesky<T> Take(
        int[] columns, Truncation truncation, double? norm, RunContext part, PartialCholesky<T>? before = null)
    {
        int limit = truncation.MaxRank ?? kernel.Size;
        PartialCholesky<T> cholesky = before ?? new(kernel, Math.Min(limit, columns.Length), workspace);
        foreach (int[] block in columns.Except(cholesky.Pivots).Chunk(
            options.BlockSize ?? NystromApproximationOptions.LargestDefaultBlockSize))
        {
            part.Step("columns", cholesky.Rank, columns.Length);
            int rank = cholesky.Rank;
            cholesky.Append(block, PivotRule.LargestFirst, Math.Min(block.Length, limit - rank));
            CutToFirst(cholesky, rank, truncation, norm);
            if (cholesky.Rank >= limit || Meets(cholesky, cholesky.Rank, truncation, norm))
            {
                break;
            }
        }

        return cholesky;
    }

    /// <summary>
    /// The columns that a selector chooses. More of them are asked for until the error is met, or where those chosen depend on each other,
    /// the rank.
    /// </summary>
    public PartialCholesky<T> TakeSelected(SelectionProblem<T> problem)
    {
        (Truncation truncation, int limit) = (problem.Truncation, problem.Limit);
        PartialCholesky<T>? cholesky = null;
        return Growth.Run(
            truncation.IsRank ? limit : problem.Tuning.FirstCount,
            kernel.Size,
            problem.Context,
            (count, round) =>
            {
                int[] columns = new ColumnChooser<T>(problem.ToCount(count, round.Part(0, 0.8))).ChooseColumns();
                bool isMore = cholesky is not null && !cholesky.Pivots.Except(columns).Any();
                return cholesky = Take(columns, truncation, problem.Norm, round.Part(0.8, 1), isMore ? cholesky : null);
            },
            taken => taken.Rank >= limit || taken.ResidualTrace <= 0 || Meets(taken, taken.Rank, truncation, problem.Norm));
    }

    /// <summary>
    /// A proposal i drawn by the residual d before the block, and taken with probability d'(i) / d(i), has the law of the residual d' at
    /// its turn: that of simple randomly pivoted Cholesky (Epperly, Tropp and Webber 2024).
    /// </summary>
    private void Accelerated(PartialCholesky<T> cholesky, int proposals, int limit)
    {
        ulong first = _draws;
        cholesky.Append(Draw(cholesky.Residual, proposals), PivotRule.Rejection, limit, i => _acceptance.Uniform(first + (ulong)i));
    }

    private int BlockSize(Truncation truncation, int limit, int rank) =>
        Math.Min(
            kernel.Size,
            options.BlockSize ?? Math.Clamp(
                truncation.IsRank ? limit / 10 : rank, Tuning<NystromTuning>.Current.SmallestBlock,
                    NystromApproximationOptions.LargestDefaultBlockSize));

    private int[] Draw(double[] weights, int count)
    {
        WeightedSampler sampler = new(weights);
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            drawn[i] = sampler.Draw(_pivots, _draws++);
        }

        return drawn;
    }

    private static int Largest(double[] values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[largest])
            {
                largest = i;
            }
        }

        return largest;
    }

    private static bool Meets(PartialCholesky<T> cholesky, int rank, Truncation truncation, double? norm)
    {
        if (truncation.IsRank)
        {
            return false;
        }

        double reference = truncation.Kind == TruncationKind.RelativeError ? norm ?? cholesky.SmallestNorm(rank) : 1;
        return cholesky.ResidualTraceAt(rank) <= truncation.Tolerance * reference;
    }

    private static void CutToFirst(PartialCholesky<T> cholesky, int before, Truncation truncation, double? norm)
    {
        for (int rank = before + 1; rank < cholesky.Rank; rank++)
        {
            if (Meets(cholesky, rank, truncation, norm))
            {
                cholesky.Cut(rank);
                return;
            }
        }
    }
}
