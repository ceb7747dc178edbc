using System.Numerics;
using LowRank.Matrices;
using LowRank.Spaces;

namespace LowRank.Tests;

public sealed class GrowableTests
{
    [Fact]
    public void It_starts_with_the_room_asked_for_or_the_most_there_can_be()
    {
        using Workspace<double> workspace = new();
        Assert.Equal((3, 4), Size(new Growable<double>(workspace, 3, 4, 10, 10)));
        Assert.Equal((2, 1), Size(new Growable<double>(workspace, 3, 4, 2, 1)));
    }

    /// <summary>A side that is too short grows to what is needed, by half at least, and to no more than there can be; the other one
    /// stays.</summary>
    [Theory]
    [InlineData(11, 4, 15, 4)]
    [InlineData(16, 4, 16, 4)]
    [InlineData(10, 5, 10, 6)]
    [InlineData(1, 9, 10, 9)]
    [InlineData(19, 4, 19, 4)]
    [InlineData(11, 9, 15, 9)]
    public void It_grows_by_half(int rows, int columns, int expectedRows, int expectedColumns)
    {
        using Workspace<double> workspace = new();
        Growable<double> matrix = new(workspace, 10, 4, 20, 9);
        matrix.Reserve(rows, columns, 0, 0);
        Assert.Equal((expectedRows, expectedColumns), Size(matrix));
        matrix.Reserve(20, 4, 0, 0);
        Assert.Equal((20, expectedColumns), Size(matrix));
    }

    [Fact]
    public void With_the_most_in_reach_it_grows_no_further()
    {
        using Workspace<double> workspace = new();
        Growable<double> matrix = new(workspace, 10, 10, 12, 11);
        matrix.Reserve(11, 11, 0, 0);
        Assert.Equal((12, 11), Size(matrix));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_used_is_kept_and_the_rest_is_zero_where_that_is_asked_for(bool isCleared)
    {
        using Workspace<Complex> workspace = new();
        Growable<Complex> matrix = new(workspace, 3, 2, 20, 20, isCleared);
        if (isCleared)
        {
            Assert.Equal(0, matrix.All.FrobeniusNorm());
        }

        Complex[,] values = Oracle.Gaussian<Complex>(3, 2, 1);
        for (int j = 0; j < 2; j++)
        {
            for (int i = 0; i < 3; i++)
            {
                matrix.All[i, j] = values[i, j];
            }
        }

        DenseMatrix<Complex> before = matrix.All;
        matrix.Reserve(3, 2, 3, 2);
        Assert.Same(before, matrix.All);
        matrix.Reserve(7, 5, 2, 1);
        Expect.SameBits(Oracle.Of(matrix.AsBlock(0, 0, 2, 1)), values.Block(0, 0, 2, 1), "what is used");
        if (isCleared)
        {
            Assert.Equal(0, matrix.AsColumns(1, 4).FrobeniusNorm());
            Assert.Equal(0, matrix.AsBlock(2, 0, 5, 1).FrobeniusNorm());
        }
    }

    private static (int Rows, int Columns) Size(Growable<double> matrix) => (matrix.All.RowCount, matrix.All.ColumnCount);
}
