using LowRank.Compare.Measuring;
using LowRank.Reporting;

namespace LowRank.Compare.Report;

/// <summary>Two drawings a case: time by library, and error against time.</summary>
internal static class ResultCharts
{
    private const string OursColour = "#cf5c12";
    private const string MklColour = "#1f6fb4";
    private const string OpenBlasColour = "#2d8446";
    private const string OtherColour = "#5b6470";

    /// <summary>The files' names and contents; none for a case in which nothing was timed.</summary>
    public static IEnumerable<(string Name, string Svg)> Compose(CaseResult result)
    {
        EntryResult[] timed = [.. result.Entries.Where(entry => entry.IsTimed)];
        if (timed.Length == 0)
        {
            yield break;
        }

        yield return ($"time-{result.Case.Name}.svg", SvgFile.Compose(Times(result, timed)));

        // Rounding errors are none to choose between.
        const double Rounding = 1e-10;
        EntryResult[] approximate = [.. timed.Where(entry => entry.Findings?.Error > Rounding)];
        if (approximate.Length > 1)
        {
            yield return ($"error-{result.Case.Name}.svg", SvgFile.Compose(Errors(result, approximate)));
        }
    }

    private static string Times(CaseResult result, EntryResult[] entries)
    {
        Bar[] bars =
        [
            .. entries.OrderBy(entry => entry.Median)
                .Select(entry => new Bar(
                    $"{entry.Library} {entry.Candidate.Label}", entry.Median, Format.Seconds(entry.Median), Colour(entry))),
        ];
        return new BarChart(
            $"{result.Case.Title} ({result.Case.Shape}), median time, logarithmic. "
                + $"{string.Join(", ", bars.Select(bar => $"{bar.Label}: {bar.Text}"))}.",
            Roomy("time, seconds", bars.Select(bar => bar.Value)),
            bars).ToSvg();
    }

    private static string Errors(CaseResult result, EntryResult[] entries)
    {
        Series[] series =
        [
            .. entries.GroupBy(entry => entry.Library).Select(group => new Series(
                group.Key,
                Colour(group.First()),
                [.. group.Select(entry => new ChartPoint(entry.Median, entry.Findings!.Error!.Value, entry.Candidate.Label))],
                group.First().IsOurs ? Marker.Triangle : group.First().Candidate.Library == "SciPy" ? Marker.Diamond : Marker.Circle,
                IsLine: false)),
        ];
        return new Chart(
            $"{result.Case.Title} ({result.Case.Shape}): relative error against median time, both logarithmic. "
                + string.Join(", ", entries.Select(entry =>
                    $"{entry.Library} {entry.Candidate.Label}: {Format.Error(entry.Findings!.Error)} in {Format.Seconds(entry.Median)}"))
                        + ".",
            Roomy("time, seconds", entries.Select(entry => entry.Median)),
            Roomy("relative error", entries.Select(entry => entry.Findings!.Error!.Value)),
            series).ToSvg();
    }

    /// <summary>At least a factor of four wide, so that there are ticks, and noise does not look like a difference.</summary>
    private static Axis Roomy(string label, IEnumerable<double> values)
    {
        Axis axis = Axis.Around(label, values);
        double widen = Math.Max(1, Math.Sqrt(4 / (axis.Max / axis.Min)));
        return new Axis(label, axis.Min / widen, axis.Max * widen);
    }

    private static string Colour(EntryResult entry) =>
        entry.IsOurs ? OursColour : entry.Blas switch
        {
            "MKL" => MklColour,
            "OpenBLAS" => OpenBlasColour,
            _ => OtherColour,
        };
}
