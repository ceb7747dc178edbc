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
    public DenseMatrix<double> LowRank() => PseudoInverse.Form(_a);
}

/// <summary>Our methods against our SVD, at one shape and three conditions.</summary>
[MemoryDiagnoser]
public class PseudoInverseMethodBenchmarks
{
    private const int Rows = 4000;
    private const int Columns = 500;
    private DenseMatrix<double> _a = null!;

    [Params(4.0, 1e4, 1e9)]
    public double Condition { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _a = TestMatrices.WithSpectrum(Rows, Columns, j => Math.Pow(Condition, -j / (Columns - 1.0)), 1);
        DenseMatrix<double> reference = Svd();
        foreach (DenseMatrix<double> other in new[] { Auto(), CompleteOrthogonal() })
        {
            double difference = TestMatrices.Distance(other, reference) / reference.FrobeniusNorm();
            if (!(difference < 1e-13 * Condition))
            {
                throw new InvalidOperationException($"Two methods differ by {difference}: there is nothing to time.");
            }
        }
    }

    [Benchmark(Baseline = true)]
    public DenseMatrix<double> Svd() => Form(PseudoInverseMethod.Svd);

    [Benchmark]
    public DenseMatrix<double> CompleteOrthogonal() => Form(PseudoInverseMethod.CompleteOrthogonal);

    [Benchmark]
    public DenseMatrix<double> Auto() => Form(PseudoInverseMethod.Auto);

    [Benchmark]
    public PseudoInverse<double> AutoInFactorsWithItsError() => PseudoInverse.Compute(_a);

    private DenseMatrix<double> Form(PseudoInverseMethod method) => PseudoInverse.Form(_a, new PseudoInverseOptions { Method = method });
}

/// <summary>A thousand small matrices in one call against one call each.</summary>
[MemoryDiagnoser]
public class PseudoInverseBatchBenchmarks
{
    private DenseMatrix<double>[] _matrices = null!;

    [GlobalSetup]
    public void Setup()
    {
        _matrices = [.. Enumerable.Range(0, 1000).Select(i => TestMatrices.Uniform(48, 16, (ulong)i))];
        if (!(TestMatrices.Distance(Batch()[999].ToDense(), PseudoInverse.Form(_matrices[999])) < 1e-12))
        {
            throw new InvalidOperationException("The batch differs from its single results: there is nothing to time.");
        }
    }

    [Benchmark(Baseline = true)]
    public PseudoInverse<double>[] OneByOne() => Array.ConvertAll(_matrices, a => PseudoInverse.Compute(a));

    [Benchmark]
    public PseudoInverse<double>[] Batch() => PseudoInverse.ComputeBatch(_matrices);
}
