using System.Text;
using LowRank.Compare.Workers;

namespace LowRank.CompareTests;

/// <summary>The files that all workers share.</summary>
public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void A_matrix_comes_back_in_either_layout_and_precision(MatrixLayout layout)
    {
        DenseMatrix<double> matrix = DenseMatrix.FromArray(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).ToDense(layout);
        NpyFile.Write(_folder["double.npy"], matrix);
        Assert.Equal(matrix.ToArray(), NpyFile.Read<double>(_folder["double.npy"]).ToArray());

        DenseMatrix<float> single = DenseMatrix.FromArray(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).ToDense(layout);
        NpyFile.Write(_folder["single.npy"], single);
        Assert.True(NpyFile.IsSingle(_folder["single.npy"]));
        Assert.Equal(matrix.ToArray(), NpyFile.ReadAsDouble(_folder["single.npy"]).ToArray());
    }

    [Fact]
    public void A_view_with_padding_is_written_without_it()
    {
        DenseMatrix<double> matrix = DenseMatrix.FromArray(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        NpyFile.Write(_folder["view.npy"], matrix.AsColumns(1, 2));
        Assert.Equal(new double[,] { { 2, 3 }, { 5, 6 } }, NpyFile.Read<double>(_folder["view.npy"]).ToArray());
    }

    [Fact]
    public void Values_begin_at_a_multiple_of_64_bytes_after_a_line_feed_as_the_format_wants()
    {
        foreach (int length in new[] { 1, 10, 12345, 100_000 })
        {
            NpyFile.Write<int>(_folder["vector.npy"], new int[length]);
            byte[] bytes = File.ReadAllBytes(_folder["vector.npy"]);
            int start = bytes.Length - (4 * length);
            Assert.Equal(0, start % 64);
            Assert.Equal((byte)'\n', bytes[start - 1]);
            Assert.Equal(start, 10 + bytes[8] + (256 * bytes[9]));
        }
    }

    [Fact]
    public void Integers_of_32_bits_come_back()
    {
        NpyFile.Write<int>(_folder["vector.npy"], [3, 1, 2]);
        Assert.Equal([3, 1, 2], NpyFile.ReadIntegers(_folder["vector.npy"]));
    }

    [Fact]
    public void What_is_no_matrix_of_the_type_is_refused()
    {
        NpyFile.Write<int>(_folder["vector.npy"], [3, 1, 2]);
        Assert.Contains("<i4", Assert.Throws<InvalidDataException>(() => NpyFile.Read<double>(_folder["vector.npy"])).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["other.npy"], Encoding.ASCII.GetBytes("something else altogether"));
        Assert.Throws<InvalidDataException>(() => NpyFile.ReadAsDouble(_folder["other.npy"]));
    }
}
