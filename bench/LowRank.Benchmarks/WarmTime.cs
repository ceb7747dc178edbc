using System.Diagnostics;

namespace LowRank.Benchmarks;

/// <summary>Median times of calls that have been made before.</summary>
internal static class WarmTime
{
    // Seconds from which on fewer runs do, three and one; and how long the others are warmed up.
    private const double Long = 0.5;
    private const double VeryLong = 8;

    /// <summary>The median of some runs, in milliseconds.</summary>
    public static double Median(Action run, int runs)
    {
        double first = Once(run);
        if (first > 1e3 * Long)
        {
            // One that is very long counts as it is; the compiler's part in the others is small.
            return first > 1e3 * VeryLong ? first : Middle([first, Once(run), Once(run)]);
        }

        for (Stopwatch warmUp = Stopwatch.StartNew(); warmUp.Elapsed.TotalSeconds < Long;)
        {
            run();
        }

        return Middle([.. Enumerable.Range(0, runs).Select(_ => Once(run))]);
    }

    private static double Middle(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }

    private static double Once(Action run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalMilliseconds;
    }
}
