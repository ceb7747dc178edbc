using System.Globalization;
using System.Text;
using LowRank.Reporting;

namespace ColumnRowTraining;

/// <summary>A way of training and how it went.</summary>
internal sealed record TrainingRun(string Name, string Colour, IReadOnlyList<TrainingPoint> Points);

/// <summary>The runs as a table and as a plot.</summary>
internal static class TrainingReport
{
    public static string Table(IReadOnlyList<TrainingRun> runs)
    {
        StringBuilder table = new(
            "| Products | Training time | Against exact | Accuracy after 1 epoch | at the end |\n| :-- | --: | --: | --: | --: |\n");
        double exact = runs[0].Points[^1].Seconds;
        foreach (TrainingRun run in runs)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {run.Name} | {run.Points[^1].Seconds:F2} s | {exact / run.Points[^1].Seconds:F2}× | "
                    + $"{100 * run.Points[0].Accuracy:F2} % | {100 * run.Points[^1].Accuracy:F2} % |\n");
        }

        return table.ToString();
    }

    public static string Plot(IReadOnlyList<TrainingRun> runs)
    {
        double Error(TrainingPoint point) => 100 * (1 - point.Accuracy);
        IEnumerable<TrainingPoint> all = runs.SelectMany(run => run.Points);
        Chart chart = new(
            "Test error against training time, for exact products and for sampled ones.",
            Axis.Around("training time, s", all.Select(point => point.Seconds)),
            Axis.Around("test error, % (100 − accuracy)", all.Select(Error)),
            [.. runs.Select(run => new Series(
                run.Name, run.Colour, [.. run.Points.Select(point => new ChartPoint(point.Seconds, Error(point)))], Marker.Circle,
                    IsLine: true))]);
        return SvgFile.Compose(chart.ToSvg());
    }
}
