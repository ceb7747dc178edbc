using ImageCompression;
using LowRank;
using LowRank.Reporting;

namespace Samples.Tests;

/// <summary>What compression says of sizes and errors is what it does.</summary>
public sealed class ImageCompressionTests
{
    private static readonly DenseMatrix<double> _picture = Pictures.Landscape(48, 64);

    [Fact]
    public void More_rank_leaves_less_error_and_no_way_beats_the_svd_of_the_same_matrix()
    {
        foreach (Way way in Enum.GetValues<Way>())
        {
            Compressed[] results = [.. new[] { 2, 4, 8, 16 }.Select(rank => Compressed.Compute(_picture, way, rank))];
            for (int i = 1; i < results.Length; i++)
            {
                Assert.True(results[i].Error < results[i - 1].Error,
                    $"{way}: {results[i].Error} at rank {results[i].Rank}, {results[i - 1].Error} before");
                Assert.True(results[i].Bytes > results[i - 1].Bytes);
            }

            if (way != Way.TiledSvd)
            {
                Assert.All(results, result =>
                    Assert.True(result.Error >= Compressed.Compute(_picture, Way.Svd, result.Rank).Error * (1 - 1e-6)));
            }
        }
    }

    [Fact]
    public void The_error_of_the_svd_is_the_tail_of_the_singular_values()
    {
        double[] all = [.. TruncatedSvd.Compute(_picture, 48).SingularValues];
        double tail = Math.Sqrt(all.Skip(5).Sum(value => value * value)) / _picture.FrobeniusNorm();
        Compressed result = Compressed.Compute(_picture, Way.Svd, 5);

        // The randomised methods end within a percent of it.
        Assert.InRange(result.Error, tail * (1 - 1e-9), tail * 1.01);
        Assert.Equal(4 * 5 * (48 + 64 + 1), result.Bytes);
        Assert.Equal(result.Bytes / (48.0 * 64), result.Share, 1e-15);

        // PSNR = −20 log₁₀(error · ‖A‖ / √pixels).
        Assert.Equal(-20 * Math.Log10(result.Error * _picture.FrobeniusNorm() / Math.Sqrt(48 * 64)), result.SignalToNoise, 1e-9);
    }

    [Fact]
    public void Tiles_join_to_the_picture_they_were_cut_from()
    {
        DenseMatrix<double> tiles = Tiles.Cut(_picture);
        Assert.Equal((48, 64), (tiles.RowCount, tiles.ColumnCount));
        Assert.Equal(_picture[9, 17], tiles[(1 * 8) + 2, (1 * 8) + 1]);
        Assert.Equal(_picture.ToArray(), Tiles.Join(tiles, 48, 64).ToArray());
        Assert.Throws<ArgumentException>(() => Tiles.Cut(Pictures.Landscape(48, 60)));
    }

    [Fact]
    public void A_mosaic_shows_the_images_in_their_places()
    {
        using DataFolder folder = new();
        (ImageSet images, _) = SyntheticImages.Create(folder, 6, 1);
        DenseMatrix<double> mosaic = Pictures.Mosaic(images, 2, 3);
        Assert.Equal((16, 24), (mosaic.RowCount, mosaic.ColumnCount));
        Assert.Equal(images.ToMatrix<double>()[4, (3 * 8) + 5], mosaic[8 + 3, 8 + 5]);
    }

    [Fact]
    public void The_page_has_a_picture_for_each_way()
    {
        string page = Report.Body([PictureResult.Compute("A <picture>", Pictures.Landscape(88, 96), CancellationToken.None)]);
        Assert.Contains("A &lt;picture&gt;", page, StringComparison.Ordinal);
        Assert.Equal(9, page.Split("data:image/png;base64,").Length - 1);
        Assert.All(Enum.GetValues<Way>(), way => Assert.Contains($"{HtmlPage.Encode(way.Name())}, rank", page, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }
}
