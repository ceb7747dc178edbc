using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank;

/// <content>Many small matrices of one shape.</content>
public static partial class TruncatedSvd
{
    /// <summary>Computes the truncated SVD of each of many matrices of one shape, several at a time, each on one thread.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrices">The matrices, all m × n, in any layouts. They are not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed for each. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">
    /// The options of each; the defaults if left out. <see cref="LowRankOptions.MaxDegreeOfParallelism"/> is how many matrices are worked
    /// on at a time, and progress is reported as the share of matrices that are done.
    /// </param>
    /// <param name="cancellationToken">Cancels between matrices, and between the native calls for each.</param>
    /// <returns>One result for each matrix, in their order: what <see cref="Compute"/> gives for it with the same options, on one
    /// thread.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="matrices"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// A matrix is null, of another shape than the first, or has an entry that is NaN or infinite; the message says which.
    /// </exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed; the message says for
    /// which.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost: that of one call for each matrix, without the threads of the native library waiting for each other within each. If several
    /// matrices are at fault, the exception is that of the first.
    /// </remarks>
    public static ImmutableArray<TruncatedSvd<T>> ComputeBatch<T>(
        IReadOnlyList<DenseMatrix<T>> matrices, Truncation truncation, TruncatedSvdOptions? options = null,
            CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrices);
        options ??= new TruncatedSvdOptions();
        options.Validate();
        CheckBatch(matrices, truncation);
        RunContext context = new(options, cancellationToken);
        context.Step("batch", 0, 1);
        TruncatedSvd<T>[] results = new TruncatedSvd<T>[matrices.Count];
        TruncatedSvdOptions single = options with { MaxDegreeOfParallelism = 1, Progress = null };
        RunBatch(results.Length, context, nameof(matrices), i =>
            results[i] = Compute(matrices[i], truncation, single, cancellationToken), cancellationToken);
        context.Step("done", 1, 1);
        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    /// <summary>Computes the truncated SVD of each m × n slice of a tensor of rank 3, several at a time, each on one thread.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="matrices">A tensor of the lengths (count, m, n); the rows or the columns of its slices are contiguous. It is neither
    /// copied nor changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed for each. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options of each; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between matrices, and between the native calls for each.</param>
    /// <returns>One result for each slice, in their order.</returns>
    /// <exception cref="ArgumentException">The tensor's rank is not 3, neither rows nor columns are contiguous, or an entry is NaN or
    /// infinite.</exception>
    /// <inheritdoc cref="ComputeBatch{T}(IReadOnlyList{DenseMatrix{T}}, Truncation, TruncatedSvdOptions?, CancellationToken)"/>
    public static ImmutableArray<TruncatedSvd<T>> ComputeBatch<T>(
        Tensor<T> matrices, Truncation truncation, TruncatedSvdOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(matrices);
        return ComputeBatch(Slices(matrices, nameof(matrices)), truncation, options, cancellationToken);
    }

    private static void CheckBatch<T>(IReadOnlyList<DenseMatrix<T>> matrices, Truncation truncation)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < matrices.Count; i++)
        {
            if (matrices[i] is not { } matrix)
            {
                throw new ArgumentException($"matrices[{i}] is null.", nameof(matrices));
            }

            if (matrix.RowCount != matrices[0].RowCount || matrix.ColumnCount != matrices[0].ColumnCount)
            {
                throw new ArgumentException(
                    $"matrices[{i}] is {MatrixGuard.Shape(matrix)}, but matrices[0] is {MatrixGuard.Shape(matrices[0])}; a batch has "
                        + "one shape.",
                    nameof(matrices));
            }
        }

        if (matrices.Count > 0)
        {
            truncation.RankLimit(matrices[0].RowCount, matrices[0].ColumnCount, nameof(truncation));
        }
    }

    /// <summary>Calls an action for each number below count, in parallel; of several failures the one of the smallest number is
    /// thrown.</summary>
    private static void RunBatch(int count, RunContext context, string name, Action<int> action, CancellationToken cancellationToken)
    {
        Exception?[] failures = new Exception?[count];
        int caller = Environment.CurrentManagedThreadId;
        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = context.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, count, parallel, (i, state) =>
            {
                try
                {
                    action(i);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    // Break, not Stop: smaller numbers are still tried, so that the failure reported does not depend on the threads.
                    failures[i] = failure;
                    state.Break();
                    return;
                }

                int finished = Interlocked.Increment(ref done);
                if (Environment.CurrentManagedThreadId == caller && finished < count)
                {
                    context.Step("batch", finished, count);
                }
            });
        }
        catch (AggregateException exception)
        {
            // What action throws is kept above, so this is cancellation within it, or the caller's own handler of progress.
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        int first = Array.FindIndex(failures, failure => failure is not null);
        if (first >= 0)
        {
            ThrowFailure($"{name}[{first}]", failures[first]!, name);
        }
    }

    private static void ThrowFailure(string which, Exception failure, string name)
    {
        if (failure is ArgumentException argument)
        {
            // Its message ends with the name of the parameter of the call for one matrix, which the caller has not made.
            string message = argument.Message.Replace($" (Parameter '{argument.ParamName}')", "", StringComparison.Ordinal);
            throw new ArgumentException($"{which}: {message}", name, argument);
        }

        if (failure is NonConvergenceException)
        {
            throw new NonConvergenceException($"{which}: {failure.Message}", failure);
        }

        ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Views of the slices.</summary>
    private static DenseMatrix<T>[] Slices<T>(Tensor<T> tensor, string name)
        where T : unmanaged, INumberBase<T>
    {
        if (tensor.Rank != 3)
        {
            throw new ArgumentException($"A batch needs a tensor of rank 3 (count, m, n), but {name} has rank {tensor.Rank}.", name);
        }

        int count = checked((int)tensor.Lengths[0]);
        int rows = checked((int)tensor.Lengths[1]);
        int columns = checked((int)tensor.Lengths[2]);
        DenseMatrix<T>[] slices = new DenseMatrix<T>[count];
        if (rows == 0 || columns == 0)
        {
            Array.Fill(slices, DenseMatrix.Create<T>(rows, columns));
            return slices;
        }

        // A dimension of length 1 may have any stride, 0 included: nothing is ever stepped over.
        nint step = count == 1 ? 0 : tensor.Strides[0];
        nint rowStride = rows == 1 ? columns : tensor.Strides[1];
        nint columnStride = columns == 1 ? 1 : tensor.Strides[2];
        bool isRowMajor = columnStride == 1 && rowStride >= columns;
        if (!isRowMajor && !((rows == 1 || tensor.Strides[1] == 1) && columnStride >= rows))
        {
            throw new ArgumentException(
                $"The slices of the tensor are {rows} × {columns} with the strides {tensor.Strides[1]} and {tensor.Strides[2]}; one of "
                    + "them must be 1. Copy it to a dense tensor first.",
                name);
        }

        Memory<T> memory = count == 0 ? default : new TensorMemoryManager<T>(tensor).Memory;
        for (int i = 0; i < count; i++)
        {
            slices[i] = isRowMajor
                ? DenseMatrix.Wrap(memory[(int)(i * step)..], rows, columns, MatrixLayout.RowMajor, (int)rowStride)
                : DenseMatrix.Wrap(memory[(int)(i * step)..], rows, columns, MatrixLayout.ColumnMajor, (int)columnStride);
        }

        return slices;
    }
}
