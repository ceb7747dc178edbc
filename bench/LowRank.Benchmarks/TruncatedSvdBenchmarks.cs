using BenchmarkDotNet.Attributes;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>The randomised SVD against LAPACK's, on 2000 × 1000 with σ_j = 1/j.</summary>
[MemoryDiagnoser]
public class TruncatedSvdBenchmarks
{
    private const int Rows = 2000;
    private const int Columns = 1000;
    private DenseMatrix<double> _a = null!;

    [Params(10, 100)]
    public int Rank { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _a = TestMatrices.WithSpectrum(Rows, Columns, j => 1.0 / (j + 1), 1);
        double optimum = TestMatrices.Optimum(Columns, j => 1.0 / (j + 1), Rank);
        double reached = SubspaceIteration().Error.RelativeFrobenius;
        if (!(reached <= 1.05 * optimum))
        {
            throw new InvalidOperationException($"The error is {reached}, the optimum {optimum}: there is nothing to time.");
        }
    }

    [Benchmark(Baseline = true)]
    public TruncatedSvd<double> Full() => TruncatedSvd.Compute(_a, Rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full });

    [Benchmark]
    public TruncatedSvd<double> SubspaceIteration() =>
        TruncatedSvd.Compute(_a, Rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration });
}
