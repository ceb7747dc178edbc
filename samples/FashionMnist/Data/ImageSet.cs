using System.Numerics.Tensors;
using LowRank;

namespace FashionMnist.Data;

/// <summary>Images of one size, a byte a pixel, and what each shows.</summary>
internal sealed class ImageSet
{
    public const int ClassCount = 10;

    private readonly byte[] _pixels;

    private ImageSet(IdxFile images, IdxFile labels)
    {
        (Count, Height, Width) = (images.Dimensions[0], images.Dimensions[1], images.Dimensions[2]);
        _pixels = images.Values;
        Labels = labels.Values;
    }

    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt", "Trousers", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"];

    public int Count { get; }

    public int Height { get; }

    public int Width { get; }

    public int PixelCount => Height * Width;

    /// <summary>The class of each image, 0 … 9.</summary>
    public byte[] Labels { get; }

    /// <summary>Reads the images and the labels of one part of the data set.</summary>
    /// <param name="folder">The folder of the four files.</param>
    /// <param name="part"><c>train</c> or <c>t10k</c>.</param>
    /// <param name="cancellationToken">Cancels between reads.</param>
    public static ImageSet Read(string folder, string part, CancellationToken cancellationToken)
    {
        IdxFile images = IdxFile.Read(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), 3, cancellationToken);
        IdxFile labels = IdxFile.Read(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), 1, cancellationToken);
        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new DataFileException(labels.Path, $"{labels.Dimensions[0]} labels do not fit the {images.Dimensions[0]} images of {images.Path}.");
        }

        int bad = Array.FindIndex(labels.Values, label => label >= ClassCount);
        return bad < 0
            ? new ImageSet(images, labels)
            : throw new DataFileException(labels.Path, $"label {labels.Values[bad]} at byte {8 + bad} (unpacked); labels are 0 … {ClassCount - 1}.");
    }

    /// <summary>The images as rows, pixels scaled to 0 … 1, then <paramref name="extraColumns"/> columns of ones.</summary>
    public DenseMatrix<double> ToMatrix(int extraColumns = 0)
    {
        int columns = PixelCount + extraColumns;
        DenseMatrix<double> matrix = DenseMatrix.Create<double>(Count, columns);
        Span<double> values = matrix.Memory.Span;
        for (int i = 0; i < Count; i++)
        {
            Span<double> row = values.Slice(i * columns, columns);
            Span<double> image = row[..PixelCount];
            TensorPrimitives.ConvertChecked<byte, double>(_pixels.AsSpan(i * PixelCount, PixelCount), image);
            TensorPrimitives.Divide(image, byte.MaxValue, image);
            row[PixelCount..].Fill(1);
        }

        return matrix;
    }
}
