using LowRank.Errors;

namespace LowRank.Tests;

public sealed class ResidualTests
{
    [Fact]
    public void Shares_are_squares_over_the_squared_norm()
    {
        Assert.Equal([0.25, 0.0625], Residual.Shares([2, 1], 4));
        Assert.Equal([0.25, 0.0625], Residual.Shares([2e200, 1e200], 4e200));
        Assert.Equal([0, 0], Residual.Shares([0, 0], 0));
        Assert.Empty(Residual.Shares([], 1));
        Assert.Equal(7, Residual.Tail([1, 2, 4], 0));
        Assert.Equal(6, Residual.Tail([1, 2, 4], 1));
        Assert.Equal(0, Residual.Tail([1, 2, 4], 3));

        // Smallest first: the other way the two small ones vanish beside the large one.
        Assert.Equal(1 + Math.ScaleB(1, -52), Residual.Tail([1, Math.ScaleB(1, -53), Math.ScaleB(1, -53)], 0));
    }
}
