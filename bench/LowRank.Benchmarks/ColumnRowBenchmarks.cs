using BenchmarkDotNet.Attributes;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>
/// Column–row products against the exact one, over sizes, shares of the terms, distributions of their sizes, and real data; norms, draws,
/// gather and product included, into a new result each time.
/// </summary>
[WarmupCount(1)]
[IterationCount(3)]
[InvocationCount(1)]
[Config(typeof(ColumnRowConfig))]
public class ColumnRowBenchmarks
{
    private ColumnRowCase _case = null!;
    private ColumnRowOptions _options = null!;
    private int _count;

    [ParamsSource(nameof(Inputs))]
    public string Input { get; set; } = "";

    [Params(0.01, 0.02, 0.05, 0.1, 0.2, 0.5)]
    public double Share { get; set; }

    [Params(ColumnRowScheme.Sampling, ColumnRowScheme.Bernoulli, ColumnRowScheme.TopK)]
    public ColumnRowScheme Scheme { get; set; }

    public static IEnumerable<string> Inputs => ColumnRowCase.Names;

    [GlobalSetup]
    public void Setup()
    {
        _case = ColumnRowCase.Named(Input);
        _count = Math.Max(1, (int)Math.Round(Share * _case.X.ColumnCount));

        // Top-k would be measured by probes by default; that is not what is to be compared here.
        _options = new ColumnRowOptions
        {
            Scheme = Scheme,
            ErrorMeasurement = Scheme == ColumnRowScheme.TopK ? ColumnRowErrorMeasurement.Norms : ColumnRowErrorMeasurement.Automatic,
        };
        ColumnRowProduct<double> product = Multiply();
        ColumnRowFacts facts = ColumnRowFacts.Of(_case, product);
        ColumnRowFacts.All[(Input, Share, Scheme)] = facts;

        // A squared error is beyond 25 times its expectation in one case of 25 at most (Markov), and far more rarely by Bernstein.
        double bound = Scheme == ColumnRowScheme.TopK ? facts.Expected : 5 * facts.Expected;
        if (!(facts.Error <= bound + 1e-9))
        {
            throw new InvalidOperationException($"The error is {facts.Error}, expected was {facts.Expected}: there is nothing to time.");
        }
    }

    [Benchmark]
    public ColumnRowProduct<double> Multiply() => ColumnRow.Multiply(_case.X, _case.Y, _count, _options);
}
