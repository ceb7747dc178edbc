using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>How far a search may go.</summary>
/// <param name="MostSize">More directions have no room: then the space is compressed, or the search ends with what it has.</param>
/// <param name="Keep">To how many directions the space is compressed.</param>
/// <param name="MostRestarts">How often.</param>
/// <param name="AbandonFrom">From so many directions on another way is faster, whatever the rule says.</param>
/// <param name="OtherColumns">What the other way costs, in columns of products with A; infinite where there is none.</param>
/// <param name="IsAbandonedEarly">Whether the search ends as soon as the rule foretells more blocks than there is room for.</param>
internal readonly record struct Budget(
    int MostSize, int Keep = 0, int MostRestarts = 0, int AbandonFrom = int.MaxValue, double OtherColumns = double.PositiveInfinity,
    bool IsAbandonedEarly = false);

/// <summary>How a search went; its space holds what it found, unless it was abandoned.</summary>
/// <param name="End">Why it ended; null where it was abandoned.</param>
/// <param name="Blocks">How many blocks it took.</param>
/// <param name="Restarts">How often its space was compressed.</param>
internal readonly record struct SearchOutcome(SearchEnd? End, int Blocks, int Restarts);

/// <summary>The one loop that grows a space until a rule is satisfied or a budget is spent.</summary>
internal static class Search
{
    /// <summary>Grows the space.</summary>
    /// <param name="space">The space, as new.</param>
    /// <param name="rule">When it is good enough.</param>
    /// <param name="budget">How far it may grow.</param>
    /// <param name="context">The running call.</param>
    /// <param name="stepsAhead">How many steps of progress are left when the search is over.</param>
    public static SearchOutcome Run(ISpace space, IStoppingRule rule, Budget budget, RunContext context, int stepsAhead = 1)
    {
        int blocks = 0;
        int restarts = 0;
        if (rule.IsMetByNothing(space))
        {
            return new SearchOutcome(rule.End, 0, 0);
        }

        while (!space.IsComplete)
        {
            context.Step(restarts == 0 ? $"block {blocks + 1}" : $"restart {restarts}", blocks, blocks + 1 + stepsAhead);
            if (!space.TryExpand())
            {
                return new SearchOutcome(null, blocks, restarts);
            }

            blocks++;
            if (rule.IsReached(space))
            {
                return new SearchOutcome(rule.End, blocks, restarts);
            }

            if (rule.IsLost || space.Size >= budget.AbandonFrom)
            {
                return new SearchOutcome(null, blocks, restarts);
            }

            int room = Math.Min(budget.MostSize, budget.AbandonFrom) - space.Size;
            if (budget.IsAbandonedEarly && double.IsFinite(rule.BlocksLeft) && rule.BlocksLeft > room / space.BlockSize)
            {
                return new SearchOutcome(null, blocks, restarts);
            }

            if (space.IsComplete || space.Size + space.BlockSize <= budget.MostSize)
            {
                continue;
            }

            if (budget.OtherColumns < rule.BlocksLeft * 2 * space.BlockSize)
            {
                return new SearchOutcome(null, blocks, restarts);
            }

            if (restarts == budget.MostRestarts || space is not IRestartable restartable)
            {
                return new SearchOutcome(SearchEnd.Budget, blocks, restarts);
            }

            restarts++;
            restartable.Compress(budget.Keep);
            rule.Restarted();
        }

        return new SearchOutcome(SearchEnd.Complete, blocks, restarts);
    }
}
