using LowRank;

namespace ImageCompression;

/// <summary>A picture as a matrix of its tiles, a tile a row, and back.</summary>
internal static class Tiles
{
    /// <summary>Pixels along a side of a tile.</summary>
    public const int Side = 8;

    /// <summary>Cuts a picture.</summary>
    /// <exception cref="ArgumentException">A side is no multiple of <see cref="Side"/>.</exception>
    public static DenseMatrix<double> Cut(DenseMatrix<double> picture)
    {
        if (picture.RowCount % Side != 0 || picture.ColumnCount % Side != 0)
        {
            throw new ArgumentException(
                $"A picture of {picture.RowCount} × {picture.ColumnCount} pixels cannot be cut into tiles of {Side} × {Side}.",
                nameof(picture));
        }

        int across = picture.ColumnCount / Side;
        DenseMatrix<double> tiles = DenseMatrix.Create<double>(picture.RowCount / Side * across, Side * Side);
        ForEachPixel(picture, (i, j, tile, place) => tiles[tile, place] = picture[i, j]);
        return tiles;
    }

    /// <summary>Puts a picture of a given shape together again.</summary>
    public static DenseMatrix<double> Join(DenseMatrix<double> tiles, int height, int width)
    {
        DenseMatrix<double> picture = DenseMatrix.Create<double>(height, width);
        ForEachPixel(picture, (i, j, tile, place) => picture[i, j] = tiles[tile, place]);
        return picture;
    }

    private static void ForEachPixel(DenseMatrix<double> picture, Action<int, int, int, int> action)
    {
        int across = picture.ColumnCount / Side;
        for (int i = 0; i < picture.RowCount; i++)
        {
            for (int j = 0; j < picture.ColumnCount; j++)
            {
                action(i, j, (i / Side * across) + (j / Side), (i % Side * Side) + (j % Side));
            }
        }
    }
}
