namespace Samples.Tests;

/// <summary>A small data set in the format of Fashion-MNIST: each class a shape of its own, with noise.</summary>
internal static class SyntheticImages
{
    public const int Side = 8;

    /// <summary>Writes a training and a test part into a folder and reads them back.</summary>
    public static (ImageSet Training, ImageSet Test) Create(DataFolder folder, int trainingCount, int testCount)
    {
        Write(folder, "train", trainingCount, seed: 1);
        Write(folder, "t10k", testCount, seed: 2);
        return (ImageSet.Read(folder.Path, "train", CancellationToken.None), ImageSet.Read(folder.Path, "t10k", CancellationToken.None));
    }

    private static void Write(DataFolder folder, string part, int count, int seed)
    {
        Random random = new(seed);
        byte[] labels = new byte[count];
        byte[] pixels = new byte[count * Side * Side];
        for (int image = 0; image < count; image++)
        {
            labels[image] = (byte)random.Next(ImageSet.ClassCount);
            for (int pixel = 0; pixel < Side * Side; pixel++)
            {
                double shape = Math.Sin(0.11 * (labels[image] + 1) * pixel) * Math.Cos(0.07 * labels[image] * (pixel % Side));
                pixels[(image * Side * Side) + pixel] = (byte)Math.Clamp(128 + (80 * shape) + (60 * (random.NextDouble() - 0.5)), 0, 255);
            }
        }

        folder.Write($"{part}-images-idx3-ubyte.gz", DataFolder.Idx([count, Side, Side], pixels));
        folder.Write($"{part}-labels-idx1-ubyte.gz", DataFolder.Idx([count], labels));
    }
}
