using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>The columns that a column–row product is judged by, and the table that the README is cut from.</summary>
internal sealed class ColumnRowConfig : ManualConfig
{
    public ColumnRowConfig()
    {
        foreach (ColumnRowColumn column in ColumnRowColumn.All)
        {
            AddColumn(column);
        }

        AddExporter(new ColumnRowReport());
        Orderer = new ColumnRowOrder();
    }
}

/// <summary>Input by input, since a case takes up to a minute to make and only the latest is kept.</summary>
internal sealed class ColumnRowOrder : DefaultOrderer
{
    private static readonly string[] _inputs = [.. ColumnRowCase.Names];

    public override IEnumerable<BenchmarkCase> GetExecutionOrder(
        ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null) => InputByInput(benchmarksCase);

    public override IEnumerable<BenchmarkCase> GetSummaryOrder(ImmutableArray<BenchmarkCase> benchmarksCases, Summary summary) =>
        InputByInput(benchmarksCases);

    private static IEnumerable<BenchmarkCase> InputByInput(ImmutableArray<BenchmarkCase> cases) =>
        from benchmark in cases
        let key = ColumnRowColumn.Key(benchmark)
        orderby Array.IndexOf(_inputs, key.Input), key.Scheme, key.Share
        select benchmark;
}

/// <summary>A column computed from the facts of a benchmark and its mean time.</summary>
internal sealed class ColumnRowColumn(string name, string legend, Func<ColumnRowFacts, double, double, double?> value) : IColumn
{
    private const string Nothing = "–";

    public static IReadOnlyList<ColumnRowColumn> All { get; } =
    [
        new("SpeedUp", "time of the exact product over the median time", (facts, seconds, _) => facts.ExactSeconds / seconds),
        new("OfIdeal", "speed-up over the ideal one, l/r", (facts, seconds, share) => facts.ExactSeconds / seconds * share),
        new("RelError", "‖XY − CR‖ / ‖XY‖ of this product", (facts, _, _) => facts.Error),
        new("Expected", "the same as the norms foretold it; for top-k a bound", (facts, _, _) => facts.Expected),
        new("OverOptimum", "error over the least error of any matrix of rank r", (facts, _, _) =>
            facts.Optimum is > 0 ? facts.Error / facts.Optimum : null),
    ];

    public string Id => $"ColumnRow.{name}";

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public static double? MedianSeconds(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics ? statistics.Median / 1e9 : null;

    public static (string Input, double Share, ColumnRowScheme Scheme) Key(BenchmarkCase benchmarkCase) =>
        ((string)benchmarkCase.Parameters[nameof(ColumnRowBenchmarks.Input)],
            (double)benchmarkCase.Parameters[nameof(ColumnRowBenchmarks.Share)],
            (ColumnRowScheme)benchmarkCase.Parameters[nameof(ColumnRowBenchmarks.Scheme)]);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        (string _, double share, ColumnRowScheme _) = Key(benchmarkCase);
        return ColumnRowFacts.All.TryGetValue(Key(benchmarkCase), out ColumnRowFacts? facts)
            && MedianSeconds(summary, benchmarkCase) is { } seconds
            ? Text(facts, seconds, share)
            : Nothing;
    }

    public string Text(ColumnRowFacts facts, double seconds, double share) =>
        value(facts, seconds, share) is { } number
            ? number.ToString(number < 0.001 ? "0.0e+0" : number < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture)
            : Nothing;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
