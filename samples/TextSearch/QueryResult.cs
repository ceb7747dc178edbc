using LowRank;

namespace TextSearch;

/// <summary>A text that was found.</summary>
internal sealed record Answer(Document Document, double Cosine);

/// <summary>The best answers to a query, in the latent space and by the words alone.</summary>
internal sealed record QueryResult(string Query, IReadOnlyList<Answer> Latent, IReadOnlyList<Answer> Plain)
{
    public static QueryResult Of(string query, TermMatrix terms, LatentIndex latent, IReadOnlyList<Document> corpus, int count)
    {
        DenseMatrix<double> column = terms.Columns([query]);
        return new QueryResult(query, Best(latent.Cosines(column)), Best(terms.Matrix * column));

        IReadOnlyList<Answer> Best(DenseMatrix<double> cosines) =>
        [
            .. corpus.Select((document, i) => new Answer(document, cosines[i, 0]))
                .Where(answer => answer.Cosine > 0)
                .OrderByDescending(answer => answer.Cosine)
                .DistinctBy(answer => answer.Document.Text)
                .Take(count),
        ];
    }
}
