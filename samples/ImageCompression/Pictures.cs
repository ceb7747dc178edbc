using LowRank;
using Samples;

namespace ImageCompression;

/// <summary>The pictures: matrices of brightness, 0 … 1.</summary>
internal static class Pictures
{
    /// <summary>Hills in haze under a sun: smooth parts, which need few directions, and edges, which need many.</summary>
    public static DenseMatrix<double> Landscape(int height, int width)
    {
        DenseMatrix<double> picture = DenseMatrix.Create<double>(height, width);
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                // In units of the height, y upwards.
                picture[i, j] = Brightness((double)j / height, 1 - ((double)i / height));
            }
        }

        return picture;
    }

    /// <summary>The first images of a set, row by row.</summary>
    public static DenseMatrix<double> Mosaic(ImageSet images, int down, int across)
    {
        DenseMatrix<double> pixels = images.Take(down * across).ToMatrix<double>();
        DenseMatrix<double> picture = DenseMatrix.Create<double>(down * images.Height, across * images.Width);
        for (int image = 0; image < pixels.RowCount; image++)
        {
            DenseMatrix<double> place = picture.AsBlock(
                image / across * images.Height, image % across * images.Width, images.Height, images.Width);
            for (int pixel = 0; pixel < images.PixelCount; pixel++)
            {
                place[pixel / images.Width, pixel % images.Width] = pixels[image, pixel];
            }
        }

        return picture;
    }

    private static double Brightness(double x, double y)
    {
        const int Ranges = 5;

        // From the nearest range to the farthest: each is paler and rises higher.
        for (int range = 0; range < Ranges; range++)
        {
            double ridge = 0.12 + (0.11 * range)
                + (0.07 * Math.Sin((2.3 + range) * x + (1.7 * range)))
                + (0.025 * Math.Sin((9.1 + (3 * range)) * x + range))
                + (0.006 * Math.Sin((47 + (11 * range)) * x));
            if (y < ridge)
            {
                double light = 0.5 + (0.5 * Math.Sin((23 + (5 * range)) * x + (60 * (ridge - y))));
                return 0.10 + (0.13 * range) + (0.10 * light * Math.Exp(-9 * (ridge - y)));
            }
        }

        double fromSun = double.Hypot(x - 1.05, y - 0.82);
        double sky = 0.62 + (0.25 * (1 - y)) + (0.03 * Math.Sin((14 * x) + (5 * Math.Sin(9 * y))) * y);
        return fromSun < 0.07 ? 1 : Math.Min(1, sky + (0.3 * Math.Exp(-fromSun / 0.12)));
    }
}
