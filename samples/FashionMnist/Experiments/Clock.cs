using System.Diagnostics;
using FashionMnist.Display;
using LowRank.Reporting;

namespace FashionMnist.Experiments;

/// <summary>What a piece of work returned and how long it took.</summary>
/// <param name="Result">The result, of the last run.</param>
/// <param name="Seconds">The median time.</param>
/// <param name="Runs">The number of runs.</param>
internal readonly record struct Timed<T>(T Result, double Seconds, int Runs);

/// <summary>Times work: as the median of three runs, or once where a run is long.</summary>
internal static class Clock
{
    public const int Runs = 3;
    public const double LongSeconds = 10;

    public static Timed<T> Time<T>(Phase phase, string step, Func<T> work)
    {
        phase.Begin(step);
        List<double> seconds = [];
        T result;
        do
        {
            // What earlier work left behind is collected now, not while the clock runs.
            GC.Collect();
            long start = Stopwatch.GetTimestamp();
            result = work();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (seconds[0] < LongSeconds && seconds.Count < Runs);

        seconds.Sort();
        Timed<T> timed = new(result, seconds[seconds.Count / 2], seconds.Count);
        phase.End(Format.Seconds(timed.Seconds));
        return timed;
    }
}
