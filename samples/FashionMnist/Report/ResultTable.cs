using FashionMnist.Experiments;
using LowRank.Reporting;

namespace FashionMnist.Report;

/// <summary>The one table of the demo as text, for all three places that show it.</summary>
internal static class ResultTable
{
    public static IReadOnlyList<string> Headers { get; } =
        ["Task", "Method", "Rank, rows", "Time", "Speed-up", "Error", "Estimate", "Optimum", "Accuracy"];

    /// <summary>Columns from this one on hold numbers.</summary>
    public const int FirstNumber = 2;

    public static IEnumerable<string[]> Rows(IEnumerable<Measurement> measurements)
    {
        string? previous = null;
        foreach (Measurement row in measurements)
        {
            // A task is named once, where it begins.
            string task = row.Task == previous ? "" : row.Task;
            previous = row.Task;
            yield return
            [
                task,
                row.Method,
                Format.Count(row.Size),
                Format.Seconds(row.Seconds),
                Format.SpeedUp(row.SpeedUp),
                Format.Error(row.Error),
                Format.Estimate(row.Estimate),
                Format.Error(row.Optimum),
                Format.Share(row.Accuracy),
            ];
        }
    }

    /// <summary>What was measured, a sentence a line.</summary>
    public static IReadOnlyList<string> Caption(DemoResult result) =>
    [
        $"X is the {Format.Count(result.Train.Count)} × {result.Train.PixelCount} matrix of the training images, pixels 0 … 1, in "
            + "double precision (single would do too).",
        $"Time: the computation alone, after a warm-up; the median of {Clock.Runs} runs, or one run where it takes more than "
            + $"{Clock.LongSeconds:F0} s. "
            + "Speed-up: over the exact way, which has 1×.",
        "Error: relative, in the Frobenius norm, computed by subtraction and apart from the library: ‖X − X̂‖/‖X‖; for the "
            + "pseudo-inverse of A = [X 1] "
            + "‖A⁺AA⁺ − A⁺‖/‖A⁺‖; for the classification the residual ‖AW − Y‖/‖Y‖ with Y = ±1; for the Gram matrix ‖XᵀX − CR‖/‖XᵀX‖.",
        "Estimate: what the library said of that error; = by an identity, ≈ by random probes, ≤ a bound. "
            + "Optimum: the least error of any matrix of that rank (Eckart–Young), or the least-squares residual. "
            + "Accuracy: on the test images.",
    ];

    /// <summary>The caption, and what it all ran on.</summary>
    public static IEnumerable<string> Remarks(DemoResult result) => Caption(result).Append(result.Machine.Summary);
}
