using System.Net;
using System.Text;
using LowRank.Tool.Output;

namespace LowRank.Tool.Report;

/// <summary>An outcome as one page that needs no other file and no network.</summary>
internal static class HtmlReport
{
    public static string Compose(Outcome outcome)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("page.html")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd()
            .Replace("<!--command-->", Encode(outcome.Command), StringComparison.Ordinal)
            .Replace("<!--facts-->", string.Concat(outcome.Facts.Select(fact => $"<dt>{Encode(fact.Name)}</dt><dd>{Encode(fact.Text)}</dd>\n")), StringComparison.Ordinal)
            .Replace("<!--plots-->", string.Concat(outcome.Plots.Select(plot => $"<section>\n<h2>{Encode(plot.Title)}</h2>\n{SvgPlot.Draw(plot)}</section>\n")), StringComparison.Ordinal)
            .Replace("<!--tables-->", string.Concat(outcome.Tables.Select(Table)), StringComparison.Ordinal);
    }

    private static string Table(DataTable table)
    {
        StringBuilder html = new();
        html.Append("<section>\n<h2>").Append(Encode(table.Title)).Append("</h2>\n<div class=\"wide\"><table>\n<thead><tr>");
        html.AppendJoin("", table.Columns.Select(column => $"<th scope=\"col\">{Encode(column.Name)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (Cell[] row in table.Rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Encode(cell.Text)}</td>")).Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table></div>\n</section>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
