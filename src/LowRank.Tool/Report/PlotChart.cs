using LowRank.Reporting;
using LowRank.Tool.Output;

namespace LowRank.Tool.Report;

/// <summary>A curve of an outcome as a chart; its vertical axis is logarithmic.</summary>
internal static class PlotChart
{
    private const string Blue = "#1f6fb4";

    // More points than pixels say nothing; points further apart than their own size are worth a marker.
    private const int MostPoints = 600;
    private const int MostMarkers = 40;

    public static string Draw(Plot plot)
    {
        // A logarithm shows no zero.
        ChartPoint[] points = Thin(
            [.. plot.Points.Where(point => point.Y > 0 && double.IsFinite(point.Y)).Select(point => new ChartPoint(point.X, point.Y))]);
        if (points.Length == 0)
        {
            return "<p class=\"note\">Nothing but zeros.</p>\n";
        }

        Series curve = new("", Blue, points, points.Length <= MostMarkers ? Marker.Circle : Marker.None, IsLine: true);
        return new Chart(
            $"{plot.Title}, from {Fact.Number(points[0].Y)} at {Fact.Number(points[0].X)} to {Fact.Number(points[^1].Y)} at "
                + $"{Fact.Number(points[^1].X)}.",
            Axis.Around(plot.XLabel, points.Select(point => point.X), AxisScale.Linear),
            Axis.Around(plot.YLabel, points.Select(point => point.Y)),
            [curve]).ToSvg();
    }

    private static ChartPoint[] Thin(ChartPoint[] points)
    {
        int step = Math.Max(1, points.Length / MostPoints);
        return [.. points.Where((_, i) => i % step == 0 || i == points.Length - 1)];
    }
}
