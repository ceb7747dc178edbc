using System.CommandLine;
using System.Diagnostics;
using LowRank.Reporting;

namespace Samples;

/// <summary>One run of a sample.</summary>
/// <param name="Arguments">The command line.</param>
/// <param name="DataFolder">The folder of Fashion-MNIST; empty where the sample does without.</param>
/// <param name="OutputFolder">Where the page goes; it exists.</param>
/// <param name="CancellationToken">Cancels the run.</param>
public sealed record SampleRun(ParseResult Arguments, string DataFolder, string OutputFolder, CancellationToken CancellationToken)
{
    /// <summary>Computes something and says how long that took: the faster of two runs, of which the first also loads and
    /// compiles.</summary>
    public static (T Result, double Seconds) Time<T>(Func<T> compute)
    {
        (T Result, double Seconds) first = Once(compute);
        (T Result, double Seconds) second = Once(compute);
        return second.Seconds < first.Seconds ? second : first;
    }

    /// <summary>The same of what takes so long that one run must do.</summary>
    public static (T Result, double Seconds) Once<T>(Func<T> compute)
    {
        long start = Stopwatch.GetTimestamp();
        T result = compute();
        return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Writes the sample's page and says where it is.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="body">What it shows, as HTML.</param>
    public void WritePage(string title, string body)
    {
        string path = Path.Combine(OutputFolder, "index.html");
        File.WriteAllText(path, HtmlPage.Compose(title, body));
        Console.WriteLine($"Wrote {path}");
    }
}
