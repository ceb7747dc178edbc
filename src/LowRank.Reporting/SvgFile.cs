namespace LowRank.Reporting;

/// <summary>Makes a file of its own from a drawing that otherwise stands in a page with the page's style.</summary>
public static class SvgFile
{
    /// <summary>Adds the name space, the style and a ground to an <c>svg</c> element.</summary>
    public static string Compose(string svg)
    {
        int end = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        string opening = svg[..end].Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal);
        return $"{opening}\n<style>\n{ChartStyle.Css}</style>\n<rect width=\"100%\" height=\"100%\" "
            + $"fill=\"#ffffff\"/>\n{svg[end..].TrimStart('\n')}";
    }
}
