using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>How long a product takes, from how fast products and passes over memory are on this machine.</summary>
internal readonly record struct TimePrediction(TimeSpan Approximate, TimeSpan Exact)
{
    private static readonly ConcurrentDictionary<(Type, int), double> _secondsPerTerm = new();

    /// <param name="x">X.</param>
    /// <param name="y">Y.</param>
    /// <param name="selection">The chosen terms.</param>
    /// <param name="pass">How long the pass over both factors for the norms took.</param>
    /// <param name="context">The running call, whose threads are limited already.</param>
    public static TimePrediction Of<T>(DenseMatrix<T> x, DenseMatrix<T> y, TermSelection selection, TimeSpan pass, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int size = Unsafe.SizeOf<T>();
        double read = ((double)x.RowCount + y.ColumnCount) * x.ColumnCount * size;
        double bytesPerSecond =
            read >= Machine.BytesBeyondCaches ? read / Math.Max(1e-6, pass.TotalSeconds) : Machine.BytesPerSecond;
        double outer = (double)x.RowCount * y.ColumnCount;
        double perTerm = _secondsPerTerm.GetOrAdd((typeof(T), context.MaxDegreeOfParallelism), _ => Trial<T>()) * outer;
        double written = outer * size / bytesPerSecond;

        // Of a row-major matrix a gathered entry costs a whole cache line; written and read again as an operand.
        double gathered =
            ((double)x.RowCount + y.ColumnCount) * selection.Indices.Length * (Machine.BytesPerCacheLine + (2 * size)) / bytesPerSecond;
        double exact = (x.ColumnCount * perTerm) + written;
        double approximate = selection.IsExact
            ? exact + pass.TotalSeconds
            : pass.TotalSeconds + gathered + (selection.Indices.Length * perTerm) + written;
        return new TimePrediction(AtLeastOneTick(approximate), AtLeastOneTick(exact));
    }

    // So that their ratio is a number.
    private static TimeSpan AtLeastOneTick(double seconds) => new(Math.Max(1, (long)(seconds * TimeSpan.TicksPerSecond)));

    /// <summary>Seconds for one multiplication and addition in a product, the better of a few.</summary>
    private static double Trial<T>()
        where T : unmanaged, INumberBase<T>
    {
        int size = Tuning<ColumnRowTuning>.Current.TrialSize;
        using Workspace<T> workspace = new();
        MatrixSpan<T> a = workspace.Rent(size, size).Span;
        MatrixSpan<T> c = workspace.Rent(size, size).Span;
        Kernels<T>.Fill(T.One, a);
        double best = double.PositiveInfinity;
        for (int trial = 0; trial < 3; trial++)
        {
            long start = Stopwatch.GetTimestamp();
            Kernels<T>.Gemm(T.One, a, a, T.Zero, c);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best / ((double)size * size * size);
    }
}
