using System.Text;
using LowRank.Reporting;

namespace FashionMnist.Report;

/// <summary>The page: one file that needs no other and no network.</summary>
internal static class HtmlReport
{
    public static string Compose(DemoResult result)
    {
        StringBuilder page = new(Resource("page.html"));
        foreach ((string name, string content) in Parts(result))
        {
            page.Replace($"<!--{name}-->", content);
        }

        return HtmlPage.Compose("LowRank on Fashion-MNIST", page.ToString(), Resource("page.css"));
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
        ("caption", string.Concat(ResultTable.Caption(result).Select(line => $"<p>{HtmlPage.Encode(line)}</p>\n"))),
        ("machine", HtmlPage.Facts(result.Machine.Facts)),
    ];

    private static string Table(DemoResult result) => HtmlTable.Compose(
        "All measurements", [.. ResultTable.Headers.Skip(1)], column => column + 1 >= ResultTable.FirstNumber,
        ResultTable.Rows(result.Measurements).Select(row => ((string?)row[0], (IReadOnlyList<string>)row[1..])));

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
