using System.Numerics;
using System.Numerics.Tensors;
using LowRank;
using LowRank.IO;

namespace Samples;

/// <summary>The images of Fashion-MNIST, or of another set in its format: a byte a pixel, and what each shows.</summary>
public sealed class ImageSet
{
    /// <summary>The number of classes.</summary>
    public const int ClassCount = 10;

    private readonly byte[] _pixels;

    private ImageSet(int count, int height, int width, byte[] pixels, byte[] labels)
    {
        (Count, Height, Width) = (count, height, width);
        _pixels = pixels;
        Labels = labels;
    }

    /// <summary>What the classes show.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt", "Trousers", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"];

    /// <summary>A colour for each class, to be told apart from the others.</summary>
    public static IReadOnlyList<string> ClassColours { get; } =
        ["#1f6fb4", "#e0921f", "#2d8446", "#c53a3a", "#7a4fb5", "#8a5a3c", "#d565b0", "#6b7480", "#9aa31a", "#18a5b5"];

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>The pixels in a column.</summary>
    public int Height { get; }

    /// <summary>The pixels in a row.</summary>
    public int Width { get; }

    /// <summary>The pixels of an image.</summary>
    public int PixelCount => Height * Width;

    /// <summary>The class of each image, 0 … 9.</summary>
    public byte[] Labels { get; }

    /// <summary>Reads the images and the labels of one part of the data set.</summary>
    /// <param name="folder">The folder of the four files.</param>
    /// <param name="part"><c>train</c> or <c>t10k</c>.</param>
    /// <param name="cancellationToken">Cancels between reads.</param>
    /// <exception cref="MatrixFileException">A file is missing, damaged or not of this kind, or the two do not fit each other.</exception>
    public static ImageSet Read(string folder, string part, CancellationToken cancellationToken)
    {
        LoadOptions options = new() { CancellationToken = cancellationToken };
        BinaryMatrixFile images = Open(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), 3, options);
        BinaryMatrixFile labels = Open(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), 1, options);
        if (images.RowCount != labels.RowCount)
        {
            throw new MatrixFileException(
                labels.Path, $"{labels.RowCount} labels do not fit the {images.RowCount} images of {images.Path}.");
        }

        byte[] classes = labels.LoadBytes(options);
        int bad = Array.FindIndex(classes, label => label >= ClassCount);
        return bad < 0
            ? new ImageSet(images.RowCount, (int)images.Shape[1], (int)images.Shape[2], images.LoadBytes(options), classes)
            : throw new MatrixFileException(
                labels.Path, $"label {classes[bad]} at byte {8 + bad} (unpacked); labels are 0 … {ClassCount - 1}.");
    }

    /// <summary>The first images alone, all of them if there are fewer.</summary>
    public ImageSet Take(int count)
    {
        int taken = Math.Min(count, Count);
        return new ImageSet(taken, Height, Width, _pixels[..(taken * PixelCount)], Labels[..taken]);
    }

    /// <summary>The images as rows, pixels scaled to 0 … 1, then <paramref name="extraColumns"/> columns of ones.</summary>
    public DenseMatrix<T> ToMatrix<T>(int extraColumns = 0)
        where T : unmanaged, INumber<T>
    {
        T brightest = T.CreateChecked(byte.MaxValue);
        int columns = PixelCount + extraColumns;
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(Count, columns);
        Span<T> values = matrix.Memory.Span;
        for (int i = 0; i < Count; i++)
        {
            Span<T> row = values.Slice(i * columns, columns);
            Span<T> image = row[..PixelCount];
            TensorPrimitives.ConvertChecked<byte, T>(_pixels.AsSpan(i * PixelCount, PixelCount), image);
            TensorPrimitives.Divide(image, brightest, image);
            row[PixelCount..].Fill(T.One);
        }

        return matrix;
    }

    private static BinaryMatrixFile Open(string path, int dimensions, LoadOptions options)
    {
        MatrixFile file = MatrixFiles.Open(path, options);
        return file is BinaryMatrixFile binary && binary.Shape.Length == dimensions && !binary.Shape.Contains(0UL)
            ? binary
            : throw new MatrixFileException(
                path, $"is {file.Format}, {file.RowCount} × {file.ColumnCount} (by its header at byte 0); {dimensions} dimension(s) are "
                    + "expected, none of them 0.");
    }
}
