using LowRank;

namespace ImageCompression;

/// <summary>One picture, compressed in every way to several ranks.</summary>
internal sealed record PictureResult(string Name, DenseMatrix<double> Picture, IReadOnlyList<Compressed> Compressions)
{
    // Of the whole picture, and of its tiles, which have no more than 64 directions.
    private static readonly int[] _ranks = [5, 10, 20, 40, 80];
    private static readonly int[] _tileRanks = [1, 2, 4, 8, 12];

    public static PictureResult Compute(string name, DenseMatrix<double> picture, CancellationToken cancellationToken) => new(
        name, picture,
        [
            .. from way in Enum.GetValues<Way>()
               from rank in way == Way.TiledSvd ? _tileRanks : _ranks
               select Compressed.Compute(picture, way, rank, cancellationToken),
        ]);
}
