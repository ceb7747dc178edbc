using System.Globalization;
using LowRank.Compare.Cases;

namespace LowRank.Compare.Measuring;

/// <summary>Compares a case's results with its goals.</summary>
internal static class Goals
{
    public static IEnumerable<GoalResult> Of(CaseResult result)
    {
        foreach (Goal goal in result.Case.Goals)
        {
            yield return Faster(result, goal);
        }

        if (result.Case.RankGoal is { } rank)
        {
            double? reached = (double?)result.Reference?.Findings?.Rank / result.OptimalRank;
            yield return new GoalResult(
                Text($"rank at most {rank} × the smallest possible ({result.OptimalRank})"), reached, reached <= rank);
        }

        if (result.Case.ProductsGoal is { } products)
        {
            double? reached = result.Reference is { } ours ? ours.Median / result.ProductSeconds(ours) : null;
            yield return new GoalResult(
                Text($"at most {products} × the time of its own products at the rate of square ones"), reached, reached <= products);
        }

        if (Memory(result) is { } memory)
        {
            yield return memory;
        }
    }

    private static GoalResult? Memory(CaseResult result)
    {
        if (result.Case.Memory == MemoryGoal.None || result.Reference is not { PeakExtraBytes: { } peak } ours)
        {
            return null;
        }

        const double Oversampling = 10;
        const double Constant = 32e6;
        MatrixRecipe a = result.Case.Main;
        int size = result.Case.ElementType == ElementType.Float ? sizeof(float) : sizeof(double);
        (double bytes, string what) = result.Case.Memory == MemoryGoal.ThreeResults
            ? (3.0 * size * a.Rows * a.Columns, "3 × the result")
            : (Constant + (4.0 * size * (a.Rows + a.Columns) * ((ours.Findings?.Rank ?? 0) + Oversampling)),
                "4 (m + n)(k + 10) elements and 32 MB");
        return new GoalResult(Text($"extra memory at most {what}, {bytes / 1e6:F0} MB"), peak / 1e6, peak <= bytes);
    }

    private static GoalResult Faster(CaseResult result, Goal goal)
    {
        EntryResult? ours = goal.Ours is null
            ? result.Reference
            : result.Entries.FirstOrDefault(entry => entry.IsTimed && entry.IsOurs && entry.Candidate.Label == goal.Ours);
        EntryResult? peer = goal.Peer == Goal.FastestAtEqualError
            ? result.FastestAtEqualError(goal.Blas)
            : result.Entries.FirstOrDefault(entry =>
                entry.IsTimed && entry != result.Reference && entry.Candidate.Label == goal.Peer && entry.Blas == goal.Blas)
              ?? result.Entries.FirstOrDefault(entry => entry.IsTimed && entry.Candidate.Label == goal.Peer && entry.Blas == goal.Blas);
        double? reached = ours is not null && peer is not null ? peer.Median / ours.Median : null;
        string name = goal.Ours is null ? "" : $"{goal.Ours}: ";
        return new GoalResult(
            Text($"{name}at least {goal.Factor:0.##} × faster than {goal.Peer} ({goal.Blas})"), reached, reached >= goal.Factor);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
