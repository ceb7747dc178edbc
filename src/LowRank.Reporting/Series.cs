namespace LowRank.Reporting;

/// <summary>The shape of a point.</summary>
public enum Marker
{
    None,
    /// <summary>Small and translucent, for many points.</summary>
    Dot,
    Circle,
    Diamond,
    Triangle,
}

/// <summary>A point of a chart, with a word beside it where it has one.</summary>
public readonly record struct ChartPoint(double X, double Y, string? Label = null);

/// <summary>Points that belong together.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Colour">The CSS colour.</param>
/// <param name="Points">The points, in the order in which a line joins them.</param>
/// <param name="Marker">The shape at each point.</param>
/// <param name="IsLine">Whether a line joins the points.</param>
public sealed record Series(string Name, string Colour, IReadOnlyList<ChartPoint> Points, Marker Marker, bool IsLine);
