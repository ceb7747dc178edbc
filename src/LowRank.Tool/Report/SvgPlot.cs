using System.Globalization;
using System.Net;
using System.Text;
using LowRank.Tool.Output;

namespace LowRank.Tool.Report;

/// <summary>A curve as SVG: the vertical axis logarithmic, the horizontal one as the plot says.</summary>
internal static class SvgPlot
{
    private const double Width = 640;
    private const double Height = 380;
    private const double Left = 76;
    private const double Right = 16;
    private const double Top = 12;
    private const double Bottom = 52;
    private const int MostTicks = 8;

    // More points than pixels say nothing.
    private const int MostPoints = 600;

    public static string Draw(Plot plot)
    {
        (double X, double Y)[] points = Thin([.. plot.Points.Where(point => point.Y > 0 && double.IsFinite(point.Y) && (point.X > 0 || !plot.IsXLogarithmic))]);
        if (points.Length == 0)
        {
            return "<p class=\"note\">Nothing but zeros.</p>";
        }

        Scale x = Scale.Around(points.Select(point => point.X), plot.IsXLogarithmic, Left, Width - Right);
        Scale y = Scale.Around(points.Select(point => point.Y), isLogarithmic: true, Height - Bottom, Top);
        StringBuilder svg = new();
        svg.Append(Text($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(plot.Title)}\">\n"));
        foreach (double tick in x.Ticks(MostTicks))
        {
            svg.Append(Text($"<line class=\"grid\" x1=\"{x.At(tick):F1}\" y1=\"{Top}\" x2=\"{x.At(tick):F1}\" y2=\"{Height - Bottom}\"/>"));
            svg.Append(Text($"<text text-anchor=\"middle\" x=\"{x.At(tick):F1}\" y=\"{Height - Bottom + 18}\">{tick:G4}</text>\n"));
        }

        foreach (double tick in y.Ticks(MostTicks))
        {
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" y1=\"{y.At(tick):F1}\" x2=\"{Width - Right}\" y2=\"{y.At(tick):F1}\"/>"));
            svg.Append(Text($"<text text-anchor=\"end\" x=\"{Left - 7}\" y=\"{y.At(tick) + 4.5:F1}\">{tick:G4}</text>\n"));
        }

        svg.Append(Text($"<path class=\"axis\" d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\"/>\n"));
        svg.Append(Text($"<text text-anchor=\"middle\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\">{Encode(plot.XLabel)}</text>\n"));
        double middle = (Top + Height - Bottom) / 2;
        svg.Append(Text($"<text text-anchor=\"middle\" transform=\"translate(16 {middle}) rotate(-90)\">{Encode(plot.YLabel)}</text>\n"));
        svg.Append("<polyline class=\"curve\" points=\"")
            .AppendJoin(' ', points.Select(point => Text($"{x.At(point.X):F1},{y.At(point.Y):F1}")))
            .Append("\"/>\n");
        if (points.Length <= 60)
        {
            svg.AppendJoin("", points.Select(point => Text($"<circle class=\"dot\" cx=\"{x.At(point.X):F1}\" cy=\"{y.At(point.Y):F1}\" r=\"3\"/>")));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static (double X, double Y)[] Thin((double X, double Y)[] points)
    {
        int step = Math.Max(1, points.Length / MostPoints);
        return [.. points.Where((_, i) => i % step == 0 || i == points.Length - 1)];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
