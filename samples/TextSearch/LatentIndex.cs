using LowRank;

namespace TextSearch;

/// <summary>
/// Latent semantic indexing: of A ≈ U diag(σ) Vᵀ, texts and queries are compared in the space of the leading right singular vectors,
/// where terms that occur in the same texts point the same way. Source: Deerwester et al., Journal of the American Society for
/// Information Science 41 (1990).
/// </summary>
internal sealed class LatentIndex
{
    private readonly TruncatedSvd<double> _svd;

    // A text a row, of norm 1.
    private readonly DenseMatrix<double> _texts;

    private LatentIndex(TruncatedSvd<double> svd, DenseMatrix<double> texts)
    {
        _svd = svd;
        _texts = texts;
    }

    /// <summary>The number of directions.</summary>
    public int Rank => _svd.Rank;

    /// <summary>What the directions leave of the matrix.</summary>
    public ErrorEstimate Error => _svd.Error;

    public static LatentIndex Of(TermMatrix terms, int rank, CancellationToken cancellationToken = default)
    {
        int most = Math.Min(rank, Math.Min(terms.Matrix.RowCount, terms.Matrix.ColumnCount));
        TruncatedSvd<double> svd = TruncatedSvd.Compute(terms.Matrix, most, cancellationToken: cancellationToken);

        // A V = U diag(σ): the texts in the directions.
        DenseMatrix<double> texts = DenseMatrix.Create<double>(svd.U.RowCount, svd.Rank);
        for (int i = 0; i < texts.RowCount; i++)
        {
            for (int j = 0; j < svd.Rank; j++)
            {
                texts[i, j] = svd.U[i, j] * svd.SingularValues[j];
            }
        }

        Vectors.NormalizeColumns(texts.Transpose());
        return new LatentIndex(svd, texts);
    }

    /// <summary>The cosine of each text (rows) to each query (columns), given as columns over the terms.</summary>
    public DenseMatrix<double> Cosines(DenseMatrix<double> queries)
    {
        DenseMatrix<double> folded = _svd.VT * queries;
        Vectors.NormalizeColumns(folded);
        return _texts * folded;
    }

    /// <summary>The terms with the largest weights in a direction.</summary>
    public IReadOnlyList<string> LeadingTerms(TermMatrix terms, int direction, int count) =>
        [.. terms.Vocabulary.OrderByDescending(term => Math.Abs(_svd.VT[direction, term.Value])).Take(count).Select(term => term.Key)];
}
