using System.Globalization;
using System.Net;
using System.Text;

namespace LowRank.Reporting;

/// <summary>Draws a chart as SVG.</summary>
/// <param name="Description">The whole chart in a sentence, for those who cannot see it.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">What is drawn, from back to front; points that an axis cannot show are left out.</param>
public sealed record Chart(string Description, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    // In the units of the view box; on a wide page a unit is a pixel.
    private const double Width = 560;
    private const double Height = 420;
    private const double Left = 66;
    private const double Right = 22; // half of a label such as 10000
    private const double Bottom = 54;
    private const double LegendLine = 24;
    private const double MarkerSize = 5.5;
    private const double DotSize = 2;

    /// <summary>A vertical line with a word beside it.</summary>
    public (double Value, string Label)? Mark { get; init; }

    /// <summary>How many names of the legend stand in a line.</summary>
    public int LegendColumns { get; init; } = 2;

    // A series without a name has no place in the legend.
    private Series[] Named => [.. Series.Where(series => series.Name.Length > 0)];

    // The line, or but a point, in front of a name in the legend.
    private double SampleWidth => Named.Any(series => series.IsLine) ? 24 : 12;

    private double Top => 12 + (LegendLine * ((Named.Length + LegendColumns - 1) / LegendColumns));

    public string ToSvg()
    {
        StringBuilder svg = new();
        svg.Append(Text($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(Description)}\">\n"));
        Legend(svg);
        Grid(svg);
        LabelPlacer labels = new(Width);
        if (Mark is { } mark)
        {
            double x = AtX(mark.Value);
            double middle = (Top + Height - Bottom) / 2;
            svg.Append(Text($"<line class=\"mark\" x1=\"{x:F1}\" y1=\"{Top:F1}\" x2=\"{x:F1}\" y2=\"{Height - Bottom:F1}\"/>\n"));
            svg.Append(Text($"<text class=\"small\" text-anchor=\"end\" x=\"{x - 6:F1}\" y=\"{middle:F1}\">{Encode(mark.Label)}</text>\n"));
            labels.AvoidTextLeftOf(x - 6, middle, mark.Label);
        }

        Series[] shown = [.. Series.Select(
            series => series with { Points = [.. series.Points.Where(point => X.Shows(point.X) && Y.Shows(point.Y))] })];
        foreach (Series series in shown)
        {
            Draw(svg, series);
            foreach (ChartPoint point in series.Points.Where(_ => series.Marker != Marker.None))
            {
                labels.AvoidPoint(AtX(point.X), AtY(point.Y), MarkerSize);
            }
        }

        foreach (ChartPoint point in shown.SelectMany(series => series.Points))
        {
            if (point.Label is { } label && labels.Place(AtX(point.X), AtY(point.Y), label) is { } place)
            {
                svg.Append(Text($"<text class=\"small\" x=\"{place.X:F1}\" y=\"{place.Y:F1}\">{Encode(label)}</text>\n"));
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void Grid(StringBuilder svg)
    {
        double bottom = Height - Bottom;
        double right = Width - Right;
        foreach ((double value, string text) in X.Ticks())
        {
            double x = AtX(value);
            svg.Append(Text($"<line class=\"grid\" x1=\"{x:F1}\" y1=\"{Top:F1}\" x2=\"{x:F1}\" y2=\"{bottom:F1}\"/>"));
            svg.Append(Text($"<text text-anchor=\"middle\" x=\"{x:F1}\" y=\"{bottom + 18:F1}\">{text}</text>\n"));
        }

        foreach ((double value, string text) in Y.Ticks())
        {
            double y = AtY(value);
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left:F1}\" y1=\"{y:F1}\" x2=\"{right:F1}\" y2=\"{y:F1}\"/>"));
            svg.Append(Text($"<text text-anchor=\"end\" x=\"{Left - 7:F1}\" y=\"{y + 4.5:F1}\">{text}</text>\n"));
        }

        svg.Append(Text($"<path class=\"axis\" d=\"M{Left:F1} {Top:F1}V{bottom:F1}H{right:F1}\"/>\n"));
        svg.Append(Text($"<text text-anchor=\"middle\" x=\"{(Left + right) / 2:F1}\" y=\"{Height - 10:F1}\">{Encode(X.Label)}</text>\n"));
        double middle = (Top + bottom) / 2;
        svg.Append(Text($"<text text-anchor=\"middle\" transform=\"translate(16 {middle:F1}) rotate(-90)\">{Encode(Y.Label)}</text>\n"));
    }

    /// <summary>The names, above the plot.</summary>
    private void Legend(StringBuilder svg)
    {
        double column = (Width - Left - Right) / LegendColumns;
        foreach ((int i, Series series) in Named.Index())
        {
            double x = Left + (column * (i % LegendColumns));
            double y = 12 + (LegendLine * (i / LegendColumns));
            ChartPoint[] sample = [new(x, y), new(x + SampleWidth, y)];
            if (series.IsLine)
            {
                Line(svg, series.Colour, sample);
            }

            // A dot as small as it is drawn would hardly show its colour.
            Point(svg, series.Marker == Marker.Dot ? series with { Marker = Marker.Circle } : series, x + (SampleWidth / 2), y);
            svg.Append(Text($"<text x=\"{x + SampleWidth + 8:F1}\" y=\"{y + 4.5:F1}\">{Encode(series.Name)}</text>\n"));
        }
    }

    private void Draw(StringBuilder svg, Series series)
    {
        ChartPoint[] points = [.. series.Points.Select(point => point with { X = AtX(point.X), Y = AtY(point.Y) })];
        if (series.IsLine)
        {
            Line(svg, series.Colour, points);
        }

        foreach (ChartPoint point in points)
        {
            Point(svg, series, point.X, point.Y);
        }
    }

    private static void Line(StringBuilder svg, string colour, IEnumerable<ChartPoint> points) =>
        svg.Append(Text($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\""))
            .AppendJoin(' ', points.Select(point => Text($"{point.X:F1},{point.Y:F1}")))
            .Append("\"/>\n");

    private static void Point(StringBuilder svg, Series series, double x, double y)
    {
        const double Size = MarkerSize;
        string? shape = series.Marker switch
        {
            Marker.Dot => string.Create(CultureInfo.InvariantCulture,
                $"M{x - DotSize:F1} {y:F1}a{DotSize} {DotSize} 0 1 0 {2 * DotSize} 0a{DotSize} {DotSize} 0 1 0 "
                + $"{-2 * DotSize} 0Z"),
            Marker.Circle => Text($"M{x - Size:F1} {y:F1}a{Size} {Size} 0 1 0 {2 * Size} 0a{Size} {Size} 0 1 0 {-2 * Size} 0Z"),
            Marker.Diamond => Text($"M{x:F1} {y - Size:F1}l{Size} {Size}l{-Size} {Size}l{-Size} {-Size}Z"),
            // Hollow and large, to be seen around another point.
            Marker.Triangle => Text($"M{x:F1} {y - (1.9 * Size):F1}l{1.7 * Size:F1} {3 * Size:F1}h{-3.4 * Size:F1}Z"),
            _ => null,
        };
        if (shape is not null)
        {
            string style = series.Marker switch
            {
                Marker.Triangle => $"fill=\"none\" stroke=\"{series.Colour}\" stroke-width=\"2\"",
                Marker.Dot => $"fill=\"{series.Colour}\" fill-opacity=\"0.75\"",
                _ => $"fill=\"{series.Colour}\" stroke=\"#fff\"",
            };
            svg.Append(Text($"<path {style} d=\"{shape}\"/>\n"));
        }
    }

    private double AtX(double value) => Left + (X.Position(value) * (Width - Left - Right));

    private double AtY(double value) => Height - Bottom - (Y.Position(value) * (Height - Bottom - Top));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
