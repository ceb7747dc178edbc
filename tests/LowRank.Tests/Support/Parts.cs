using System.Numerics;
using System.Runtime.ExceptionServices;

namespace LowRank.Tests;

/// <summary>Rows spread over several parts of one process, each of which has a thread of its own.</summary>
internal sealed class Parts : IDisposable
{
    private readonly int[] _counts;
    private readonly Barrier _barrier;
    private readonly Array[] _slots;
    private readonly CancellationTokenSource _failed = new();

    private Parts(int[] counts)
    {
        _counts = counts;
        _barrier = new Barrier(counts.Length);
        _slots = new Array[counts.Length];
    }

    /// <summary>Three parts each: uneven ones, ones of a single row, empty ones, in all places.</summary>
    public static int[][] ThreeOf(int rows) =>
        [[rows / 2, rows - (rows / 2) - 1, 1], [1, 0, rows - 1], [0, rows - 2, 2], [rows / 5, rows - (rows / 5), 0], [rows, 0, 0]];

    /// <summary>What each part makes of its rows. An exception in one ends the others too, and comes out.</summary>
    public static TResult[] Run<TResult>(int[] counts, Func<RowSpace, TResult> body)
    {
        using Parts parts = new(counts);
        TResult[] results = new TResult[counts.Length];
        ExceptionDispatchInfo? failure = null;
        Task[] tasks = [.. Enumerable.Range(0, counts.Length).Select(part => Task.Factory.StartNew(
            () =>
            {
                try
                {
                    results[part] = body(new Space(parts, part));
                }
                catch (Exception exception)
                {
                    if (!parts._failed.IsCancellationRequested)
                    {
                        failure = ExceptionDispatchInfo.Capture(exception);
                        parts._failed.Cancel();
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WaitAll(tasks);
        failure?.Throw();
        return results;
    }

    public void Dispose()
    {
        _barrier.Dispose();
        _failed.Dispose();
    }

    private TItem[][] Exchange<TItem>(int part, ReadOnlySpan<TItem> own)
    {
        _slots[part] = own.ToArray();
        _barrier.SignalAndWait(_failed.Token);
        TItem[][] all = [.. _slots.Select(slot => (TItem[])slot)];
        Assert.All(all, slot => Assert.Equal(all[0].Length, slot.Length));
        _barrier.SignalAndWait(_failed.Token);
        return all;
    }

    private sealed class Space(Parts parts, int part) : RowSpace
    {
        public override long Count => parts._counts.Sum();

        public override long First => parts._counts.Take(part).Sum();

        public override int LocalCount => parts._counts[part];

        public override int PartCount => parts._counts.Length;

        public override int Part => part;

        public override bool IsLocal => false;

        public override void Sum(Span<double> values) => Add(values);

        public override void Sum(Span<float> values) => Add(values);

        public override double Maximum(double value) => parts.Exchange<double>(part, [value]).Select(slot => slot[0]).Aggregate(Math.Max);

        public override void Broadcast(Span<byte> bytes) => parts.Exchange<byte>(part, bytes)[0].CopyTo(bytes);

        private void Add<TReal>(Span<TReal> values)
            where TReal : unmanaged, INumberBase<TReal>
        {
            TReal[][] all = parts.Exchange<TReal>(part, values);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = all[0][i];
                for (int other = 1; other < all.Length; other++)
                {
                    values[i] += all[other][i];
                }
            }
        }
    }
}

/// <summary>One part's rows of a matrix, as an operator.</summary>
internal class PartOperator<T>(DenseMatrix<T> whole, RowSpace space) : ILinearOperator<T>, IRowPartitioned
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T> _own = whole.AsRows((int)space.First, space.LocalCount);

    public RowSpace Rows => space;

    public int RowCount => _own.RowCount;

    public int ColumnCount => _own.ColumnCount;

    protected DenseMatrix<T> Whole => whole;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => _own.Multiply(x, destination);

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        _own.MultiplyAdjoint(x, destination);
        space.Sum(destination);
    }
}

/// <summary>The same, which knows the norm of the whole.</summary>
internal sealed class NormedPartOperator<T>(DenseMatrix<T> whole, RowSpace space) : PartOperator<T>(whole, space), IFrobeniusNorm
    where T : unmanaged, INumberBase<T>
{
    public double FrobeniusNorm() => Whole.FrobeniusNorm();
}
