using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Interop;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleBatchSvdTests : BatchSvdTests<float>;

public sealed class DoubleBatchSvdTests : BatchSvdTests<double>;

public sealed class ComplexBatchSvdTests : BatchSvdTests<Complex>;

/// <summary>Many matrices in one call: the results of many calls.</summary>
public abstract class BatchSvdTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Results_are_those_of_single_calls() => Cases.Check(sizes =>
    {
        int count = 1 + (sizes.Seed % 5);
        Complex[][,] entries = [.. Enumerable.Range(0, count).Select(i => Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed + i))];
        Stored<T>[] stored = [.. entries.Select((e, i) => new Stored<T>(i % 2 == 0 ? sizes.A : sizes.B, e, isPaddingNaN: true))];
        DenseMatrix<T>[] matrices = [.. stored.Select(s => s.Matrix)];
        int rank = sizes.K % (Math.Min(sizes.M, sizes.N) + 1);
        Truncation truncation = sizes.Seed % 3 == 0 ? Truncation.RelativeError(0.3) : rank;
        TruncatedSvdMethod method = sizes.Seed % 2 == 0 ? TruncatedSvdMethod.Full : TruncatedSvdMethod.SubspaceIteration;
        TruncatedSvdOptions options = new() { Method = method, Seed = (ulong)sizes.Seed };
        AssertSingleCalls(matrices, TruncatedSvd.ComputeBatch(matrices, truncation, options), truncation, options);

        // The same as a tensor, and as the transposed tensor.
        Tensor<T> tensor = Tensor.Create([.. entries.SelectMany(e => e.Cast<Complex>()).Select(Oracle.To<T>)], [count, sizes.M, sizes.N]);
        AssertSingleCalls(matrices, TruncatedSvd.ComputeBatch(tensor, truncation, options), truncation, options);
        Array.ForEach(stored, s => s.AssertUnchanged());
    });

    [Fact]
    public void A_slice_of_a_tensor_and_its_transpose_are_viewed()
    {
        T[] values = [.. Enumerable.Range(0, 5 * 8 * 7).Select(i => Scalar<T>.FromParts(Math.Sin(i * i), Math.Cos(i)))];
        Tensor<T> whole = Tensor.Create(values, [5, 8, 7]);
        Tensor<T> slice = whole.Slice([1..4, 2..8, 1..6]);
        Tensor<T> transposed = Tensor.PermuteDimensions(slice, [0, 2, 1]);
        DenseMatrix<T>[] matrices = [.. Enumerable.Range(1, 3).Select(
            b => DenseMatrix.Wrap(values.AsMemory((b * 56) + (2 * 7) + 1), 6, 5, MatrixLayout.RowMajor, 7))];
        AssertSingleCalls(matrices, TruncatedSvd.ComputeBatch(slice, 3), 3, new TruncatedSvdOptions());
        AssertSingleCalls([.. matrices.Select(m => m.Transpose())], TruncatedSvd.ComputeBatch(transposed, 3), 3, new TruncatedSvdOptions());
        Tensor<T> strided = Tensor.PermuteDimensions(whole, [2, 0, 1]);
        AssertSingleCalls(
            [.. Enumerable.Range(0, 7).Select(
                k => Oracle.ToMatrix<T>(Oracle.Build(5, 8, (i, j) => Oracle.Of(values[(i * 56) + (j * 7) + k]))))],
            TruncatedSvd.ComputeBatch(Tensor.Create(strided.ToArray(), [7, 5, 8]), 2),
            2,
            new TruncatedSvdOptions());
        ArgumentException refused = Assert.Throws<ArgumentException>("matrices", () => TruncatedSvd.ComputeBatch(Reshaped(values), 2));
        Assert.Contains("strides", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("matrices", () => TruncatedSvd.ComputeBatch(Tensor.Create(values, [5, 56]), 2));
        Assert.Throws<ArgumentNullException>("matrices", () => TruncatedSvd.ComputeBatch((Tensor<T>)null!, 2));
        Assert.Empty(TruncatedSvd.ComputeBatch(Tensor.Create<T>([], [0, 4, 3]), 2));
        Assert.Equal(3, TruncatedSvd.ComputeBatch(Tensor.Create<T>([], [3, 4, 0]), 0).Length);

        static Tensor<T> Reshaped(T[] values) => Tensor.Create(values, 0, [5, 4, 3], [56, 14, 2]);
    }

    [Fact]
    public void Nothing_depends_on_the_number_of_threads()
    {
        DenseMatrix<T>[] matrices = Gaussians(60, 40, 20);
        TruncatedSvdOptions options = new() { Method = TruncatedSvdMethod.SubspaceIteration, MaxDegreeOfParallelism = 1 };
        ImmutableArray<TruncatedSvd<T>> alone = TruncatedSvd.ComputeBatch(matrices, 5, options);
        int before = NativeThreads.Current;
        foreach (int? threads in new int?[] { 2, 16, null })
        {
            ImmutableArray<TruncatedSvd<T>> together = TruncatedSvd.ComputeBatch(
                matrices, 5, options with { MaxDegreeOfParallelism = threads });
            for (int i = 0; i < matrices.Length; i++)
            {
                Expect.Close<T>(Oracle.Of(together[i].ToDense()), Oracle.Of(alone[i].ToDense()), 40, matrices[i].FrobeniusNorm(),
                    $"matrix {i} on {threads} threads");
            }
        }

        Assert.Equal(before, NativeThreads.Current);
    }

    [Fact]
    public void The_first_matrix_at_fault_is_named()
    {
        DenseMatrix<T>[] matrices = Gaussians(200, 8, 5);
        foreach (int index in new[] { 199, 117, 23 })
        {
            // Each round adds one before the others.
            matrices[index][3, 2] = Scalar<T>.FromDouble(double.NaN);
            ArgumentException thrown = Assert.Throws<ArgumentException>("matrices", () => TruncatedSvd.ComputeBatch(matrices, 2));
            Assert.StartsWith($"matrices[{index}]: a (8 × 5) has the entry ", thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Parameter 'a'", thrown.Message, StringComparison.Ordinal);
        }

        matrices[7] = DenseMatrix.Create<T>(8, 4);
        ArgumentException shapes = Assert.Throws<ArgumentException>("matrices", () => TruncatedSvd.ComputeBatch(matrices, 2));
        Assert.Contains("matrices[7] is 8 × 4, but matrices[0] is 8 × 5", shapes.Message, StringComparison.Ordinal);
        matrices[5] = null!;
        Assert.Contains("matrices[5]", Assert.Throws<ArgumentException>("matrices", () => TruncatedSvd.ComputeBatch(matrices, 2)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("matrices", () => TruncatedSvd.ComputeBatch((DenseMatrix<T>[])null!, 2));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => TruncatedSvd.ComputeBatch(Gaussians(3, 8, 5), 6));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Oversampling", () => TruncatedSvd.ComputeBatch(Gaussians(3, 8, 5), 2, new TruncatedSvdOptions { Oversampling = -1 }));
        Assert.Empty(TruncatedSvd.ComputeBatch<T>(Array.Empty<DenseMatrix<T>>(), 3));
    }

    [Fact]
    public void Progress_rises_on_the_calling_thread_and_cancellation_ends_the_batch()
    {
        DenseMatrix<T>[] matrices = Gaussians(300, 12, 10);
        List<(int Thread, double Fraction)> reports = [];
        TruncatedSvdOptions options =
            new() { Progress = new Reporter(value => reports.Add((Environment.CurrentManagedThreadId, value.Fraction))) };
        TruncatedSvd.ComputeBatch(matrices, 2, options);
        Assert.All(reports, r => Assert.Equal(Environment.CurrentManagedThreadId, r.Thread));
        Assert.Equal(reports.Select(r => r.Fraction).Order(), reports.Select(r => r.Fraction));
        Assert.Equal((0, 1), (reports[0].Fraction, reports[^1].Fraction));
        Assert.Single(reports, r => r.Fraction == 1);
        Assert.True(reports.Count > 2, $"{reports.Count} reports");

        foreach (int last in new[] { 0, 1, 5 })
        {
            using CancellationTokenSource source = new();
            int count = 0;
            TruncatedSvdOptions cancelling = new()
            {
                MaxDegreeOfParallelism = 1,
                Progress = new Reporter(_ =>
                {
                    if (count++ == last)
                    {
                        source.Cancel();
                    }
                }),
            };
            OperationCanceledException thrown = Assert.ThrowsAny<OperationCanceledException>(
                () => TruncatedSvd.ComputeBatch(matrices, 2, cancelling, source.Token));
            Assert.Equal(source.Token, thrown.CancellationToken);
            Assert.Equal(last + 1, count);
        }

        Assert.ThrowsAny<OperationCanceledException>(
            () => TruncatedSvd.ComputeBatch(matrices, 2, null, new CancellationToken(canceled: true)));

        // What the caller's own handler throws comes back as it is.
        int calls = 0;
        TruncatedSvdOptions failing =
            new() { Progress = new Reporter(_ => throw (calls++ > 0 ? new TimeoutException() : new FormatException())) };
        Assert.Throws<FormatException>(() => TruncatedSvd.ComputeBatch(matrices, 2, failing));
    }

    private static DenseMatrix<T>[] Gaussians(int count, int rows, int columns) =>
        [.. Enumerable.Range(0, count).Select(i => Oracle.ToMatrix<T>(Oracle.Gaussian<T>(rows, columns, i), (MatrixLayout)(i % 2)))];

    private static void AssertSingleCalls(
        DenseMatrix<T>[] matrices, ImmutableArray<TruncatedSvd<T>> batch, Truncation truncation, TruncatedSvdOptions options)
    {
        Assert.Equal(matrices.Length, batch.Length);
        options = options with { MaxDegreeOfParallelism = 1 };
        for (int i = 0; i < matrices.Length; i++)
        {
            TruncatedSvd<T> single = TruncatedSvd.Compute(matrices[i], truncation, options);
            double norm = matrices[i].FrobeniusNorm();
            int size = Math.Max(single.RowCount, single.ColumnCount);
            Assert.Equal((single.Rank, single.Method, single.RowCount, single.ColumnCount),
                (batch[i].Rank, batch[i].Method, batch[i].RowCount, batch[i].ColumnCount));
            for (int j = 0; j < single.Rank; j++)
            {
                Expect.Close(batch[i].SingularValues[j], single.SingularValues[j], Expect.Rounding<T>(size, norm), $"σ_{j} of matrix {i}");
            }

            Expect.Close(batch[i].Error.Frobenius, single.Error.Frobenius, Math.Sqrt(Expect.Rounding<T>(size, 1)) * norm,
                $"the error of matrix {i}");
        }
    }

    private sealed class Reporter(Action<LowRankProgress> report) : IProgress<LowRankProgress>
    {
        public void Report(LowRankProgress value) => report(value);
    }
}
