using BenchmarkDotNet.Attributes;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>Column–row products against the exact one, 1024 × 1024 times 1024 × 1024; norms, draws and error estimate included.</summary>
[MemoryDiagnoser]
public class ColumnRowBenchmarks
{
    private const int Size = 1024;
    private DenseMatrix<double> _x = null!;
    private DenseMatrix<double> _y = null!;

    [Params(0.01, 0.05, 0.2)]
    public double Share { get; set; }

    private int SampleCount => (int)(Share * Size);

    [GlobalSetup]
    public void Setup()
    {
        _x = TestMatrices.Uniform(Size, Size, 1);
        _y = TestMatrices.Uniform(Size, Size, 2);

        // Four standard deviations of a probed error with ten probes over a thousand rows.
        double ratio = Sampling().Error.Frobenius / ColumnRow.ExpectedError(_x, _y, SampleCount).Frobenius;
        if (!(ratio is > 0.8 and < 1.25))
        {
            throw new InvalidOperationException($"The measured error is {ratio} times the expected one: there is nothing to time.");
        }
    }

    [Benchmark(Baseline = true)]
    public DenseMatrix<double> Exact() => _x * _y;

    [Benchmark]
    public ColumnRowProduct<double> Sampling() => ColumnRow.Multiply(_x, _y, SampleCount);

    [Benchmark]
    public ColumnRowProduct<double> TopK() => ColumnRow.Multiply(_x, _y, SampleCount, new ColumnRowOptions { Scheme = ColumnRowScheme.TopK });
}
