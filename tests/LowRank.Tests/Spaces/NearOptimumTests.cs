using LowRank.Spaces;
using LowRank.TruncatedSvds;

namespace LowRank.Tests;

/// <summary>The judgement that stops a Krylov space, on sequences whose limit is known.</summary>
public sealed class NearOptimumTests
{
    private const double Floor = 2.1e-7;

    /// <summary>captured_s = c (1 − ρ^s): the excess at each step is known. The estimate must be near it from the third on; the gains of a
    /// Krylov space that fall slowly at first fall faster later, so there it may be half of what this sequence has.</summary>
    [Theory]
    [InlineData(0.05, 0.9)]
    [InlineData(0.3, 0.5)]
    [InlineData(0.8, 0.2)]
    public void A_geometric_sequence_is_extrapolated_to_its_limit(double rate, double limit)
    {
        NearOptimum convergence = new(1, Floor, double.PositiveInfinity, 0);
        for (int s = 1; s < 200; s++)
        {
            double captured = limit * (1 - Math.Pow(rate, s));
            convergence.Add([captured]);
            double excess = Math.Sqrt((1 - captured) / (1 - limit)) - 1;
            if (s >= 3)
            {
                Assert.InRange(convergence.Excess, 0.5 * excess * (1 - excess), 2 * excess);
            }

            if (convergence.IsNear)
            {
                Assert.InRange(excess, 0, rate <= 0.3 ? 0.011 : 0.02);
                return;
            }
        }

        Assert.Fail("It never stops.");
    }

    [Fact]
    public void The_steps_left_are_foretold()
    {
        NearOptimum convergence = new(1, Floor, double.PositiveInfinity, 0);
        int s = 0;
        double foretold = 0;
        while (!convergence.IsNear)
        {
            s++;
            convergence.Add([0.4 * (1 - Math.Pow(0.7, s))]);
            foretold = s == 4 ? s + convergence.BlocksLeft : foretold;
        }

        Assert.InRange(foretold, s - 2, s + 2);
    }

    [Fact]
    public void A_restart_is_not_taken_for_convergence()
    {
        NearOptimum convergence = new(1, Floor, double.PositiveInfinity, 0);
        foreach (double captured in new[] { 0.2, 0.3, 0.38 })
        {
            convergence.Add([captured]);
        }

        Assert.False(convergence.IsNear);
        convergence.Restarted();
        convergence.Add([0.3801]);
        Assert.False(convergence.IsNear);
        convergence.Add([0.42]);
        Assert.False(convergence.IsNear);
    }

    [Fact]
    public void All_captured_is_the_end()
    {
        NearOptimum convergence = new(1, Floor, double.PositiveInfinity, 0);
        convergence.Add([1]);
        Assert.False(convergence.IsNear);
        convergence.Add([1]);
        Assert.True(convergence.IsNear);
        Assert.Equal(0, convergence.Excess);
    }

    /// <summary>Values that were not there before the last block may still rise to where the one before them stands.</summary>
    [Fact]
    public void New_values_are_not_taken_for_settled_ones()
    {
        NearOptimum convergence = new(4, Floor, double.PositiveInfinity, 0);
        convergence.Add([0.1, 0.1, 0.1]);
        convergence.Add([0.1, 0.1, 0.1, 0.01, 0.001]);
        Assert.False(convergence.IsNear);
        convergence.Add([0.1, 0.1, 0.1, 0.1, 0.01]);
        Assert.False(convergence.IsNear);
        convergence.Add([0.1, 0.1, 0.1, 0.1, 0.1]);
        Assert.True(convergence.IsNear);
    }

    /// <summary>A space that grows by more dimensions captures more, however badly it captures it.</summary>
    [Fact]
    public void Growth_is_not_taken_for_convergence()
    {
        NearOptimum convergence = new(100, Floor, double.PositiveInfinity, 0);
        convergence.Add([.. Enumerable.Repeat(0.004, 50)]);
        convergence.Add([.. Enumerable.Repeat(0.004, 50), .. Enumerable.Repeat(1e-6, 100)]);
        Assert.False(convergence.IsNear);
    }

    /// <summary>A value that still gains is not near, however little of the error it is.</summary>
    [Fact]
    public void Each_value_counts_where_values_are_wanted()
    {
        NearOptimum ofError = new(2, Floor, double.PositiveInfinity, 0);
        NearOptimum ofValues = new(2, Floor, 0.01, 0);
        double[][] history = [[0.5, 0.001, 0.0005], [0.5, 0.0012, 0.0008], [0.5, 0.00136, 0.001]];
        foreach (double[] shares in history)
        {
            ofError.Add(shares);
            ofValues.Add(shares);
        }

        Assert.True(ofError.IsNear);
        Assert.False(ofValues.IsNear);
        Assert.InRange(ofValues.ValueErrors[1], 0.1, 0.3);
        Assert.Equal(0, ofValues.ValueErrors[0]);
        Assert.True(ofValues.BlocksLeft > 1);
    }

    /// <summary>Values below the rounding of the products: out of reach where another precision is left, as good as zero else.</summary>
    [Fact]
    public void Values_that_are_rounding()
    {
        const double Noise = 1e-6;
        foreach (bool isLost in new[] { true, false })
        {
            NearOptimum rule = new(2, Floor, 0.01, Noise, isLostAtFloor: isLost);
            rule.Add([0.9, 2e-6, 1e-6]);
            rule.Add([0.9, 2.1e-6, 1e-6]);
            rule.Add([0.9, 2e-6, 1e-6]);
            Assert.Equal(isLost, rule.IsLost);
            Assert.Equal(!isLost, rule.IsNear && !rule.IsLost);
        }
    }
}
