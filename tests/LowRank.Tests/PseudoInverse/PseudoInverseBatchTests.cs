using System.Numerics;

namespace LowRank.Tests;

public sealed class PseudoInverseBatchTestsOfSingle : PseudoInverseBatchTests<float>;

public sealed class PseudoInverseBatchTestsOfDouble : PseudoInverseBatchTests<double>;

public sealed class PseudoInverseBatchTestsOfComplex : PseudoInverseBatchTests<Complex>;

public abstract class PseudoInverseBatchTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Theory]
    [InlineData(0, 4, 3)]
    [InlineData(1, 4, 3)]
    [InlineData(200, 7, 4)]
    [InlineData(50, 4, 9)]
    [InlineData(3, 0, 5)]
    public void A_batch_is_its_single_results_in_order(int count, int rows, int columns)
    {
        DenseMatrix<T>[] matrices = Matrices(count, rows, columns);
        DenseMatrix<T>[] rightSides = Matrices(count, rows, 2);
        foreach (int? threads in new int?[] { null, 1, 3 })
        {
            PseudoInverseOptions options = new() { MaxDegreeOfParallelism = threads };
            PseudoInverse<T>[] batch = PseudoInverse.ComputeBatch(matrices, options);
            DenseMatrix<T>[] solutions = PseudoInverse.SolveBatch(matrices, rightSides, options);
            Assert.Equal((count, count), (batch.Length, solutions.Length));
            for (int i = 0; i < count; i++)
            {
                PseudoInverse<T> single = PseudoInverse.Compute(matrices[i]);
                Assert.Equal((single.Rank, single.Method), (batch[i].Rank, batch[i].Method));
                Complex[,] x = Oracle.Of(single.ToDense());
                double rounding = Expect.Rounding<T>(Math.Max(rows, columns), 1 + Math.Pow(Oracle.Norm(x) + 3, 2));
                Expect.Close(Oracle.Of(batch[i].ToDense()), x, rounding, $"A⁺ of matrix {i}");
                Expect.Close(Oracle.Of(solutions[i]), Oracle.Multiply(x, Oracle.Of(rightSides[i])), rounding * 10, $"solution {i}");
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_named_by_its_place_in_the_batch()
    {
        DenseMatrix<T>[] matrices = Matrices(5, 4, 3);
        matrices[3] = matrices[3].Transpose();
        ArgumentException exception = Assert.Throws<ArgumentException>("matrices", () => PseudoInverse.ComputeBatch(matrices));
        Assert.Contains("matrix 3 is 3 × 4", exception.Message, StringComparison.Ordinal);

        matrices = Matrices(5, 4, 3);
        matrices[4][1, 2] = Oracle.To<T>(double.NaN);
        exception = Assert.Throws<ArgumentException>("matrices", () => PseudoInverse.ComputeBatch(matrices));
        Assert.Contains("matrix 4", exception.Message, StringComparison.Ordinal);
        Assert.Contains("row 1, column 2", exception.Message, StringComparison.Ordinal);

        DenseMatrix<T>[] rightSides = Matrices(5, 4, 1);
        rightSides[2][0, 0] = Oracle.To<T>(double.PositiveInfinity);
        exception = Assert.Throws<ArgumentException>("rightSides", () => PseudoInverse.SolveBatch(Matrices(5, 4, 3), rightSides));
        Assert.Contains("matrix 2", exception.Message, StringComparison.Ordinal);

        Assert.Throws<ArgumentException>("rightSides", () => PseudoInverse.SolveBatch(Matrices(5, 4, 3), Matrices(4, 4, 1)));
        Assert.Throws<ArgumentException>("rightSides", () => PseudoInverse.SolveBatch(Matrices(5, 4, 3), Matrices(5, 3, 1)));
        Assert.Throws<ArgumentNullException>("matrices", () => PseudoInverse.ComputeBatch<T>(null!));
        Assert.Throws<ArgumentNullException>("matrices", () => PseudoInverse.ComputeBatch<T>([null!]));
    }

    [Fact]
    public void Progress_counts_up_on_the_calling_thread_and_cancellation_is_honoured()
    {
        int thread = Environment.CurrentManagedThreadId;
        List<LowRankProgress> reports = [];
        using CancellationTokenSource source = new();
        Progress progress = new(r =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            reports.Add(r);
        });
        PseudoInverse.ComputeBatch(
            Matrices(400, 3, 2), new PseudoInverseOptions { Progress = progress, MaxDegreeOfParallelism = 2 }, source.Token);
        Assert.True(reports.Count >= 3);
        Assert.Equal(0, reports[0].Fraction);
        Assert.Equal(reports.Select(r => r.Fraction).Order(), reports.Select(r => r.Fraction));
        Assert.Single(reports, r => r.Fraction == 1);

        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PseudoInverse.ComputeBatch(Matrices(4, 3, 2), null, source.Token));
    }

    private static DenseMatrix<T>[] Matrices(int count, int rows, int columns) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            // Every third one of rank 1, in changing layouts.
            Complex[,] values = i % 3 == 1
                ? Oracle.Multiply(Oracle.Gaussian<T>(rows, 1, i), Oracle.Gaussian<T>(1, columns, i + 1))
                : Oracle.Gaussian<T>(rows, columns, i);
            return Oracle.ToMatrix<T>(values, i % 2 == 0 ? MatrixLayout.RowMajor : MatrixLayout.ColumnMajor);
        }),
    ];

    private sealed class Progress(Action<LowRankProgress> action) : IProgress<LowRankProgress>
    {
        public void Report(LowRankProgress value) => action(value);
    }
}
