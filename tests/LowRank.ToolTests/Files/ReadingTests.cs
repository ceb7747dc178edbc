using System.Globalization;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.ToolTests;

/// <summary>How often a file is read, by the bytes that the system hands out.</summary>
public sealed class ReadingTests : IDisposable
{
    private const int RowCount = 20_000;
    private const int ColumnCount = 500;
    private const int Rank = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MatrixLayout.RowMajor, 0.01, SvdAccuracy.Values, 4)]
    [InlineData(MatrixLayout.ColumnMajor, 0.01, SvdAccuracy.Values, 4)]
    [InlineData(MatrixLayout.RowMajor, 0.1, SvdAccuracy.Approximation, 4)]
    [InlineData(MatrixLayout.RowMajor, 0.1, SvdAccuracy.Values, 5)] // the last of the values lie in the noise
    public void A_file_is_read_no_more_often_than_said(MatrixLayout layout, double noise, SvdAccuracy accuracy, int most)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux counts the bytes of a thread.");
        string path = _folder["a.npy"];
        ResultFiles.Write(path, [OutputArray.Of("a", Decaying(layout, noise))], default);
        LoadOptions options = new() { LoadedBytes = 0 };
        ILinearOperator<double> loaded = MatrixFiles.Open(path, options).Load<double>(options);
        using MappedMatrix<double> a = Assert.IsAssignableFrom<MappedMatrix<double>>(loaded);
        Assert.Equal(1, Readings(() => GeneralizedNystrom.Compute(a, Rank)));
        TruncatedSvdOptions svdOptions = new() { Accuracy = accuracy };
        int pca = Readings(() => Pca.Fit(a, Rank, new PcaOptions { Svd = svdOptions }));
        int passes = 0;
        int svd = Readings(() => passes = TruncatedSvd.Compute(a, Rank, svdOptions).Passes);
        Assert.True(pca <= most && svd <= most && passes == svd, $"PCA reads {pca} times, SVD {svd} times, and says {passes}.");
    }

    /// <summary>Low rank and noise, whose means are not zero.</summary>
    private static DenseMatrix<double> Decaying(MatrixLayout layout, double noise)
    {
        System.Random random = new(1);
        DenseMatrix<double> left = DenseMatrix.Create<double>(RowCount, 2 * Rank);
        DenseMatrix<double> right = DenseMatrix.Create<double>(2 * Rank, ColumnCount);
        foreach (DenseMatrix<double> factor in new[] { left, right })
        {
            foreach (ref double entry in factor.Memory.Span)
            {
                entry = random.NextDouble() - 0.4;
            }
        }

        for (int i = 0; i < 2 * Rank; i++)
        {
            foreach (ref double entry in right.AsRows(i, 1).Memory.Span)
            {
                entry *= Math.Pow(0.8, i);
            }
        }

        DenseMatrix<double> product = (left * right).ToDense(layout);
        foreach (ref double entry in product.Memory.Span)
        {
            entry += noise * (random.NextDouble() - 0.5);
        }

        return product;
    }

    /// <summary>The bytes that this thread has read while it did something, as a number of files.</summary>
    private static int Readings(Action action)
    {
        long before = BytesRead();
        action();
        double readings = (BytesRead() - before) / ((double)RowCount * ColumnCount * sizeof(double));
        Assert.Equal(Math.Round(readings), readings, 0.01);
        return (int)Math.Round(readings);
    }

    private static long BytesRead() =>
        long.Parse(File.ReadLines("/proc/thread-self/io").First().AsSpan("rchar: ".Length), CultureInfo.InvariantCulture);
}
