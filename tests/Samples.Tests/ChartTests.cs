using System.Xml.Linq;
using LowRank.Reporting;

namespace Samples.Tests;

/// <summary>Axes and charts of values that a careless one would not survive.</summary>
public sealed class ChartTests
{
    [Theory]
    [InlineData(0.12, 0.25, AxisScale.Logarithmic)]
    [InlineData(1e-17, 1e3, AxisScale.Logarithmic)]
    [InlineData(1, 2000, AxisScale.Logarithmic)]
    [InlineData(-7, 11, AxisScale.Linear)]
    [InlineData(1, 100, AxisScale.Linear)]
    [InlineData(5, 5, AxisScale.Linear)]
    public void Ticks_are_few_round_ascending_and_on_the_axis(double min, double max, AxisScale scale)
    {
        Axis axis = Axis.Around("x", [min, max], scale);
        (double Value, string Text)[] ticks = [.. axis.Ticks()];
        Assert.InRange(ticks.Length, 3, 14);
        Assert.Equal(ticks.Select(tick => tick.Value).Order(), ticks.Select(tick => tick.Value));
        Assert.All(ticks, tick => Assert.InRange(axis.Position(tick.Value), -1e-6, 1 + 1e-6));
        Assert.All(ticks, tick => Assert.InRange(Math.Abs(
            tick.Value - double.Parse(tick.Text, System.Globalization.CultureInfo.InvariantCulture)), 0, 1e-9 * Math.Abs(tick.Value)));
        Assert.DoesNotContain("-0", ticks.Select(tick => tick.Text));
    }

    [Fact]
    public void What_a_logarithm_cannot_show_is_left_out()
    {
        ChartPoint[] points = [new(1, 0.5), new(2, 0), new(0, 1), new(3, 0.1)];
        Series series = new("some", "#000000", points, Marker.Dot, IsLine: true);
        string svg = new Chart("A chart.", Axis.Around("x", points.Select(point => point.X)),
            Axis.Around("y", points.Select(point => point.Y)), [series]).ToSvg();
        XElement drawing = XElement.Parse(svg);
        Assert.Equal(2, ((string)drawing.Elements("polyline").Last().Attribute("points")!).Split(' ').Length);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);

        // Nothing but zeros is no reason to fail.
        Assert.NotEmpty(Axis.Around("y", [0, 0]).Ticks());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Axis("y", 0, 1));
    }
}
