using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowRank.Reporting;

/// <summary>Figures for programs: indented, names in camel case, what does not apply left out.</summary>
public static class JsonFile
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A file, not a part of a page: σ and × stay what they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Compose(object content) => JsonSerializer.Serialize(content, _options) + "\n";
}
