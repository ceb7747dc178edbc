using System.Globalization;
using System.Text;
using LowRank.Reporting;

namespace TextSearch;

/// <summary>The page: queries with their answers, the test by halves, and what the directions are about.</summary>
internal static class Report
{
    private const int ShownDirections = 12;
    private const int TermsPerDirection = 8;
    private const int LongestExcerpt = 160;

    public static string Body(
        IReadOnlyList<Document> corpus, TermMatrix terms, LatentIndex latent, double seconds, IReadOnlyList<QueryResult> queries,
            IReadOnlyList<HalvesResult> halves) =>
        HtmlPage.Header(
            "Text search by meaning",
            $"{Format.Count(corpus.Count)} texts that this machine has anyway ({Sources(corpus)}) are the rows of a sparse matrix, "
                + $"their {Format.Count(terms.Vocabulary.Count)} terms its columns. "
                + $"{latent.Rank} of its singular directions, computed in {Format.Seconds(seconds)} without ever making it dense, find "
                + "texts that share a subject with the query and perhaps no word.")
        + string.Concat(queries.Select(Query))
        + HtmlPage.Pair(
            HtmlPage.Section(
                "A test without judges",
                HtmlTable.Compose(
                    "How often a text is found by its other half", ["Compared by", "Comes first", "Among ten"], column => column > 0,
                    halves.Select(result => new[] { result.Name, Format.Share(result.First), Format.Share(result.AmongTen) })),
                "Every second word of each text is indexed, and the text is sought by its other words, which are like it "
                + "and not the same."),
            HtmlPage.Section(
                "What the directions are about",
                HtmlTable.Compose(
                    "The terms with the largest weights", ["", "Terms"], _ => false,
                    Enumerable.Range(0, Math.Min(ShownDirections, latent.Rank)).Select(i => new[] { (i + 1).ToString(
                        CultureInfo.InvariantCulture), string.Join(", ", latent.LeadingTerms(terms, i, TermsPerDirection)) })),
                "The terms with the largest weights in the first of them."));

    private static string Query(QueryResult result) => HtmlPage.Section(
        $"“{result.Query}”",
        $"<div class=\"pair\">\n<div><h3>In the latent space</h3>{Answers(result.Latent)}</div>\n<div><h3>By the words "
            + $"alone</h3>{Answers(result.Plain)}</div>\n</div>\n");

    private static string Answers(IReadOnlyList<Answer> answers)
    {
        if (answers.Count == 0)
        {
            return "<p class=\"note\">Nothing: no text has any of the words.</p>\n";
        }

        StringBuilder html = new("<ol>\n");
        foreach (Answer answer in answers)
        {
            string text = answer.Document.Text.Length > LongestExcerpt
                ? $"{answer.Document.Text[..LongestExcerpt]}…" : answer.Document.Text;
            html.Append(CultureInfo.InvariantCulture,
                $"<li><b>{HtmlPage.Encode(answer.Document.Title)}</b> <span class=\"note\">{answer.Cosine:F2}, "
                    + $"{HtmlPage.Encode(answer.Document.Source)}</span><br>")
                .Append(HtmlPage.Encode(text)).Append("</li>\n");
        }

        return html.Append("</ol>\n").ToString();
    }

    private static string Sources(IEnumerable<Document> corpus) =>
        string.Join(", ", corpus.CountBy(document => document.Source).Select(source => $"{source.Key}: {Format.Count(source.Value)}"));
}
