using LowRank;

namespace TextSearch;

/// <summary>
/// Texts as rows and terms as columns: (1 + ln of how often the term is in the text) · ln(texts / texts with the term), the rows of norm 1.
/// </summary>
internal sealed class TermMatrix
{
    private readonly double[] _weights;

    private TermMatrix(SparseMatrix<double> matrix, IReadOnlyDictionary<string, int> vocabulary, double[] weights)
    {
        Matrix = matrix;
        Vocabulary = vocabulary;
        _weights = weights;
    }

    /// <summary>The matrix, texts × terms.</summary>
    public SparseMatrix<double> Matrix { get; }

    /// <summary>The column of each term.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <summary>Of the terms that are in at least two texts: others say nothing of how texts are related.</summary>
    public static TermMatrix Of(IEnumerable<string> texts)
    {
        Dictionary<string, int>[] counts = [.. texts.Select(Count)];
        Dictionary<string, int> vocabulary = [];
        List<double> weights = [];
        foreach (IGrouping<string, string> term in counts.SelectMany(count => count.Keys).GroupBy(term => term).Where(
            group => group.Count() > 1).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            vocabulary.Add(term.Key, weights.Count);
            weights.Add(Math.Log((double)counts.Length / term.Count()));
        }

        double[] all = [.. weights];
        return new TermMatrix(
            SparseMatrix.FromTriplets(counts.Length, vocabulary.Count,
                counts.SelectMany((count, row) => Entries(count, vocabulary, all).Select(entry => (row, entry.Column, entry.Value)))),
            vocabulary, all);
    }

    /// <summary>Other texts in the same terms: a column for each, of norm 1, or 0 where no term is known.</summary>
    public DenseMatrix<double> Columns(IReadOnlyList<string> texts)
    {
        DenseMatrix<double> columns = DenseMatrix.Create<double>(Vocabulary.Count, texts.Count, MatrixLayout.ColumnMajor);
        for (int j = 0; j < texts.Count; j++)
        {
            foreach ((int term, double value) in Entries(Count(texts[j]), Vocabulary, _weights))
            {
                columns[term, j] = value;
            }
        }

        return columns;
    }

    private static Dictionary<string, int> Count(string text) =>
        Words.Of(text).GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());

    private static IEnumerable<(int Column, double Value)> Entries(
        Dictionary<string, int> counts, IReadOnlyDictionary<string, int> vocabulary, double[] weights)
    {
        (int Column, double Value)[] entries =
        [
            .. from count in counts
               where vocabulary.ContainsKey(count.Key)
               let column = vocabulary[count.Key]
               select (column, (1 + Math.Log(count.Value)) * weights[column]),
        ];
        double norm = Math.Sqrt(entries.Sum(entry => entry.Value * entry.Value));
        return norm > 0 ? entries.Select(entry => (entry.Column, entry.Value / norm)) : [];
    }
}
