namespace LowRank.Reporting;

/// <summary>How drawings look, in a page and in a file of their own.</summary>
internal static class ChartStyle
{
    public const string Css =
        """
        .chart text { font: 13.5px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1c2530; }
        .chart text.small { font-size: 12px; fill: #5b6470; }
        .chart .grid { stroke: #e6eaee; }
        .chart .axis { fill: none; stroke: #8b949e; }
        .chart .mark { stroke: #8b949e; stroke-width: 1.5; stroke-dasharray: 5 4; }

        """;
}
