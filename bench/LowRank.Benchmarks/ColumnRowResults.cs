using System.Globalization;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>One case of the column–row benchmark, timed.</summary>
internal sealed record ColumnRowRun(string Input, ColumnRowScheme Scheme, double Share, double Seconds, ColumnRowFacts Facts)
{
    public double SpeedUp => Facts.ExactSeconds / Seconds;
}

/// <summary>
/// The runs of one machine, kept in a file: the grid takes longer than anyone waits for at a stretch, so it can be run in parts, and a
/// part renews its cases.
/// </summary>
internal static class ColumnRowResults
{
    private const string Header = "input;scheme;share;seconds;exact seconds;relative error;expected;best of that rank";

    /// <summary>What the file holds with newer runs in place of older ones, in the grid's order; what another machine measured is left
    /// out.</summary>
    public static ColumnRowRun[] Merge(string path, string machine, IEnumerable<ColumnRowRun> newer)
    {
        string[] inputs = [.. ColumnRowCase.Names];
        ColumnRowRun[] merged =
        [
            .. newer.Concat(Read(path, machine))
                .DistinctBy(run => (run.Input, run.Scheme, run.Share))
                .OrderBy(run => (uint)Array.IndexOf(inputs, run.Input))
                .ThenBy(run => run.Input, StringComparer.Ordinal)
                .ThenBy(run => run.Scheme)
                .ThenBy(run => run.Share),
        ];
        File.WriteAllLines(path, [$"# {machine}", Header, .. merged.Select(Line)]);
        return merged;
    }

    private static IEnumerable<ColumnRowRun> Read(string path, string machine)
    {
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return lines.Length > 1 && lines[0] == $"# {machine}" && lines[1] == Header ? lines.Skip(2).Select(Parse) : [];
    }

    private static string Line(ColumnRowRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Input};{run.Scheme};{run.Share};{run.Seconds:G6};{run.Facts.ExactSeconds:G6};"
            + $"{run.Facts.Error:G6};{run.Facts.Expected:G6};{run.Facts.Optimum:G6}");

    private static ColumnRowRun Parse(string line)
    {
        string[] cells = line.Split(';');
        double Number(int cell) => double.Parse(cells[cell], CultureInfo.InvariantCulture);
        ColumnRowFacts facts = new(Number(4), Number(5), Number(6), cells[7].Length > 0 ? Number(7) : null);
        return new ColumnRowRun(cells[0], Enum.Parse<ColumnRowScheme>(cells[1]), Number(2), Number(3), facts);
    }
}
