using System.Diagnostics;
using LowRank;
using Samples;

namespace LowRank.Benchmarks;

/// <summary>Two factors whose product is approximated, the exact product with its time, and its leading singular values.</summary>
internal sealed class ColumnRowCase
{
    // Beyond this a full SVD takes longer than all else together, and the half of the spectrum that the shares ask for is enough.
    private const int LargestFullSvd = 2048;
    public const int ExactRuns = 3;

    private static readonly int[] _sizes = [1024, 2048, 4096];
    private static readonly string[] _distributions = ["flat", "log-normal", "Zipf", "one-hot-like"];
    private static ColumnRowCase? _latest;

    private readonly double[] _squares;
    private readonly double _squaresBeyond;
    private readonly int _smallerDimension;

    private ColumnRowCase(string name, DenseMatrix<double> x, DenseMatrix<double> y)
    {
        (Name, X, Y) = (name, x, y);
        Product = x * y;
        Norm = Product.FrobeniusNorm();
        ExactSeconds = double.PositiveInfinity;
        for (int run = 0; run < ExactRuns; run++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = x * y;
            ExactSeconds = Math.Min(ExactSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        _smallerDimension = Math.Min(Product.RowCount, Product.ColumnCount);
        bool isWhole = _smallerDimension <= LargestFullSvd;
        TruncatedSvd<double> svd = TruncatedSvd.Compute(
            Product,
            isWhole ? _smallerDimension : _smallerDimension / 2,
            new TruncatedSvdOptions { Method = isWhole ? TruncatedSvdMethod.Full : TruncatedSvdMethod.Gram });
        _squares = [.. svd.SingularValues.Select(value => value * value)];
        _squaresBeyond = isWhole ? 0 : Math.Max(0, (Norm * Norm) - _squares.Sum());
    }

    public static IEnumerable<string> Names =>
        [.. _sizes.SelectMany(size => _distributions.Select(distribution => $"{distribution} {size}")),
            .. Folder is null ? Array.Empty<string>() : [GramName, LayerName]];

    public string Name { get; }

    public DenseMatrix<double> X { get; }

    public DenseMatrix<double> Y { get; }

    public DenseMatrix<double> Product { get; }

    public double Norm { get; }

    /// <summary>The best of a few runs, each into a new result.</summary>
    public double ExactSeconds { get; }

    private static string GramName => "Fashion-MNIST Gram";

    private static string LayerName => "Fashion-MNIST layer";

    // ./build.sh bench sets it.
    private static string? Folder => Environment.GetEnvironmentVariable("LOWRANK_FASHION_MNIST");

    /// <summary>A case by its name; the latest is kept, since the benchmarks of one input follow each other.</summary>
    public static ColumnRowCase Named(string name)
    {
        if (_latest?.Name != name)
        {
            _latest = null;
            _latest = Make(name);
        }

        return _latest;
    }

    /// <summary>The least relative error of any matrix of a rank (Eckart, Young, Mirsky); null where that rank is no restriction.</summary>
    public double? Optimum(int rank) =>
        rank >= _smallerDimension ? null
        : rank <= _squares.Length ? Math.Sqrt(_squares.Skip(rank).Sum() + _squaresBeyond) / Norm
        : throw new ArgumentOutOfRangeException(nameof(rank), rank, $"Only {_squares.Length} singular values are known.");

    private static ColumnRowCase Make(string name)
    {
        if (name == GramName || name == LayerName)
        {
            DenseMatrix<double> images = ImageSet.Read(Folder!, "train", CancellationToken.None).ToMatrix<double>();
            return name == GramName
                ? new ColumnRowCase(name, images.Transpose(), images)
                : new ColumnRowCase(name, images.AsRows(0, 8192), TestMatrices.Uniform(images.ColumnCount, 1024, 7));
        }

        int split = name.LastIndexOf(' ');
        int size = int.Parse(name[(split + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        DenseMatrix<double> x = TestMatrices.Uniform(size, size, 1);
        double[] scales = Scales(name[..split], size);
        for (int i = 0; i < size; i++)
        {
            Span<double> row = x.Memory.Span.Slice(i * size, size);
            for (int j = 0; j < size; j++)
            {
                row[j] *= scales[j];
            }
        }

        return new ColumnRowCase(name, x, TestMatrices.Uniform(size, size, 2));
    }

    private static double[] Scales(string distribution, int count)
    {
        // Sums of twelve uniform numbers are normal enough, and the order of the others is shuffled by an odd stride.
        DenseMatrix<double> uniform = TestMatrices.Uniform(count, 12, 3);
        double[] scales = new double[count];
        for (int j = 0; j < count; j++)
        {
            double normal = uniform.Memory.Span.Slice(12 * j, 12).ToArray().Sum();
            int place = (int)((j * 2654435761L) % count);
            scales[j] = distribution switch
            {
                "log-normal" => Math.Exp(normal),
                "Zipf" => 1.0 / (place + 1),
                "one-hot-like" => place < count / 100 ? 100 : 1,
                _ => 1,
            };
        }

        return scales;
    }
}
