using BenchmarkDotNet.Attributes;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>The sketched interpolative decomposition against the full pivoted QR, on 2000 × 1000 with σ_j = 1/j.</summary>
[MemoryDiagnoser]
public class InterpolativeDecompositionBenchmarks
{
    private DenseMatrix<double> _a = null!;

    [Params(10, 100)]
    public int Rank { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _a = TestMatrices.WithSpectrum(2000, 1000, j => 1.0 / (j + 1), 1);
        double pivoted = ColumnPivotedQr().Error.Frobenius;
        double sketched = Sketched().Error.Frobenius;
        if (!(sketched <= 1.2 * pivoted))
        {
            throw new InvalidOperationException(
                $"The error is {sketched}, that of the full pivoted QR {pivoted}: there is nothing to time.");
        }
    }

    [Benchmark(Baseline = true)]
    public InterpolativeDecomposition<double> ColumnPivotedQr() => Compute(ColumnSelectionMethod.ColumnPivotedQr);

    [Benchmark]
    public InterpolativeDecomposition<double> Sketched() => Compute(ColumnSelectionMethod.RangeFinderPivotedQr);

    private InterpolativeDecomposition<double> Compute(ColumnSelectionMethod method) =>
        InterpolativeDecomposition.Compute(_a, Rank, new InterpolativeDecompositionOptions { Selection = method });
}
