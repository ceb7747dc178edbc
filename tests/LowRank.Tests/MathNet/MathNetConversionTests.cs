using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank.Tests;

public class MathNetConversionTests
{
    [Fact]
    public void A_dense_matrix_is_shared_not_copied()
    {
        Matrix<double> source = Matrix<double>.Build.Dense(3, 2, (i, j) => (10 * i) + j);
        DenseMatrix<double> view = source.AsLowRank();
        Assert.Equal(21, view[2, 1]);
        view[2, 1] = -1;
        Assert.Equal(-1, source[2, 1]);
        source[0, 1] = 7;
        Assert.Equal(7, view[0, 1]);
    }

    [Fact]
    public void A_sparse_matrix_is_refused_as_a_view_and_copied_on_request()
    {
        Matrix<float> source = Matrix<float>.Build.SparseOfIndexed(3, 4, [(1, 2, 5f)]);
        Assert.Equal("matrix", Assert.Throws<ArgumentException>(() => source.AsLowRank()).ParamName);
        DenseMatrix<float> copy = source.ToLowRank();
        Assert.Equal(5f, copy[1, 2]);
        Assert.Equal(5, copy.FrobeniusNorm());
    }

    [Theory]
    [InlineData(MatrixLayout.ColumnMajor, true)]
    [InlineData(MatrixLayout.RowMajor, false)]
    public void The_way_back_shares_memory_where_it_can(MatrixLayout layout, bool shares)
    {
        DenseMatrix<Complex> source = DenseMatrix.Create<Complex>(2, 3, layout);
        source[1, 2] = new Complex(1, 2);
        Matrix<Complex> result = source.ToMathNet();
        Assert.Equal(new Complex(1, 2), result[1, 2]);
        result[0, 1] = 9;
        Assert.Equal(shares ? 9 : Complex.Zero, source[0, 1]);
    }

    [Fact]
    public void A_padded_or_partial_view_is_copied()
    {
        DenseMatrix<double> whole = DenseMatrix.Create<double>(4, 3, MatrixLayout.ColumnMajor);
        whole[1, 1] = 3;
        Assert.Equal(3, whole.AsRows(1, 2).ToMathNet()[0, 1]);
        Assert.Equal(3, whole.AsColumns(1, 2).ToMathNet()[1, 0]);
    }

    [Fact]
    public void A_singular_value_decomposition_of_a_shared_matrix_agrees_with_math_nets()
    {
        Matrix<double> source = Matrix<double>.Build.Random(20, 8, 1);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(source.AsLowRank(), 8);
        double[] expected = source.Svd().S.ToArray();
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(expected[i], svd.SingularValues[i], 1e-13 * expected[0]);
        }
    }
}
