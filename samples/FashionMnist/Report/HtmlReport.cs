using System.Net;
using System.Text;
using LowRank.Reporting;

namespace FashionMnist.Report;

/// <summary>The page: one file that needs no other and no network.</summary>
internal static class HtmlReport
{
    public static string Compose(DemoResult result)
    {
        StringBuilder page = new(Template());
        foreach ((string name, string content) in Parts(result))
        {
            page.Replace($"<!--{name}-->", content);
        }

        return page.ToString();
    }

    private static IEnumerable<(string Name, string Content)> Parts(DemoResult result) =>
    [
        ("images", Format.Count(result.Train.Count)),
        ("pixels", Format.Count(result.Train.PixelCount)),
        ("chosen", Format.Count(Gallery.Chosen(result).Rank)),
        ("accuracy", Format.Share(result.Classification.Measurements.First(row => row.Accuracy is not null).Accuracy)),
        ("total", Format.Seconds(result.TotalSeconds)),
        ("reconstructions", Gallery.Reconstructions(result)),
        ("chosen-pixels", Gallery.ChosenPixels(result)),
        ("error-against-rank", Charts.ErrorAgainstRank(result)),
        ("error-against-time", Charts.ErrorAgainstTime(result)),
        ("table", Table(result)),
        ("caption", string.Concat(ResultTable.Caption(result).Select(line => $"<p>{Encode(line)}</p>\n"))),
        ("machine", string.Concat(result.Machine.Facts.Select(fact => $"<dt>{Encode(fact.Name)}</dt><dd>{Encode(fact.Value)}</dd>\n"))),
    ];

    private static string Table(DemoResult result)
    {
        StringBuilder html = new("<table>\n<thead><tr>");
        html.AppendJoin("", ResultTable.Headers.Skip(1).Select((header, index) => $"<th scope=\"col\"{Class(index)}>{Encode(header)}</th>"));
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (string[] row in ResultTable.Rows(result.Measurements))
        {
            // The task heads its rows: so the table is narrow enough for a telephone.
            if (row[0].Length > 0)
            {
                html.Append($"<tr class=\"task\"><th scope=\"rowgroup\" colspan=\"{row.Length - 1}\">{Encode(row[0])}</th></tr>\n");
            }

            html.Append("<tr>").AppendJoin("", row.Skip(1).Select((cell, index) => $"<td{Class(index)}>{Encode(cell)}</td>")).Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table>\n").ToString();

        static string Class(int column) => column + 1 < ResultTable.FirstNumber ? "" : " class=\"number\"";
    }

    private static string Template()
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("page.html")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
