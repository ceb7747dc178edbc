using LowRank.Reporting;
using LowRank.Tool.Output;

namespace LowRank.Tool.Report;

/// <summary>An outcome as one page that needs no other file and no network.</summary>
internal static class HtmlReport
{
    private const string Blue = "#1f6fb4";

    public static string Compose(Outcome outcome)
    {
        string title = $"lowrank {outcome.Command}";
        string plots = string.Concat(outcome.Plots.Select(plot => HtmlPage.Section(plot.Title, PlotChart.Draw(plot))));
        return HtmlPage.Compose(
            title,
            HtmlPage.Header(title, "")
            + HtmlPage.Section("", HtmlPage.Facts(outcome.Facts.Select(fact => (fact.Name, fact.Text))))
            + (outcome.Plots.Count > 0 ? HtmlPage.Pair(plots) : "")
            + string.Concat(outcome.Bars.Where(plot => plot.Bars.Count > 0).Select(Bars))
            + string.Concat(outcome.Tables.Select(Table)));
    }

    private static string Bars(BarPlot plot) => HtmlPage.Section(plot.Title, new BarChart(
        $"{plot.Title}: {string.Join("; ", plot.Bars.Select(bar => $"{bar.Name} {bar.Text}"))}.",
        Axis.Around(plot.Label, plot.Bars.Select(bar => bar.Value)),
        [.. plot.Bars.Select(bar => new Bar(bar.Name, bar.Value, bar.Text, Blue))]).ToSvg());

    private static string Table(DataTable table) => HtmlPage.Section(table.Title, HtmlTable.Compose(
        table.Title, [.. table.Columns.Select(column => column.Name)], table.IsNumber,
            table.Rows.Select(row => row.Select(cell => cell.Text).ToArray())));
}
