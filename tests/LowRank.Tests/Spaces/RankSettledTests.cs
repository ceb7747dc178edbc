using LowRank.Errors;
using LowRank.Spaces;

namespace LowRank.Tests;

/// <summary>The rules that end a search for a tolerance, on spaces whose content is written down.</summary>
public sealed class RankSettledTests
{
    private const double Floor = 2.1e-7;

    /// <summary>Left is 0.04 = 0.2² at last: within the tolerance of 0.3, where 0.05 more may be dropped.</summary>
    [Fact]
    public void It_settles_when_the_rank_is_the_least_there_can_be()
    {
        ScriptedSpace space = new(1, 10, 2, ([0.6], null), ([0.7, 0.1], null), ([0.75, 0.15, 0.06], null));
        RankSettled<double> rule = new(Truncation.RelativeError(0.3), 0.3, 2, 10, double.PositiveInfinity, new(false, 0), null);
        Assert.False(rule.IsMetByNothing(space));
        Assert.Equal(int.MaxValue, rule.Rank);
        Assert.False(Next(space, rule));
        Assert.Equal(int.MaxValue, rule.Rank);
        Assert.False(Next(space, rule));

        // 0.04 + 0.06 > 0.09, so three; were nothing left, 0.06 could be dropped. From 0.2 to 0.04 it fell by a fifth: further ones matter.
        Assert.False(Next(space, rule));
        Assert.Equal(3, rule.Rank);
        Assert.Equal(SearchEnd.Tolerance, rule.End);

        // Without a gain in the rank there is nothing further to hope for, where less is left than before.
        ScriptedSpace later = new(1, 10, 2, ([0.75, 0.15, 0.06], 0.04), ([0.75, 0.15, 0.06], 0.035));
        RankSettled<double> second = new(Truncation.RelativeError(0.3), 0.3, 2, 10, double.PositiveInfinity, new(false, 0), null);
        Assert.False(Next(later, second));
        Assert.True(Next(later, second));
        Assert.Equal(3, second.Rank);
    }

    [Fact]
    public void It_settles_at_once_where_nothing_is_left_or_the_rank_is_proven()
    {
        RankSettled<double> nothing = new(Truncation.RelativeError(0.3), 0.3, 1, 10, double.PositiveInfinity, new(false, 0), null);
        Assert.True(Next(new(1, 10, 1, ([0.85, 0.1, 0.05], 0.0)), nothing));
        Assert.Equal(2, nothing.Rank);

        // Rounding may make the difference of squares negative.
        RankSettled<double> negative = new(Truncation.RelativeError(0.3), 0.3, 1, 10, double.PositiveInfinity, new(false, 0), null);
        Assert.True(Next(new(1, 10, 1, ([0.85, 0.1, 0.05], -1e-17)), negative));

        // With 0.01 left, 0.05 can be dropped still: two are needed, and two were were it zero.
        RankSettled<double> proven = new(Truncation.RelativeError(0.3), 0.3, 1, 10, double.PositiveInfinity, new(false, 0), null);
        Assert.True(Next(new(1, 10, 1, ([0.84, 0.1, 0.05], 0.01)), proven));
        Assert.Equal(2, proven.Rank);
    }

    /// <summary>The slack is a fiftieth: 51 are near enough to 50, and 52 are not.</summary>
    [Theory]
    [InlineData(0.001, 51)]
    [InlineData(0.002, 52)]
    public void It_settles_within_a_fiftieth_of_the_least_rank(double left, int rank)
    {
        // 0.01 may be dropped: all of the ten small directions where nothing is left, one less for each thousandth that is.
        double[] shares = [.. Enumerable.Repeat(0.0195, 50), .. Enumerable.Repeat(0.00099, 10)];
        RankSettled<double> rule = new(Truncation.RelativeError(0.1), 0.1, 1, 100, double.PositiveInfinity, new(false, 0), null);
        Assert.Equal(rank == 51, Next(new(1, 10, 1, (shares, left)), rule));
        Assert.Equal(rank, rule.Rank);
    }

