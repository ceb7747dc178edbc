using System.Text.Json;
using System.Text.Json.Nodes;

namespace LowRank.Tool.Output;

/// <summary>A cell of a table: for people, and for programs.</summary>
internal sealed record Cell(string Text, JsonNode? Value)
{
    public static Cell Of(string text) => new(text, JsonValue.Create(text));

    public static Cell Of(double value) => new(double.IsNaN(value) ? "" : Fact.Number(value), Fact.Json(value));
}

/// <summary>Rows of one kind.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Title">Its name in words.</param>
/// <param name="Columns">What stands in the columns: the name in JSON and in words.</param>
/// <param name="Rows">The rows.</param>
internal sealed record DataTable(string Key, string Title, IReadOnlyList<(string Key, string Name)> Columns, IReadOnlyList<Cell[]> Rows)
{
    /// <summary>Whether a column holds numbers.</summary>
    public bool IsNumber(int column) => Rows.Any(row => row[column].Value?.GetValueKind() == JsonValueKind.Number);
}

/// <summary>A curve over a logarithmic vertical axis.</summary>
internal sealed record Plot(string Title, string XLabel, string YLabel, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Positive values side by side.</summary>
internal sealed record BarPlot(string Title, string Label, IReadOnlyList<(string Name, double Value, string Text)> Bars);

/// <summary>What a command has to show and to write.</summary>
internal sealed class Outcome(string command)
{
    public string Command { get; } = command;

    public List<Fact> Facts { get; } = [];

    /// <summary>The leading singular values, where the command knows them; drawn on the terminal.</summary>
    public double[]? Spectrum { get; set; }

    /// <summary>How many digits of each of them are known; empty where all that are shown are.</summary>
    public int[] SpectrumDigits { get; set; } = [];

    public List<DataTable> Tables { get; } = [];

    public List<Plot> Plots { get; } = [];

    public List<BarPlot> Bars { get; } = [];

    /// <summary>What <c>--output</c> writes.</summary>
    public List<OutputArray> Arrays { get; } = [];

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["command"] = Command };
        foreach (Fact fact in Facts)
        {
            json[fact.Key] = fact.Value?.DeepClone();
        }

        if (Spectrum is not null)
        {
            json["singularValues"] = new JsonArray([.. Spectrum.Select(Fact.Json)]);
        }

        foreach (DataTable table in Tables)
        {
            json[table.Key] = new JsonArray([.. table.Rows.Select(row => (JsonNode?)ToJson(table, row))]);
        }

        return json;
    }

    private static JsonObject ToJson(DataTable table, Cell[] row)
    {
        JsonObject json = [];
        for (int i = 0; i < row.Length; i++)
        {
            json[table.Columns[i].Key] = row[i].Value?.DeepClone();
        }

        return json;
    }
}
