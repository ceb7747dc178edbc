using System.Numerics;

namespace LowRank.Tests;

/// <summary>Many threads at once, on matrices large enough for several native threads each: the answers are those of one thread. All entry
/// points, on small ones, run so in <see cref="EntryPointTests{T}"/>.</summary>
public sealed class ConcurrencyTests
{
    private const int ThreadCount = 16;
    private const int Rounds = 12;

    [Fact]
    public async Task Sixteen_threads_calling_different_entry_points_get_the_single_threaded_results()
    {
        Func<Complex[,]>[] calls = [.. Calls<float>(), .. Calls<double>(), .. Calls<Complex>()];
        Complex[][,] expected = [.. calls.Select(call => call())];
        using Barrier barrier = new(ThreadCount);
        Task[] threads = [.. Enumerable.Range(0, ThreadCount).Select(thread => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                for (int round = 0; round < Rounds; round++)
                {
                    int index = (thread + (round * 5)) % calls.Length;
                    Complex[,] result = calls[index]();
                    double size = Oracle.Norm(expected[index]);
                    Expect.Close(result, expected[index], 1e-4 * size, $"call {index} on thread {thread}, round {round}");
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        await Task.WhenAll(threads);
    }

    /// <summary>The same matrix object, read by all.</summary>
    [Fact]
    public void One_result_may_be_used_by_many_threads()
    {
        DenseMatrix<double> a = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(60, 40, 1));
        DenseMatrix<double> x = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(40, 5, 2));
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a, 10);
        Complex[,] expected = Oracle.Of(svd.Multiply(x));
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount }, _ =>
        {
            Expect.Close(Oracle.Of(svd.Multiply(x)), expected, 1e-12, "the product");
            Assert.Equal(svd.SingularValues, TruncatedSvd.Compute(a, 10).SingularValues, (s, t) => Math.Abs(s - t) < 1e-11);
        });
    }

    private static IEnumerable<Func<Complex[,]>> Calls<T>()
        where T : unmanaged, INumberBase<T>
    {
        // Clear gaps at the ranks taken, so that rounding does not decide.
        MatrixCase c = new(70, 50, 50, SpectrumFamily.Flat, MatrixLayout.RowMajor, 1, 5);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, 50).Select(j => j < 6 ? 3.0 - (0.4 * j) : 0.01)]);
        TruncatedSvdOptions randomized = new() { Method = TruncatedSvdMethod.SubspaceIteration };
        ColumnRowOptions topK = new() { Scheme = ColumnRowScheme.TopK, MaxDegreeOfParallelism = 1 };
        InterpolativeDecompositionOptions sketched = new() { Selection = ColumnSelectionMethod.RangeFinderPivotedQr };
        InterpolativeDecompositionOptions rows = new() { Side = InterpolativeSide.Rows };
        DenseMatrix<T> a = known.Matrix;
        DenseMatrix<T> b = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(70, 3, 6));
        yield return () => Oracle.Of(PseudoInverse.Compute(a).ToDense());
        yield return () => Oracle.Of(PseudoInverse.Solve(a, b));
        yield return () => Oracle.Of(TruncatedSvd.Compute(a, 6).ToDense());
        yield return () => Oracle.Of(TruncatedSvd.Compute(a, 6, randomized).ToDense());
        yield return () => Oracle.Of(
            TruncatedSvd.Compute(a, Truncation.RelativeError(0.1), randomized with { MaxDegreeOfParallelism = 2 }).ToDense());
        yield return () => Oracle.Of(ColumnRow.Multiply(a.Transpose(), b, 20).Product);
        yield return () => Oracle.Of(ColumnRow.Multiply(a.Transpose(), b, 20, topK).Product);
        yield return () => Oracle.Of(InterpolativeDecomposition.Compute(a, 6).Coefficients);
        yield return () => Oracle.Of(InterpolativeDecomposition.Compute(a, 6, sketched).Coefficients);
        yield return () => Oracle.Of(InterpolativeDecomposition.Compute(a, 6, rows).Coefficients);
    }
}
