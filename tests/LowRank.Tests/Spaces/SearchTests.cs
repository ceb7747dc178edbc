using LowRank.Execution;
using LowRank.Spaces;

namespace LowRank.Tests;

/// <summary>The loop that grows a space, with every end that it has.</summary>
public sealed class SearchTests
{
    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    [Fact]
    public void It_ends_when_the_rule_is_satisfied_and_no_block_later()
    {
        for (int blocks = 1; blocks <= 3; blocks++)
        {
            ScriptedSpace space = Space(limit: 100);
            SearchOutcome outcome = Search.Run(space, new Rule(blocks), new Budget(100), Context);
            Assert.Equal(new SearchOutcome(SearchEnd.NearOptimum, blocks, 0), outcome);
            Assert.Equal(4 * blocks, space.Size);
        }
    }

    [Fact]
    public void Nothing_may_be_enough()
    {
        ScriptedSpace space = Space(limit: 100);
        Rule rule = new(1) { IsMet = true };
        Assert.Equal(new SearchOutcome(SearchEnd.NearOptimum, 0, 0), Search.Run(space, rule, new Budget(100), Context));
        Assert.Equal(0, space.Size);
    }

    [Fact]
    public void A_complete_space_is_an_end_and_so_is_one_without_a_direction()
    {
        Assert.Equal(new SearchOutcome(SearchEnd.Complete, 3, 0), Search.Run(Space(limit: 12), new Rule(9), new Budget(12), Context));
        Assert.Equal(new SearchOutcome(SearchEnd.Complete, 0, 0), Search.Run(Space(limit: 0), new Rule(9), new Budget(12), Context));

        // Complete comes before the budget, which would call for a restart.
        ScriptedSpace space = Space(limit: 12);
        Assert.Equal(new SearchOutcome(SearchEnd.Complete, 3, 0), Search.Run(space, new Rule(9), new Budget(13, 4, 5), Context));
        Assert.Empty(space.Compressions);
    }

    [Fact]
    public void A_space_that_fails_and_a_rule_that_is_lost_abandon_the_search()
    {
        ScriptedSpace broken = Space(limit: 100);
        broken.Fails = true;
        Assert.Equal(new SearchOutcome(null, 0, 0), Search.Run(broken, new Rule(9), new Budget(100), Context));
        Rule lost = new(9) { LostFrom = 2 };
        Assert.Equal(new SearchOutcome(null, 2, 0), Search.Run(Space(limit: 100), lost, new Budget(100), Context));
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(12, 3)]
    public void From_a_size_on_another_way_is_faster(int from, int blocks) =>
        Assert.Equal(
            new SearchOutcome(null, blocks, 0), Search.Run(Space(limit: 100), new Rule(9), new Budget(100, AbandonFrom: from), Context));

    /// <summary>After one block of 4, 16 more have room: four blocks. A rule that foretells more ends the search at once.</summary>
    [Theory]
    [InlineData(20, int.MaxValue, 4.0, false)]
    [InlineData(20, int.MaxValue, 4.5, true)]
    [InlineData(23, int.MaxValue, 4.5, true)]
    [InlineData(100, 20, 4.5, true)]
    [InlineData(100, 20, 4.0, false)]
    [InlineData(20, int.MaxValue, double.PositiveInfinity, false)]
    public void A_search_without_hope_is_abandoned_early(int most, int abandonFrom, double left, bool isAbandoned)
    {
        Budget budget = new(most, AbandonFrom: abandonFrom, IsAbandonedEarly: true);
        Rule rule = new(2) { Left = left };
        SearchOutcome expected = isAbandoned ? new(null, 1, 0) : new(SearchEnd.NearOptimum, 2, 0);
        Assert.Equal(expected, Search.Run(Space(limit: 200), rule, budget, Context));
        Assert.Equal(
            new SearchOutcome(SearchEnd.NearOptimum, 2, 0),
            Search.Run(Space(limit: 200), new Rule(2) { Left = left }, budget with { IsAbandonedEarly = false }, Context));
    }

    [Fact]
    public void A_full_room_is_compressed_as_often_as_the_budget_says()
    {
        // 4, 8, 12: the fourth block has no room, so it goes on from 5: 9, and again.
        ScriptedSpace space = Space(limit: 100);
        Rule rule = new(99);
        Assert.Equal(new SearchOutcome(SearchEnd.Budget, 5, 2), Search.Run(space, rule, new Budget(12, 5, 2), Context));
        Assert.Equal([5, 5], space.Compressions);
        Assert.Equal(2, rule.Restarts);
        Assert.Equal(9, space.Size);
    }

    /// <summary>With 2 · 4 columns of products a block, three blocks more cost 24; another way for less is taken when the room is
    /// full.</summary>
    [Theory]
    [InlineData(23.0, true)]
    [InlineData(24.0, false)]
    public void A_full_room_is_left_for_a_cheaper_way(double otherColumns, bool isAbandoned)
    {
        Rule rule = new(4) { Left = 3 };
        SearchOutcome outcome = Search.Run(Space(limit: 100), rule, new Budget(12, 4, 1, OtherColumns: otherColumns), Context);
        Assert.Equal(isAbandoned ? new SearchOutcome(null, 3, 0) : new SearchOutcome(SearchEnd.NearOptimum, 4, 1), outcome);
    }

    [Fact]
    public void Progress_counts_blocks_and_restarts()
    {
        Recorder recorder = new();
        RunContext context = new(new TruncatedSvdOptions { Progress = recorder }, CancellationToken.None);
        Search.Run(Space(limit: 100), new Rule(4), new Budget(12, 4, 1), context);
        Assert.Equal(["block 1", "block 2", "block 3", "restart 1"], recorder.Reports.Select(report => report.Stage));
        Assert.Equal([0, 1.0 / 3, 2.0 / 4, 3.0 / 5], recorder.Reports.Select(report => report.Fraction));
    }

    [Fact]
    public void Blocks_given_are_blocks_taken()
    {
        ScriptedSpace space = Space(limit: 100);
        Assert.Equal(
            new SearchOutcome(SearchEnd.BlocksGiven, 3, 0), Search.Run(space, new BlocksGiven(3), new Budget(int.MaxValue), Context));
    }

    private static ScriptedSpace Space(int limit) => new(4, limit, 1, ([0.5], null));

    private sealed class Rule(int satisfiedAfter) : IStoppingRule
    {
        private int _blocks;

        public SearchEnd End => SearchEnd.NearOptimum;

        public bool IsMet { get; init; }

        public int LostFrom { get; init; } = int.MaxValue;

        public double Left { get; init; } = double.PositiveInfinity;

        public int Restarts { get; private set; }

        public double BlocksLeft => Left;

        public bool IsLost => _blocks >= LostFrom;

        public bool IsMetByNothing(ISpace space) => IsMet;

        public bool IsReached(ISpace space) => ++_blocks >= satisfiedAfter;

        public void Restarted() => Restarts++;
    }

    private sealed class Recorder : IProgress<LowRankProgress>
    {
        public List<LowRankProgress> Reports { get; } = [];

        public void Report(LowRankProgress value) => Reports.Add(value);
    }
}
