using System.Text;

namespace LowRank.Reporting;

/// <summary>A table as HTML, which scrolls sideways where the page is too narrow for it.</summary>
public static class HtmlTable
{
    /// <summary>Composes a table.</summary>
    /// <param name="label">What it shows, for those who cannot see it.</param>
    /// <param name="headers">The heads of the columns, as text.</param>
    /// <param name="isNumber">Whether a column holds numbers, which stand to the right.</param>
    /// <param name="rows">The cells, as text.</param>
    public static string Compose(
        string label, IReadOnlyList<string> headers, Predicate<int> isNumber, IEnumerable<IReadOnlyList<string>> rows) =>
        Compose(label, headers, isNumber, rows.Select(row => ((string?)null, row)));

    /// <summary>Composes a table of groups of rows: so it is narrower than with a column for the groups' names.</summary>
    /// <param name="label">What it shows, for those who cannot see it.</param>
    /// <param name="headers">The heads of the columns, as text.</param>
    /// <param name="isNumber">Whether a column holds numbers, which stand to the right.</param>
    /// <param name="rows">The cells, as text, each row with the name of the group that it begins, if it begins one.</param>
    public static string Compose(
        string label, IReadOnlyList<string> headers, Predicate<int> isNumber,
            IEnumerable<(string? Group, IReadOnlyList<string> Cells)> rows)
    {
        StringBuilder html = new(
            $"<div class=\"wide\" role=\"region\" aria-label=\"{HtmlPage.Encode(label)}\" tabindex=\"0\">\n<table>\n<thead><tr>");
        html.AppendJoin("", headers.Select((header, i) => $"<th scope=\"col\"{Class(i)}>{HtmlPage.Encode(header)}</th>"));
        html.Append("</tr></thead>\n<tbody>\n");
        foreach ((string? group, IReadOnlyList<string> cells) in rows)
        {
            if (!string.IsNullOrEmpty(group))
            {
                html.Append($"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{headers.Count}\">{HtmlPage.Encode(group)}</th></tr>\n");
            }

            html.Append("<tr>").AppendJoin("", cells.Select((cell, i) => $"<td{Class(i)}>{HtmlPage.Encode(cell)}</td>")).Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table>\n</div>\n").ToString();

        string Class(int column) => isNumber(column) ? " class=\"number\"" : "";
    }
}
