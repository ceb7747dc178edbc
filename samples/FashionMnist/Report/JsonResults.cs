using System.Text.Json;
using System.Text.Json.Serialization;
using FashionMnist.Experiments;

namespace FashionMnist.Report;

/// <summary>All figures, unrounded, for programs.</summary>
internal static class JsonResults
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Compose(DemoResult result) => JsonSerializer.Serialize(
        new
        {
            Machine = result.Machine.Facts.ToDictionary(fact => fact.Name, fact => fact.Value),
            Rows = result.Train.Count,
            Columns = result.Train.PixelCount,
            TotalSeconds = result.TotalSeconds,
            Measurements = result.Measurements.Select(Row),
            GramSweep = result.Gram.Sweep.Select(Row),
        },
        _options) + "\n";

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
