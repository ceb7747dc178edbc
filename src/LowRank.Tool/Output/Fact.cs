using System.Globalization;
using System.Text.Json.Nodes;

namespace LowRank.Tool.Output;

/// <summary>One thing that a command has found out: for people, and for programs.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="Text">Its value in words.</param>
/// <param name="Value">Its value in JSON.</param>
internal sealed record Fact(string Key, string Name, string Text, JsonNode? Value)
{
    public static Fact Of(string key, string name, string value) => new(key, name, value, JsonValue.Create(value));

    public static Fact Of(string key, string name, long value) =>
        new(key, name, value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F'), JsonValue.Create(value));

    public static Fact Of(string key, string name, double value, string unit = "") => new(key, name, Number(value) + unit, Json(value));

    /// <summary>Six digits, or as many as are known.</summary>
    public static string Number(double value, int digits = 6) =>
        value.ToString($"G{Math.Min(6, digits)}", CultureInfo.InvariantCulture);

    /// <summary>JSON has no NaN and no infinity.</summary>
    public static JsonNode? Json(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
