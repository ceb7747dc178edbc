using FashionMnist.Experiments;
using LowRank.Reporting;

namespace FashionMnist.Report;

/// <summary>All figures, unrounded, for programs.</summary>
internal static class JsonResults
{
    public static string Compose(DemoResult result) => JsonFile.Compose(
        new
        {
            Machine = result.Machine.Facts.ToDictionary(fact => fact.Name, fact => fact.Value),
            Rows = result.Train.Count,
            Columns = result.Train.PixelCount,
            TotalSeconds = result.TotalSeconds,
            Measurements = result.Measurements.Select(Row),
            GramSweep = result.Gram.Sweep.Select(Row),
        });

    private static object Row(Measurement row) => new
    {
        row.Task,
        row.Method,
        row.Size,
        row.Seconds,
        row.Runs,
        row.ExactSeconds,
        row.SpeedUp,
        row.Error,
        Estimate = row.Estimate?.RelativeFrobenius,
        EstimateMethod = row.Estimate?.Method.ToString(),
        row.Optimum,
        row.Accuracy,
    };
}
