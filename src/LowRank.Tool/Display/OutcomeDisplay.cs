using System.Globalization;
using LowRank.Tool.Output;
using Spectre.Console;

namespace LowRank.Tool.Display;

/// <summary>An outcome on the terminal.</summary>
internal static class OutcomeDisplay
{
    private const int MostBars = 20;
    private const int BarWidth = 40;

    public static void Write(IAnsiConsole console, Outcome outcome)
    {
        int width = outcome.Facts.Count == 0 ? 0 : outcome.Facts.Max(fact => fact.Name.Length);
        foreach (Fact fact in outcome.Facts)
        {
            console.Profile.Out.Writer.WriteLine($"{fact.Name.PadRight(width)}  {fact.Text}");
        }

        if (outcome.Spectrum is { Length: > 0 } spectrum && spectrum[0] > 0)
        {
            console.WriteLine();
            console.Write(Spectrum(spectrum, outcome.SpectrumDigits));
        }

        foreach (DataTable table in outcome.Tables)
        {
            console.WriteLine();
            console.Write(Convert(table));
        }
    }

    /// <summary>The singular values as bars on a logarithmic scale; what is below 1e-8 of the largest has no bar.</summary>
    private static Table Spectrum(double[] values, int[] digits)
    {
        const double Smallest = 1e-8;
        int[] shown = Indices(values.Length);

        // A whole decade at least: of values that are nearly alike the bars are too.
        double bottom = Math.Clamp(shown.Select(i => values[i]).Where(value => value > 0).Min(), values[0] * Smallest, values[0] / 10);
        double decades = Math.Log10(values[0] / bottom);
        Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumns(
            new TableColumn("").RightAligned(), new TableColumn("").RightAligned(), new TableColumn("").NoWrap());
        foreach (int i in shown)
        {
            int length = values[i] < bottom || values[i] == 0
                ? 0 : 1 + (int)Math.Round((BarWidth - 1) * Math.Log10(values[i] / bottom) / decades);
            table.AddRow(
                new Text($"σ{(i + 1).ToString(CultureInfo.InvariantCulture)}"),
                new Text(i < digits.Length ? Fact.Number(values[i], digits[i]) : Fact.Number(values[i])),
                new Text(new string('█', length), new Style(Color.Blue)));
        }

        return table;
    }

    /// <summary>All indices, or some that stand further and further apart.</summary>
    private static int[] Indices(int count)
    {
        if (count <= MostBars)
        {
            return [.. Enumerable.Range(0, count)];
        }

        return [.. Enumerable.Range(0, MostBars).Select(i => (int)Math.Round(Math.Pow(count, i / (MostBars - 1.0))) - 1).Distinct()];
    }

    private static Table Convert(DataTable source)
    {
        Table table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(source.Title));
        for (int i = 0; i < source.Columns.Count; i++)
        {
            TableColumn column = new(Markup.Escape(source.Columns[i].Name));
            table.AddColumn(source.IsNumber(i) ? column.RightAligned() : column);
        }

        foreach (Cell[] row in source.Rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text)).ToArray());
        }

        return table;
    }
}
