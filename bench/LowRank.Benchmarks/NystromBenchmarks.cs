using BenchmarkDotNet.Attributes;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>The ways to a Nyström approximation of a Gaussian kernel of 4000 points in the unit cube, against the product with a Gaussian
/// matrix.</summary>
[MemoryDiagnoser]
public class NystromBenchmarks
{
    private const int Count = 4000;

    private IKernelSource<double> _kernel = null!;
    private DenseMatrix<double> _a = null!;

    [Params(50, 400)]
    public int Rank { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernel = TestMatrices.CubeKernel(Count);
        _a = DenseMatrix.Create<double>(Count, Count);
        _kernel.CopyColumns([.. Enumerable.Range(0, Count)], _a);

        // All must be worth their time: within ten times the trace that the Gaussian sketch, which sees every entry, leaves.
        double best = Gaussian().TraceError;
        foreach (NystromApproximation<double> result in new[] { Simple(), Block(), Accelerated(), Greedy() })
        {
            if (!(result.TraceError <= 10 * best))
            {
                throw new InvalidOperationException($"{result.Method} leaves a trace of {result.TraceError}, the Gaussian sketch {best}.");
            }
        }
    }

    [Benchmark(Baseline = true)]
    public NystromApproximation<double> Gaussian() => NystromApproximation.Compute(_a, Rank);

    [Benchmark]
    public NystromApproximation<double> Accelerated() => OfKernel(NystromApproximationMethod.AcceleratedRandomlyPivotedCholesky);

    [Benchmark]
    public NystromApproximation<double> Block() => OfKernel(NystromApproximationMethod.BlockRandomlyPivotedCholesky);

    [Benchmark]
    public NystromApproximation<double> Simple() => OfKernel(NystromApproximationMethod.RandomlyPivotedCholesky);

    [Benchmark]
    public NystromApproximation<double> Greedy() => OfKernel(NystromApproximationMethod.GreedyPivotedCholesky);

    [Benchmark]
    public NystromApproximation<double> UniformColumns() => OfKernel(NystromApproximationMethod.SelectedColumns);

    private NystromApproximation<double> OfKernel(NystromApproximationMethod method) =>
        NystromApproximation.Compute(_kernel, Rank, new() { Method = method, Selection = ColumnSelectionMethod.Uniform });
}
