using LowRank;
using LowRank.IO;
using static Samples.Tests.DataFolder;

namespace Samples.Tests;

/// <summary>A data file that is missing or damaged gives one line that names it and says what is wrong.</summary>
public sealed class DataFileTests : IDisposable
{
    private static readonly byte[] Sound = Idx([3, 2, 2], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255);
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sound_files_become_a_matrix_of_0_to_1()
    {
        ImageSet images = ImageSet.Read(_folder.Path, "train", CancellationToken.None);
        Assert.Equal((3, 2, 2), (images.Count, images.Height, images.Width));
        Assert.Equal([0, 9, 5], images.Labels);
        DenseMatrix<double> matrix = images.ToMatrix<double>(extraColumns: 1);
        Assert.Equal((3, 5), (matrix.RowCount, matrix.ColumnCount));
        Assert.Equal(1, matrix[2, 3]);
        Assert.Equal(4 / 255.0, matrix[1, 0]);
        Assert.Equal(1, matrix[0, 4]);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(_folder[TrainImages]);
        Refused(TrainImages, "there is no such file");
    }

    [Fact]
    public void A_file_of_no_known_format_is_refused()
    {
        File.WriteAllText(_folder[TrainImages], "<html>not found</html>");
        Refused(TrainImages, "is of no known format");
    }

    [Theory]
    [InlineData(0, "is of no known format")]
    [InlineData(10, "ends at byte 10, inside the header")]
    [InlineData(20, "ends at byte 20; by its header it has 28")]
    public void A_truncated_file_says_where_it_ends(int length, string problem)
    {
        _folder.Write(TrainImages, Sound[..length]);
        Refused(TrainImages, problem);
    }

    [Fact]
    public void A_file_whose_packing_is_cut_off_is_refused()
    {
        byte[] packed = File.ReadAllBytes(_folder[TrainImages]);
        File.WriteAllBytes(_folder[TrainImages], packed[..(packed.Length / 2)]);
        Refused(TrainImages, "");
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        _folder.Write(TrainImages, Idx([12], new byte[12]));
        Refused(TrainImages, "is IDX of 1 dimension(s), gzip, 12 × 1");
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(1 << 20, 28, 28)]
    public void Sizes_that_the_file_cannot_hold_are_refused_before_memory_is_taken(int count, int height, int width)
    {
        _folder.Write(TrainImages, Idx([count, height, width], new byte[12]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(TrainImages, "");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Theory]
    [InlineData(0, "3 dimension(s) are expected, none of them 0")]
    [InlineData(-1, "the shape (4294967295 × 2 × 2) at byte 4 is too large")]
    public void Sizes_that_are_no_sizes_are_refused(int count, string problem)
    {
        _folder.Write(TrainImages, Idx([count, 2, 2], count == 0 ? [] : new byte[12]));
        Refused(TrainImages, problem);
    }

    [Fact]
    public void Bytes_after_the_end_are_refused()
    {
        _folder.Write(TrainImages, [.. Sound, 1]);
        Refused(TrainImages, "goes on after byte 28");
    }

    [Fact]
    public void Labels_must_fit_the_images_and_the_classes()
    {
        _folder.Write(TrainLabels, Idx([2], 0, 1));
        Refused(TrainLabels, "2 labels do not fit the 3 images");
        _folder.Write(TrainLabels, Idx([3], 0, 1, 10));
        Refused(TrainLabels, "label 10 at byte 10");
    }

    private void Refused(string file, string problem)
    {
        MatrixFileException exception = Assert.Throws<MatrixFileException>(
            () => ImageSet.Read(_folder.Path, "train", CancellationToken.None));
        Assert.Contains(_folder[file], exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
