using BenchmarkDotNet.Attributes;
using LowRank;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank.Benchmarks;

/// <summary>The pseudo-inverse, formed, against Math.NET's managed one, which cannot finish sizes much larger than this.</summary>
[MemoryDiagnoser]
public class PseudoInverseBenchmarks
{
    private DenseMatrix<double> _a = null!;
    private Matrix<double> _peer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _a = TestMatrices.Uniform(600, 50, 1);
        _peer = _a.ToMathNet();
        double difference = (LowRank().ToMathNet() - MathNet()).FrobeniusNorm() / MathNet().FrobeniusNorm();
        if (!(difference < 1e-12))
        {
            throw new InvalidOperationException($"The two differ by {difference}: there is nothing to time.");
        }
    }

    [Benchmark(Baseline = true)]
    public Matrix<double> MathNet() => _peer.PseudoInverse();

    [Benchmark]
    public DenseMatrix<double> LowRank() => PseudoInverse.Compute(_a).ToDense();
}
