using System.Globalization;
using System.Text;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>Writes the results as a Markdown table with the machine's description, to <c>bench/results/column-row.md</c> where there is such a folder.</summary>
internal sealed class ColumnRowReport : IExporter
{
    private const string FileName = "column-row.md";

    public string Name => "column-row";

    public void ExportToLog(Summary summary, ILogger logger) => logger.WriteLine(Table(summary));

    public IEnumerable<string> ExportToFiles(Summary summary, ILogger consoleLogger)
    {
        string folder = Path.Combine("bench", "results");
        string path = Path.Combine(Directory.Exists("bench") ? Directory.CreateDirectory(folder).FullName : summary.ResultsDirectoryPath, FileName);
        File.WriteAllText(path, Table(summary));
        return [path];
    }

    private static string Table(Summary summary)
    {
        StringBuilder text = new("# Column–row products against the exact product\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`./build.sh bench --filter '*ColumnRowBenchmarks*'`; double precision, new results each time; median of {summary.BenchmarksCases.FirstOrDefault()?.Job.Run.IterationCount ?? 0}.\n");
        text.Append(CultureInfo.InvariantCulture, $"{Machine()}\n\n");
        foreach (ColumnRowColumn column in ColumnRowColumn.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {column.ColumnName}: {column.Legend}.\n");
        }

        text.Append("\n| Input | Exact, ms | Share r/l | Scheme | Time, ms |");
        text.AppendJoin('|', ColumnRowColumn.All.Select(column => $" {column.ColumnName} ")).Append("|\n| :-- | --: | --: | :-- | --: |");
        text.Append(string.Concat(ColumnRowColumn.All.Select(_ => " --: |"))).Append('\n');
        foreach (BenchmarkCase benchmark in summary.BenchmarksCases)
        {
            (string input, double share, ColumnRowScheme scheme) = ColumnRowColumn.Key(benchmark);
            if (!ColumnRowFacts.All.TryGetValue((input, share, scheme), out ColumnRowFacts? facts))
            {
                continue;
            }

            double seconds = ColumnRowColumn.MedianSeconds(summary, benchmark) ?? double.NaN;
            text.Append(CultureInfo.InvariantCulture, $"| {input} | {facts.ExactSeconds * 1000:F1} | {share:0%} | {scheme} | {seconds * 1000:F1} |");
            text.AppendJoin('|', ColumnRowColumn.All.Select(column => $" {column.GetValue(summary, benchmark)} ")).Append("|\n");
        }

        return text.ToString();
    }

    /// <summary>The machine as the library describes it, but for what names folders.</summary>
    private static string Machine()
    {
        string[] wanted = ["Processor", "Version", "Threads", ".NET"];
        IEnumerable<string> lines = LowRankEnvironment.Describe().Split('\n')
            .Where(line => wanted.Any(name => line.StartsWith(name + " ", StringComparison.Ordinal)))
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return string.Join("; ", lines) + ".";
    }
}
