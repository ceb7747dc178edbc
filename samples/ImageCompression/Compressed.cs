using LowRank;

namespace ImageCompression;

/// <summary>A picture after compression, and what that cost and lost.</summary>
/// <param name="Way">How it was compressed.</param>
/// <param name="Rank">The rank kept.</param>
/// <param name="Bytes">What has to be stored: 4 bytes a computed number or an index, 1 byte a pixel.</param>
/// <param name="Share">The same over the bytes of the picture.</param>
/// <param name="Picture">What comes back.</param>
/// <param name="Error">‖A − Â‖ / ‖A‖ in the Frobenius norm, by subtraction.</param>
/// <param name="SignalToNoise">The peak signal-to-noise ratio, in decibels.</param>
internal sealed record Compressed(
    Way Way, int Rank, long Bytes, double Share, DenseMatrix<double> Picture, double Error, double SignalToNoise)
{
    private const int NumberBytes = sizeof(float);

    /// <summary>Compresses a picture and expands it again.</summary>
    public static Compressed Compute(DenseMatrix<double> picture, Way way, int rank, CancellationToken cancellationToken = default)
    {
        (int m, int n) = (picture.RowCount, picture.ColumnCount);
        long k = rank;
        switch (way)
        {
            case Way.Svd:
                TruncatedSvd<double> svd = TruncatedSvd.Compute(picture, rank, cancellationToken: cancellationToken);
                return Measure(svd.ToDense(), NumberBytes * k * (m + n + 1));
            case Way.Interpolative:
                InterpolativeDecomposition<double> id = InterpolativeDecomposition.Compute(
                    picture, rank, cancellationToken: cancellationToken);
                return Measure(id.ToDense(), (k * m) + (NumberBytes * k * (n - k + 1)));
            case Way.Cur:
                CurDecomposition<double> cur = CurDecomposition.Compute(picture, rank, cancellationToken: cancellationToken);
                return Measure(cur.ToDense(), (k * (m + n)) + (NumberBytes * k * (k + 2)));
            default:
                DenseMatrix<double> tiles = Tiles.Cut(picture);
                TruncatedSvd<double> ofTiles = TruncatedSvd.Compute(tiles, rank, cancellationToken: cancellationToken);
                return Measure(Tiles.Join(ofTiles.ToDense(), m, n), NumberBytes * k * (tiles.RowCount + tiles.ColumnCount + 1));
        }

        Compressed Measure(DenseMatrix<double> result, long bytes)
        {
            double squares = 0;
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double difference = picture[i, j] - result[i, j];
                    squares += difference * difference;
                }
            }

            double pixels = (double)m * n;
            return new Compressed(
                way, rank, bytes, bytes / pixels, result, Math.Sqrt(squares) / picture.FrobeniusNorm(), -10 * Math.Log10(squares / pixels));
        }
    }
}
