using System.Globalization;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using LowRank.Reporting;

namespace LowRank.Benchmarks;

/// <summary>
/// Writes the runs, the table, the README's part of it and the plot to <c>bench/results</c> where there is a folder <c>bench</c>, each of
/// all runs that are there by now; <c>./build.sh bench-readme</c> puts the part into the README.
/// </summary>
internal sealed class ColumnRowReport : IExporter
{
    private static readonly string[] _colours = ["#0b6e99", "#c4511c", "#4b7f2b", "#7a4fa3"];

    public string Name => "column-row";

    // BenchmarkDotNet has printed its own table.
    public void ExportToLog(Summary summary, ILogger logger) => logger.WriteLine("The table is in bench/results.");

    public IEnumerable<string> ExportToFiles(Summary summary, ILogger consoleLogger)
    {
        string folder = Directory.Exists("bench")
            ? Directory.CreateDirectory(Path.Combine("bench", "results")).FullName
            : summary.ResultsDirectoryPath;
        string machine = Machine.Describe().Summary;
        string data = Path.Combine(folder, "column-row.csv");
        ColumnRowRun[] runs = ColumnRowResults.Merge(data, machine, Latest(summary));
        ColumnRowRun[] sampling = [.. runs.Where(run => run.Scheme == ColumnRowScheme.Sampling)];
        List<string> written =
            [data, Write("column-row.md", Table(runs, machine, summary.BenchmarksCases.FirstOrDefault()?.Job.Run.IterationCount ?? 0))];
        if (sampling.Length > 0)
        {
            written.Add(Write("column-row-readme.md", Extract(sampling, machine)));
            written.Add(Write("column-row.svg", SvgFile.Compose(SpeedUps(sampling).ToSvg())));
        }

        return written;

        string Write(string name, string text)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }
    }

    private static IEnumerable<ColumnRowRun> Latest(Summary summary)
    {
        foreach (BenchmarkCase benchmark in summary.BenchmarksCases)
        {
            (string input, double share, ColumnRowScheme scheme) = ColumnRowColumn.Key(benchmark);
            if (ColumnRowFacts.All.TryGetValue((input, share, scheme), out ColumnRowFacts? facts)
                && ColumnRowColumn.MedianSeconds(summary, benchmark) is { } seconds)
            {
                yield return new ColumnRowRun(input, scheme, share, seconds, facts);
            }
        }
    }

    private static string Table(ColumnRowRun[] runs, string machine, int iterations)
    {
        string[] headers = ["Input", "Scheme", "Exact, ms", "Share r/l", "Time, ms",
            .. ColumnRowColumn.All.Select(column => column.ColumnName)];
        IEnumerable<string[]> rows = runs.Select(run => (string[])
        [
            run.Input, $"{run.Scheme}", Number(run.Facts.ExactSeconds * 1000, "F1"), Percent(run.Share), Number(run.Seconds * 1000, "F1"),
            .. ColumnRowColumn.All.Select(column => column.Text(run.Facts, run.Seconds, run.Share)),
        ]);
        IEnumerable<string> legend = ColumnRowColumn.All.Select(column => $"{column.ColumnName}: {column.Legend}.");
        string introduction = string.Create(
            CultureInfo.InvariantCulture,
            $"`./build.sh bench --filter '*ColumnRowBenchmarks*'`; double precision, new results each time; median of {iterations}; the "
                + $"exact product: best of {ColumnRowCase.ExactRuns}.");
        return $"# Column–row products against the exact "
            + $"product\n\n{introduction}\n\n{MarkdownTable.Compose(headers, 2, rows, [.. legend, machine])}";
    }

    /// <summary>An input a line, a share a column: speed-up and error.</summary>
    private static string Extract(ColumnRowRun[] runs, string machine)
    {
        double[] shares = [.. runs.Select(run => run.Share).Distinct().Order()];
        IEnumerable<string[]> rows = runs.GroupBy(run => run.Input).Select(input => (string[])
        [
            input.Key,
            .. shares.Select(share => input.FirstOrDefault(run => run.Share == share) is { } run
                ? $"{Number(run.SpeedUp, run.SpeedUp < 10 ? "F1" : "F0")}×, {Number(run.Facts.Error, "G2")}"
                : "–"),
        ]);
        return MarkdownTable.Compose(
            ["Factors", .. shares.Select(Percent)], 1, rows,
            [
                "Speed-up over the exact product and relative error ‖XY − CR‖/‖XY‖, by the share of the terms that is drawn; everything "
                    + "included, into new results.",
                machine,
            ]);
    }

    private static Chart SpeedUps(ColumnRowRun[] runs)
    {
        ColumnRowRun[] flat = [.. runs.Where(run => run.Input.StartsWith("flat ", StringComparison.Ordinal))];
        flat = flat.Length > 0 ? flat : runs;
        ChartPoint[] ideal = [.. flat.Select(run => run.Share).Distinct().Order().Select(share => new ChartPoint(share * 100, 1 / share))];
        List<Series> series = [new Series("ideal, l / r", "#8b949e", ideal, Marker.None, true)];
        foreach (IGrouping<string, ColumnRowRun> input in flat.GroupBy(run => run.Input))
        {
            ChartPoint[] points = [.. input.OrderBy(run => run.Share).Select(run => new ChartPoint(run.Share * 100, run.SpeedUp))];
            series.Add(new Series(input.Key, _colours[(series.Count - 1) % _colours.Length], points, Marker.Circle, true));
        }

        ChartPoint[] all = [.. series.SelectMany(line => line.Points)];
        return new Chart(
            "Speed-up of column–row products over the exact product, by the share of the terms.",
            Axis.Around("share of the terms, %", all.Select(point => point.X)),
            Axis.Around("speed-up", all.Select(point => point.Y)),
            series);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:G3} %");
}
