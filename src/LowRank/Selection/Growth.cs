using LowRank.Execution;

namespace LowRank.Selection;

/// <summary>The growth of what is asked for a number of columns but must meet an error: the number doubles until it does.</summary>
internal static class Growth
{
    /// <summary>The first result that is good enough, or that of the largest number.</summary>
    /// <param name="first">The number to begin with; the largest itself where a rank is prescribed.</param>
    /// <param name="most">The largest number.</param>
    /// <param name="context">The running call.</param>
    /// <param name="at">The result for a number.</param>
    /// <param name="isMet">Whether it is good enough.</param>
    public static TResult Run<TResult>(
        int first, int most, RunContext context, Func<int, RunContext, TResult> at, Func<TResult, bool> isMet)
    {
        int count = Math.Min(first, most);
        double done = 0;
        while (true)
        {
            // How many rounds there will be is not known, so each takes half of what is left, and the last all of it.
            double end = count == most ? 1 : (1 + done) / 2;
            TResult result = at(count, context.Part(done, end));
            if (count == most || isMet(result))
            {
                return result;
            }

            done = end;
            count = (int)Math.Min(most, Math.Max(1, 2L * count));
        }
    }
}
