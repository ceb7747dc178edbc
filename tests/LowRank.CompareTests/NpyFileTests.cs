using LowRank.Compare.Workers;
using LowRank.IO;

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
        Assert.Equal(matrix.ToArray(), NpyFile.Read<double>(_folder["single.npy"]).ToArray());
    }

    [Fact]
    public void A_view_with_padding_is_written_without_it()
    {
        DenseMatrix<double> matrix = DenseMatrix.FromArray(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        NpyFile.Write(_folder["view.npy"], matrix.AsColumns(1, 2));
        Assert.Equal(new double[,] { { 2, 3 }, { 5, 6 } }, NpyFile.Read<double>(_folder["view.npy"]).ToArray());
    }

    [Fact]
    public void Integers_of_32_bits_come_back()
    {
        NpyFile.Write<int>(_folder["vector.npy"], [3, 1, 2]);
        Assert.Equal([3, 1, 2], NpyFile.ReadIntegers(_folder["vector.npy"]));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e10)]
    public void What_is_no_integer_is_refused(double value)
    {
        NpyFile.Write<double>(_folder["vector.npy"], [1, value]);
        Assert.Throws<MatrixFileException>(() => NpyFile.ReadIntegers(_folder["vector.npy"]));
    }

    [Fact]
    public void An_answer_that_is_not_finite_is_refused()
    {
        NpyFile.Write(_folder["answer.npy"], DenseMatrix.FromArray(new[,] { { 1, double.NaN } }));
        Assert.Throws<MatrixFileException>(() => NpyFile.Read<double>(_folder["answer.npy"]));
    }
}
