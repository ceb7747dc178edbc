using System.Net;

namespace LowRank.Reporting;

/// <summary>Pages of one look, each of them one file that needs no other and no network.</summary>
public static class HtmlPage
{
    private static readonly Lazy<string> _style = new(ReadStyle);

    /// <summary>The whole page.</summary>
    /// <param name="title">Its title, as text.</param>
    /// <param name="body">What it shows, as HTML: of <see cref="Header"/>, <see cref="Section"/> and the like.</param>
    /// <param name="style">Rules for this page alone, as CSS.</param>
    public static string Compose(string title, string body, string style = "") =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <style>
        {ChartStyle.Css}{_style.Value}{style}</style>
        </head>
        <body>
        <main>
        {body}</main>
        </body>
        </html>

        """;

    /// <summary>The title and a sentence or two below it, both as text.</summary>
    public static string Header(string title, string lead) =>
        $"<header>\n<h1>{Encode(title)}</h1>\n{(lead.Length == 0 ? "" : $"<p class=\"lead\">{Encode(lead)}</p>\n")}</header>\n";

    /// <summary>A framed part of the page.</summary>
    /// <param name="heading">Its heading, as text; none if empty.</param>
    /// <param name="content">What it shows, as HTML.</param>
    /// <param name="note">A remark below the heading, as text.</param>
    public static string Section(string heading, string content, string note = "") =>
        "<section>\n"
        + (heading.Length == 0 ? "" : $"<h2>{Encode(heading)}</h2>\n")
        + (note.Length == 0 ? "" : $"<p class=\"note\">{Encode(note)}</p>\n")
        + content + "</section>\n";

    /// <summary>Parts side by side, two a line; below each other on a narrow screen.</summary>
    public static string Pair(params string[] parts) => $"<div class=\"pair\">\n{string.Concat(parts)}</div>\n";

    /// <summary>Facts as a list of names and values, both as text.</summary>
    public static string Facts(IEnumerable<(string Name, string Value)> facts) =>
        $"<dl>\n{string.Concat(facts.Select(fact => $"<dt>{Encode(fact.Name)}</dt><dd>{Encode(fact.Value)}</dd>\n"))}</dl>\n";

    /// <summary>A picture with a line below it.</summary>
    /// <param name="source">The picture, such as a <c>data:</c> URI.</param>
    /// <param name="caption">The line, as text.</param>
    public static string Figure(string source, string caption) =>
        $"<figure><img alt=\"{Encode(caption)}\" src=\"{source}\"><figcaption>{Encode(caption)}</figcaption></figure>\n";

    /// <summary>Text as HTML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string ReadStyle()
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("page.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
