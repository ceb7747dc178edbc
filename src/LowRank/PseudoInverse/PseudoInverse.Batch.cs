using System.Numerics;
using LowRank.Execution;
using LowRank.Interop;
using LowRank.Matrices;
using LowRank.PseudoInverses;

namespace LowRank;

public static partial class PseudoInverse
{
    /// <summary>Computes the pseudo-inverses of many matrices of one shape, several at once.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrices">m × n matrices, in any layouts; they are not changed.</param>
    /// <param name="options">The options; the defaults if left out. Progress counts matrices.</param>
    /// <param name="cancellationToken">Cancels between matrices.</param>
    /// <returns>The pseudo-inverses in the same order, each what <see cref="Compute{T}"/> gives.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="matrices"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">The shapes differ, or an entry is NaN or infinite; the message says of which matrix.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>
    /// Meant for many small matrices: each is worked on by one thread, with one native thread, and
    /// <see cref="LowRankOptions.MaxDegreeOfParallelism"/> of them run at a time. Large matrices are better computed one after the other.
    /// </remarks>
    public static PseudoInverse<T>[] ComputeBatch<T>(
        IReadOnlyList<DenseMatrix<T>> matrices, PseudoInverseOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        CheckBatch(matrices, nameof(matrices));
        return InBatch(matrices.Count, options, (i, own, context) =>
        {
            double norm = FiniteInBatch(matrices[i], i, nameof(matrices));
            return Invert(matrices[i], norm, own, context);
        }, cancellationToken);
    }

    /// <summary>Solves many least-squares problems <c>min ‖A_i X_i − B_i‖_F</c> of one shape, several at once.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrices">m × n matrices.</param>
    /// <param name="rightSides">As many m × p matrices.</param>
    /// <param name="options">The options; the defaults if left out. Progress counts matrices.</param>
    /// <param name="cancellationToken">Cancels between matrices.</param>
    /// <returns>The n × p solutions in the same order, each what <see cref="Solve{T}"/> gives.</returns>
    /// <exception cref="ArgumentNullException">A list or one of its matrices is null.</exception>
    /// <exception cref="ArgumentException">The counts or shapes do not fit, or an entry is NaN or infinite; the message says of which
    /// matrix.</exception>
    /// <inheritdoc cref="Compute{T}" path="/exception"/>
    /// <remarks>As <see cref="ComputeBatch{T}"/>.</remarks>
    public static DenseMatrix<T>[] SolveBatch<T>(
        IReadOnlyList<DenseMatrix<T>> matrices, IReadOnlyList<DenseMatrix<T>> rightSides, PseudoInverseOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        CheckBatch(matrices, nameof(matrices));
        CheckBatch(rightSides, nameof(rightSides));
        if (matrices.Count != rightSides.Count)
        {
            throw new ArgumentException($"There are {rightSides.Count} right sides for {matrices.Count} matrices.", nameof(rightSides));
        }

        if (matrices.Count > 0)
        {
            MatrixGuard.HasRows(rightSides[0], matrices[0].RowCount, nameof(rightSides),
                $"each matrix is {MatrixGuard.Shape(matrices[0])}");
        }

        return InBatch(matrices.Count, options, (i, own, context) =>
        {
            double norm = FiniteInBatch(matrices[i], i, nameof(matrices));
            FiniteInBatch(rightSides[i], i, nameof(rightSides));
            return Apply(matrices[i], norm, rightSides[i], own, context).X;
        }, cancellationToken);
    }

    private static TResult[] InBatch<TResult>(
        int count, PseudoInverseOptions? options, Func<int, PseudoInverseOptions, RunContext, TResult> one,
            CancellationToken cancellationToken)
    {
        using var call = Call.Begin(options, cancellationToken);
        RunContext outer = call.Context;
        outer.Step("batch", 0, Math.Max(1, count));
        PseudoInverseOptions own = call.Options with { Progress = null, MaxDegreeOfParallelism = 1 };
        TResult[] results = new TResult[count];
        int threads = Math.Max(1, outer.MaxDegreeOfParallelism);

        // Progress is promised on the calling thread: between rounds of so many matrices that each thread has enough to do.
        int perRound = Math.Max(64 * threads, (count + 15) / 16);
        for (int start = 0; start < count; start += perRound)
        {
            int end = Math.Min(count, start + perRound);
            try
            {
                Parallel.For(start, end, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
                    i =>
                {
                    using var limit = NativeThreads.Limit(1);
                    results[i] = one(i, own, new RunContext(own, cancellationToken));
                });
            }
            catch (AggregateException exception)
            {
                // Of several bad matrices the first that was found, as itself.
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }

            if (end < count)
            {
                outer.Step("batch", end, count);
            }
        }

        return call.Done(results);
    }

    private static void CheckBatch<T>(IReadOnlyList<DenseMatrix<T>> matrices, string name)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrices, name);
        for (int i = 0; i < matrices.Count; i++)
        {
            DenseMatrix<T> matrix = matrices[i] ?? throw new ArgumentNullException(name, $"The matrix {i} of {matrices.Count} is null.");
            if (matrix.RowCount != matrices[0].RowCount || matrix.ColumnCount != matrices[0].ColumnCount)
            {
                throw new ArgumentException(
                    $"The matrix {i} is {MatrixGuard.Shape(matrix)}, but the matrix 0 is {MatrixGuard.Shape(matrices[0])}; a batch has "
                        + "one shape.", name);
            }
        }
    }

    private static double FiniteInBatch<T>(DenseMatrix<T> matrix, int index, string name)
        where T : unmanaged, INumberBase<T>
    {
        try
        {
            return MatrixGuard.Finite(matrix, name, 1);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"In the matrix {index} of the batch: {exception.Message}", name, exception);
        }
    }
}
