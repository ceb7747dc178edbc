using System.Diagnostics;
using System.IO.Enumeration;
using LowRank.Compare.Cases;
using LowRank.Compare.Measuring;
using LowRank.Compare.Report;
using LowRank.Compare.Workers;
using LowRank.Reporting;
using Spectre.Console;

namespace LowRank.Compare;

/// <summary>What the command line says.</summary>
internal sealed record CompareSettings
{
    public IReadOnlyList<string> Filters { get; init; } = [];

    public IReadOnlyList<string> Against { get; init; } = [];

    public bool ListsOnly { get; init; }

    public required int Runs { get; init; }

    public bool IsQuick { get; init; }

    public required string OutputFolder { get; init; }

    public string? DataFolder { get; init; }

    public required WorkerSpecs Workers { get; init; }

    public MeasuringPlan Plan =>
        (IsQuick ? new MeasuringPlan(3, 1, MeasuresMemory: false)
            : new MeasuringPlan(Runs, 60, MeasuresMemory: true)) with { Against = Against };
}

/// <summary>The controller: selects the cases, runs them one after the other, writes the reports.</summary>
internal sealed class CompareProgram(CompareSettings settings)
{
    // The tables need this much; a pipe or a file has no width of its own.
    private const int PlainWidth = 170;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        CompareCase[] cases = [.. Select(CaseList.All, settings.Filters)];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No case matches {string.Join(' ', settings.Filters)}; --list shows all.");
            return 1;
        }

        if (settings.ListsOnly)
        {
            foreach (CompareCase one in cases)
            {
                Console.WriteLine($"{one.Name,-28}{one.Title} ({one.Shape}): "
                    + $"{string.Join("; ", one.Candidates.Select(candidate => $"{candidate.Library} {candidate.Label}"))}");
            }

            return 0;
        }

        IAnsiConsole console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PlainWidth;
        }

        // What can go wrong at the end is tried before any work; so is the first use of the native library.
        Directory.CreateDirectory(settings.OutputFolder);
        LowRankEnvironment.ThreadCount = settings.Workers.Threads;
        Machine machine = Machine.Describe();
        console.WriteLine(machine.Summary);
        console.WriteLine();

        long start = Stopwatch.GetTimestamp();
        string folder = Directory.CreateTempSubdirectory("lowrank-compare-").FullName;
        try
        {
            using WorkerPool pool = new(settings.Workers.Threads);
            InputStore inputs = new(folder, settings.DataFolder);
            Comparison comparison = new(
                settings.Plan, settings.Workers, inputs, pool, entry => Console.WriteLine(ResultTable.AnswerLine(entry)));
            List<CaseResult> results = [];
            foreach (CompareCase one in cases)
            {
                console.WriteLine($"{one.Name}: {one.Title} ({one.Shape}, {one.ElementType.ToString().ToLowerInvariant()})");

                // On a thread of its own, so that a cancellation is noticed while native code runs here.
                results.Add(await Task.Run(() => comparison.RunAsync(one, cancellationToken), cancellationToken));
                TerminalTable.Write(console, results[^1]);

                // After each case, so that what was measured is there even where a later case is cancelled.
                Write(new ComparisonResult(machine, settings.Workers.Threads, results));
            }

            foreach (string line in ResultTable.Skipped(results))
            {
                Console.WriteLine(line);
            }

            Console.WriteLine($"Wrote results.json, table.md and the drawings to {settings.OutputFolder} in "
                + $"{Format.Seconds(Stopwatch.GetElapsedTime(start).TotalSeconds)}.");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Those whose name contains one of the words, or matches it where it has a *; all where there are no words.</summary>
    public static IEnumerable<CompareCase> Select(IEnumerable<CompareCase> cases, IReadOnlyList<string> filters) =>
        cases.Where(one => filters.Count == 0 || filters.Any(filter =>
            FileSystemName.MatchesSimpleExpression(filter.Contains('*', StringComparison.Ordinal) ? filter : $"*{filter}*", one.Name)));

    private void Write(ComparisonResult result)
    {
        File.WriteAllText(Path.Combine(settings.OutputFolder, "results.json"), JsonResults.Compose(result));
        File.WriteAllText(
            Path.Combine(settings.OutputFolder, "table.md"),
            MarkdownTable.Compose(
                ResultTable.Headers, ResultTable.FirstNumber, ResultTable.Rows(result.Cases), ResultTable.Remarks(result)));
        foreach ((string name, string svg) in result.Cases.SelectMany(ResultCharts.Compose))
        {
            File.WriteAllText(Path.Combine(settings.OutputFolder, name), svg);
        }
    }
}