    /// <summary>An estimate by probes is not taken at its word: what is allowed must hold for its bound.</summary>
    [Fact]
    public void Probes_must_keep_the_tolerance_with_their_bound()
    {
        double inflation = ProbeTail.Inflation(16, 0.01);
        foreach ((double left, bool isWithin) in new[] { (0.09 / inflation * 0.999, true), (0.09 / inflation * 1.001, false) })
        {
            ScriptedSpace space = new(1, 10, 1, ([0.9], left), ([0.9], left * 0.9999)) { Method = ErrorEstimateMethod.RandomProbe };
            RankSettled<double> rule = new(Truncation.RelativeError(0.3), 0.3, 1, 10, double.PositiveInfinity, new(false, 0), null);
            Next(space, rule);
            Assert.Equal(isWithin ? 1 : int.MaxValue, rule.Rank);
        }
    }

    [Fact]
    public void The_largest_rank_ends_it_where_its_error_is_near_the_optimum()
    {
        NearOptimum atLimit = new(1, Floor, double.PositiveInfinity, 0);
        RankSettled<double> rule = new(Truncation.RelativeError(0.1, 1), 0.1, 1, 1, double.PositiveInfinity, new(false, 0), atLimit);
        ScriptedSpace space = new(1, 10, 1, ([0.5], 0.5), ([0.5], 0.5));
        Assert.False(Next(space, rule));
        Assert.True(Next(space, rule));
        Assert.Equal(SearchEnd.LargestRank, rule.End);
    }

    /// <summary>Where the largest rank is needed and its error is within the tolerance, it must be near the optimum as well.</summary>
    [Fact]
    public void A_rank_at_the_limit_must_be_near_the_optimum_too()
    {
        NearOptimum atLimit = new(1, Floor, double.PositiveInfinity, 0);
        RankSettled<double> rule = new(
            Truncation.RelativeError(0.5, 1), 0.5, 1, 1, double.PositiveInfinity, new(false, 0), atLimit);
        ScriptedSpace space = new(1, 10, 1, ([0.8], 0.2), ([0.8], 0.2));
        Assert.False(Next(space, rule));
        Assert.True(Next(space, rule));
        Assert.Equal(SearchEnd.Tolerance, rule.End);
    }

    [Fact]
    public void A_zero_matrix_needs_no_direction()
    {
        ScriptedSpace space = new(1, 10, 0, ([0.0], 0.0));
        RankSettled<double> rule = new(Truncation.RelativeError(0.3), 0.3, 0, 10, double.PositiveInfinity, new(false, 0), null);
        Assert.True(rule.IsMetByNothing(space));
        Assert.True(new ResidualWithin<double>(Truncation.AbsoluteError(1), 100).IsMetByNothing(space));
    }

    /// <summary>A tolerance below rounding is taken as rounding, and an absolute one is a share of the norm.</summary>
    [Fact]
    public void A_residual_is_held_against_the_tolerance_or_rounding()
    {
        double rounding = 20 * Math.ScaleB(1, -52) * 10;
        Residual five = new(ErrorEstimateMethod.ExactIdentity, 5, 0);
        Assert.Equal(0.1, new ResidualWithin<double>(Truncation.RelativeError(0.1), 100).Tolerance(five));
        Assert.Equal(0.02, new ResidualWithin<double>(Truncation.AbsoluteError(0.1), 100).Tolerance(five));
        Assert.Equal(rounding, new ResidualWithin<double>(Truncation.RelativeError(1e-300), 100).Tolerance(five), 1e-28);
        ResidualWithin<double> rule = new(Truncation.AbsoluteError(1), 100);
        Assert.Equal(SearchEnd.Tolerance, rule.End);
        ScriptedSpace space = new(1, 10, 2, ([0.7], 0.26), ([0.75], 0.25));
        Assert.False(rule.IsMetByNothing(space));
        Assert.False(Next(space, rule));
        Assert.True(Next(space, rule));
        space = new ScriptedSpace(1, 10, 2, ([0.7], 0.26));
        Assert.True(new ResidualWithin<double>(Truncation.AbsoluteError(2), 100).IsMetByNothing(space));
    }

    private static bool Next(ScriptedSpace space, IStoppingRule rule)
    {
        Assert.True(space.TryExpand());
        return rule.IsReached(space);
    }
}
