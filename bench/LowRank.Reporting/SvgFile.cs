namespace LowRank.Reporting;

/// <summary>Makes a file of its own from a drawing that otherwise stands in a page with the page's style.</summary>
public static class SvgFile
{
    private const string Style =
        """
        <style>
        text { font: 13.5px "Segoe UI", "DejaVu Sans", sans-serif; fill: #1c2530; }
        text.small { font-size: 12px; fill: #5b6470; }
        .grid { stroke: #e6eaee; }
        .axis { fill: none; stroke: #8b949e; }
        .mark { stroke: #8b949e; stroke-width: 1.5; stroke-dasharray: 5 4; }
        </style>
        <rect width="100%" height="100%" fill="#ffffff"/>

        """;

    /// <summary>Adds the name space, the style and a ground to an <c>svg</c> element.</summary>
    public static string Compose(string svg)
    {
        int end = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        string opening = svg[..end].Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal);
        return $"{opening}\n{Style}{svg[end..].TrimStart('\n')}";
    }
}
