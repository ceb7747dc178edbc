using System.Globalization;
using System.Net;
using System.Text;

namespace LowRank.Reporting;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What stands at its left.</param>
/// <param name="Value">Its length.</param>
/// <param name="Text">What stands at its right end.</param>
/// <param name="Colour">The CSS colour.</param>
public sealed record Bar(string Label, double Value, string Text, string Colour);

/// <summary>Draws horizontal bars over a logarithmic axis as SVG.</summary>
/// <param name="Description">The whole chart in a sentence, for those who cannot see it.</param>
/// <param name="X">The axis.</param>
/// <param name="Bars">The bars, from the top down.</param>
public sealed record BarChart(string Description, Axis X, IReadOnlyList<Bar> Bars)
{
    private const double Width = 860;
    private const double Top = 10;
    private const double Bottom = 54;
    private const double Right = 70;
    private const double BarHeight = 18;
    private const double Step = 26;
    private const double CharacterWidth = 7.4;
    private const double LongestLabel = 480;

    private double Left => 16 + Math.Min(LongestLabel, CharacterWidth * Bars.Max(bar => bar.Label.Length));

    private double Height => Top + (Step * Bars.Count) + Bottom;

    public string ToSvg()
    {
        StringBuilder svg = new();
        svg.Append(Text($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(Description)}\">\n"));
        double bottom = Height - Bottom;
        foreach ((double value, string text) in X.Ticks())
        {
            svg.Append(Text($"<line class=\"grid\" x1=\"{At(value):F1}\" y1=\"{Top:F1}\" x2=\"{At(value):F1}\" y2=\"{bottom:F1}\"/>"));
            svg.Append(Text($"<text text-anchor=\"middle\" x=\"{At(value):F1}\" y=\"{bottom + 18:F1}\">{text}</text>\n"));
        }

        for (int i = 0; i < Bars.Count; i++)
        {
            Bar bar = Bars[i];
            double y = Top + (Step * i) + ((Step - BarHeight) / 2);
            double end = At(bar.Value);
            double baseline = y + (BarHeight / 2) + 4.5;
            svg.Append(string.Create(CultureInfo.InvariantCulture,
                $"<rect x=\"{Left:F1}\" y=\"{y:F1}\" width=\"{end - Left:F1}\" height=\"{BarHeight}\" "
                + $"fill=\"{bar.Colour}\"/>"));
            svg.Append(Text($"<text text-anchor=\"end\" x=\"{Left - 8:F1}\" y=\"{baseline:F1}\">{Encode(bar.Label)}</text>"));
            svg.Append(Text($"<text class=\"small\" x=\"{end + 6:F1}\" y=\"{baseline:F1}\">{Encode(bar.Text)}</text>\n"));
        }

        svg.Append(Text($"<path class=\"axis\" d=\"M{Left:F1} {Top:F1}V{bottom:F1}H{Width - Right:F1}\"/>\n"));
        svg.Append(string.Create(CultureInfo.InvariantCulture, $"<text text-anchor=\"middle\" x=\"{(Left + Width - Right) / 2:F1}\" "
            + $"y=\"{Height - 10:F1}\">{Encode(X.Label)}</text>\n"));
        return svg.Append("</svg>\n").ToString();
    }

    private double At(double value) => Left + (X.Position(value) * (Width - Right - Left));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
