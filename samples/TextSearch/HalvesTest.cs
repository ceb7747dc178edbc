using System.Globalization;
using LowRank;

namespace TextSearch;

/// <summary>How often a text was found.</summary>
/// <param name="Name">By what.</param>
/// <param name="Rank">The number of directions; null for the words alone.</param>
/// <param name="First">The share of texts that came first.</param>
/// <param name="AmongTen">The share that came among the first ten.</param>
internal sealed record HalvesResult(string Name, int? Rank, double First, double AmongTen);

/// <summary>
/// A test without judges: of each text every second word is indexed, and the text is sought by its other words.
/// </summary>
internal static class HalvesTest
{
    private const int QueriesPerStep = 128;
    private const int FewestWords = 24;
    private const int Many = 10;

    public static List<HalvesResult> Run(IReadOnlyList<Document> corpus, IEnumerable<int> ranks, CancellationToken cancellationToken)
    {
        // Texts that are there twice cannot be told apart.
        string[][] words = [.. corpus.DistinctBy(document => document.Text).Select(document => Words.Of(document.Text).ToArray()).Where(
            text => text.Length >= FewestWords)];
        string[] queries = [.. words.Select(text => Half(text, 1))];
        TermMatrix terms = TermMatrix.Of(words.Select(text => Half(text, 0)));
        List<HalvesResult> results = [Measure("words alone", null, columns => terms.Matrix * columns)];
        foreach (int rank in ranks.Where(rank => rank <= Math.Min(terms.Matrix.RowCount, terms.Matrix.ColumnCount)))
        {
            LatentIndex latent = LatentIndex.Of(terms, rank, cancellationToken);
            results.Add(Measure(string.Create(CultureInfo.InvariantCulture, $"{rank} directions"), rank, latent.Cosines));
        }

        return results;

        HalvesResult Measure(string name, int? rank, Func<DenseMatrix<double>, DenseMatrix<double>> cosines)
        {
            int first = 0;
            int amongTen = 0;
            for (int start = 0; start < queries.Length; start += QueriesPerStep)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string[] some = queries[start..Math.Min(queries.Length, start + QueriesPerStep)];
                DenseMatrix<double> found = cosines(terms.Columns(some));
                for (int j = 0; j < some.Length; j++)
                {
                    int place = Place(found, start + j, j);
                    first += place == 0 ? 1 : 0;
                    amongTen += place < Many ? 1 : 0;
                }
            }

            return new HalvesResult(name, rank, (double)first / queries.Length, (double)amongTen / queries.Length);
        }
    }

    /// <summary>How many texts are no worse than the right one.</summary>
    private static int Place(DenseMatrix<double> cosines, int right, int query)
    {
        int better = 0;
        for (int i = 0; i < cosines.RowCount; i++)
        {
            better += i != right && cosines[i, query] >= cosines[right, query] ? 1 : 0;
        }

        return better;
    }

    private static string Half(string[] words, int parity) => string.Join(' ', words.Where((_, i) => i % 2 == parity));
}
