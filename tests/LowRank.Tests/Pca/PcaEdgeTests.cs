using System.Numerics;

namespace LowRank.Tests;

/// <summary>Single samples, single features, constant features, arguments that are refused, progress and cancellation.</summary>
public sealed class PcaEdgeTests
{
    private static readonly DenseMatrix<double> A = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(60, 40, 1));

    [Fact]
    public void Known_numbers()
    {
        // Samples (1, 2), (3, 6), (5, 10): on one line through the mean (3, 6), in the direction (1, 2) / √5.
        DenseMatrix<double> a = DenseMatrix.FromArray(new double[,] { { 1, 2 }, { 3, 6 }, { 5, 10 } });
        (Pca<double> pca, DenseMatrix<double> scores) = Pca.FitTransform(a, 2);
        Assert.Equal([3, 6], pca.Mean);
        Assert.Equal([1, 1], pca.Scale);
        Assert.Equal(20, pca.TotalVariance, 1e-12);
        Assert.Equal(20, pca.ExplainedVariance[0], 1e-12);
        Assert.Equal(0, pca.ExplainedVariance[1], 1e-12);
        Assert.Equal(1, pca.ExplainedVarianceRatio[0], 1e-14);
        Assert.Equal(0, pca.NoiseVariance);
        double root = Math.Sqrt(20);
        Assert.Equal([-root, 0, root], new[] { scores[0, 0], scores[1, 0], scores[2, 0] }.Select(s => scores[0, 0] > 0 ? -s : s), (x, y) =>
            Math.Abs(x - y) < 1e-12);
        Assert.Equal(0.5, pca.Components[0, 0] / pca.Components[0, 1], 1e-12);

        // Of the correlation matrix both features have variance 1.
        Pca<double> scaled = Pca.Fit(a, 1, new PcaOptions { Scaling = PcaScaling.UnitVariance });
        Assert.Equal([2, 4], scaled.Scale);
        Assert.Equal(2, scaled.TotalVariance, 1e-12);
        Assert.Equal(2, scaled.ExplainedVariance[0], 1e-12);

        // Of two components one is left out: it has the variance that is left, here 0.
        Pca<double> one = Pca.Fit(DenseMatrix.FromArray(new double[,] { { 3, 0 }, { -3, 0 }, { 0, 1 }, { 0, -1 } }), 1);
        Assert.Equal(6, one.ExplainedVariance[0], 1e-12);
        Assert.Equal(2.0 / 3, one.NoiseVariance, 1e-12);
        Assert.Equal(0.9, one.ExplainedVarianceRatio[0], 1e-12);
        Assert.Equal("Pca 4 × 2, 1 components, 90.0 % of the variance", one.ToString());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    public void Single_and_missing_samples_and_features(int rows, int columns)
    {
        foreach (PcaScaling scaling in Enum.GetValues<PcaScaling>())
        {
            foreach (bool whiten in new[] { false, true })
            {
                DenseMatrix<double> a = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(rows, columns, 2));
                int rank = Math.Min(rows, columns);
                (Pca<double> pca, DenseMatrix<double> scores) = Pca.FitTransform(
                    a, rank, new PcaOptions { Scaling = scaling, Whiten = whiten });
                Assert.All(pca.ExplainedVariance, v => Assert.True(v >= 0 && double.IsFinite(v)));
                Assert.All(pca.ExplainedVarianceRatio, r => Assert.InRange(r, 0, 1 + 1e-12));
                Assert.All(pca.Scale, s => Assert.True(s > 0));
                Assert.True(double.IsFinite(pca.TotalVariance) && double.IsFinite(pca.NoiseVariance));
                Assert.Equal((rows, rank), (scores.RowCount, scores.ColumnCount));
                Expect.Close(Oracle.Of(pca.InverseTransform(scores)), Oracle.Of(a), 1e-12, "there and back");
                if (rows == 1)
                {
                    Assert.Equal(0, pca.TotalVariance);
                    Expect.Close(Oracle.Of(scores), Oracle.Filled(1, rank, 0), 0, "a single sample is the mean");
                }
            }
        }
    }

    /// <summary>0.1 is no number of base two, and its sum is rounded; a constant feature has the variance 0 all the same.</summary>
    [Fact]
    public void Constant_features_have_no_variance_and_the_scale_1()
    {
        DenseMatrix<double> a = A.ToDense();
        for (int i = 0; i < a.RowCount; i++)
        {
            a[i, 3] = 0.1;
            a[i, 7] = 0;
            a[i, 11] = -1e100 / 3;
        }

        foreach (ILinearOperator<double> input in new ILinearOperator<double>[] { a, a.ToDense(MatrixLayout.ColumnMajor),
            SparseMatrix.FromDense(a), new SourceOperator<double>(a) })
        {
            Pca<double> pca = Pca.Fit(input, 37, new PcaOptions { Scaling = PcaScaling.UnitVariance });
            Assert.Equal((1, 1, 1), (pca.Scale[3], pca.Scale[7], pca.Scale[11]));
            Assert.Equal((0.1, 0, -1e100 / 3), (pca.Mean[3], pca.Mean[7], pca.Mean[11]));
            if (input is DenseMatrix<double> dense)
            {
                Assert.Equal(37, pca.TotalVariance, 1e-10);
                DenseMatrix<double> scores = pca.Transform(dense);
                Assert.All(Enumerable.Range(0, 60), i => Assert.InRange(scores[i, 0], -20, 20));
            }
        }

        DenseMatrix<double> constant = DenseMatrix.Create<double>(7, 3);
        constant.Memory.Span.Fill(1.0 / 3);
        Pca<double> nothing = Pca.Fit(constant, 2);
        Assert.Equal([0, 0], nothing.ExplainedVarianceRatio);
        Assert.Equal(0, nothing.TotalVariance);
    }

    /// <summary>The mean of these is no double: the nearest one is wrong by 1/24, and the variance is right all the same.</summary>
    [Fact]
    public void The_variance_is_corrected_for_the_rounding_of_the_mean()
    {
        DenseMatrix<double> a = DenseMatrix.FromArray(new[,] { { 1e15 }, { 1e15 }, { 1e15 + 1 } });
        foreach (ILinearOperator<double> input in new ILinearOperator<double>[] { a, a.ToDense(MatrixLayout.ColumnMajor),
            SparseMatrix.FromDense(a) })
        {
            Assert.Equal(1.0 / 3, Pca.Fit(input, 1).TotalVariance, 1e-12);
        }
    }

    [Fact]
    public void An_operator_without_a_norm_has_its_total_variance_estimated()
    {
        DenseMatrix<double> a = A;
        ILinearOperator<double> products = LinearOperator.Create<double>(60, 40, a.Multiply, a.MultiplyAdjoint);
        Pca<double> pca = Pca.Fit(
            products, 5, new PcaOptions { Svd = new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration } });
        Pca<double> exact = Pca.Fit(a, 5);
        Assert.True(pca.IsTotalVarianceEstimated);
        Assert.False(exact.IsTotalVarianceEstimated);
        Expect.Close(pca.TotalVariance, exact.TotalVariance, 0.5 * exact.TotalVariance, "the total variance");

        // To scale it, its columns are multiplied out, and then the total is known.
        Assert.False(Pca.Fit(products, 5, new PcaOptions { Scaling = PcaScaling.UnitVariance }).IsTotalVarianceEstimated);

        // A low-rank result knows its products only, a sum of squares less the mean's gives the rest where it has a norm.
        Assert.False(Pca.Fit(new NormedOperator(a), 5).IsTotalVarianceEstimated);
        Assert.Equal(exact.TotalVariance, Pca.Fit(new NormedOperator(a), 5).TotalVariance, 1e-10);
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("a", () => Pca.Fit<double>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => Pca.Fit(A, 41));
        Assert.Throws<ArgumentOutOfRangeException>("Scaling", () => Pca.Fit(A, 1, new PcaOptions { Scaling = (PcaScaling)9 }));
        Assert.Throws<ArgumentNullException>("Svd", () => Pca.Fit(A, 1, new PcaOptions { Svd = null! }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Oversampling", () => Pca.Fit(A, 1, new PcaOptions { Svd = new TruncatedSvdOptions { Oversampling = -1 } }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "MaxDegreeOfParallelism", () => Pca.Fit(A, 1, new PcaOptions { MaxDegreeOfParallelism = 0 }));
        foreach (double share in new[] { 0, 1, -1, 2, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>("share", () => Pca.ExplainedVariance(share));
        }

        Pca<double> pca = Pca.Fit(A, 3);
        Assert.Throws<ArgumentNullException>("x", () => pca.Transform(null!));
        Assert.Throws<ArgumentNullException>("scores", () => pca.InverseTransform(null!));
        Assert.Contains("60 × 3", Assert.Throws<ArgumentException>("x", () => pca.Transform(DenseMatrix.Create<double>(60, 3))).Message,
            StringComparison.Ordinal);
        Assert.Contains("40", Assert.Throws<ArgumentException>("x", () => pca.Transform(DenseMatrix.Create<double>(60, 3))).Message,
            StringComparison.Ordinal);
        Assert.Contains("2 × 4", Assert.Throws<ArgumentException>("scores", () => pca.InverseTransform(DenseMatrix.Create<double>(2, 4)))
            .Message, StringComparison.Ordinal);
        DenseMatrix<double> bad = A.ToDense();
        bad[5, 6] = double.NaN;
        foreach (Action call in new Action[]
        {
            () => Pca.Fit(bad, 1), () => Pca.Fit(bad, 1, new PcaOptions { Center = false }), () =>
                Pca.Fit(bad, 1, new PcaOptions { Scaling = PcaScaling.UnitVariance }),
        })
        {
            Assert.Contains("row 5, column 6", Assert.Throws<ArgumentException>("a", call).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>("a", () => Pca.Fit(LinearOperator.Create<double>(60, 40, bad.Multiply, bad.MultiplyAdjoint), 1));
        Assert.Throws<ArgumentException>("a", () => Pca.Fit(new SourceOperator<double>(bad), 1));
        Assert.Contains("row 5, column 6", Assert.Throws<ArgumentException>("x", () => pca.Transform(bad)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("scores", () => pca.InverseTransform(bad.AsColumns(5, 3)));
    }

    [Fact]
    public void Progress_rises_from_0_to_1_and_cancellation_is_honoured_at_every_step()
    {
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            Recorder all = new();
            Fit(all, CancellationToken.None);
            Assert.True(all.Fractions.Count >= 3);
            Assert.Equal(all.Fractions.Order(), all.Fractions);
            Assert.Equal((0, 1), (all.Fractions[0], all.Fractions[^1]));
            Assert.Single(all.Fractions, f => f == 1);
            for (int step = 0; step < all.Fractions.Count - 1; step++)
            {
                using CancellationTokenSource source = new();
                int last = step;
                Recorder recorder = new();
                recorder.OnReport = () =>
                {
                    if (recorder.Fractions.Count == last + 1)
                    {
                        source.Cancel();
                    }
                };
                Assert.ThrowsAny<OperationCanceledException>(() => Fit(recorder, source.Token));
                Assert.Equal(step + 1, recorder.Fractions.Count);
            }

            void Fit(Recorder recorder, CancellationToken token) =>
                Pca.Fit(A, 3, new PcaOptions { Progress = recorder, Svd = new TruncatedSvdOptions { Method = method } }, token);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing_but_rounding()
    {
        Pca<double> one = Pca.Fit(A, 5, new PcaOptions { MaxDegreeOfParallelism = 1 });
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Pca<double> other = Pca.Fit(A, 5, new PcaOptions { MaxDegreeOfParallelism = 1 + (i % 4) });
            Assert.Equal(one.Mean, other.Mean);
            Assert.Equal(one.TotalVariance, other.TotalVariance);
            Expect.Close(Oracle.Of(other.Transform(A)), Oracle.Of(one.Transform(A)), 1e-10, "the scores");
        });
    }

    private sealed class Recorder : IProgress<LowRankProgress>
    {
        public List<double> Fractions { get; } = [];

        public Action? OnReport { get; set; }

        public void Report(LowRankProgress value)
        {
            Fractions.Add(value.Fraction);
            OnReport?.Invoke();
        }
    }

    private sealed class NormedOperator(DenseMatrix<double> a) : ILinearOperator<double>, IFrobeniusNorm
    {
        public int RowCount => a.RowCount;

        public int ColumnCount => a.ColumnCount;

        public void Multiply(DenseMatrix<double> x, DenseMatrix<double> destination) => a.Multiply(x, destination);

        public void MultiplyAdjoint(DenseMatrix<double> x, DenseMatrix<double> destination) => a.MultiplyAdjoint(x, destination);

        public double FrobeniusNorm() => a.FrobeniusNorm();
    }
}
