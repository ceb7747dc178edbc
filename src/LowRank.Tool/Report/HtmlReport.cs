using LowRank.Reporting;
using LowRank.Tool.Output;

namespace LowRank.Tool.Report;

/// <summary>An outcome as one page that needs no other file and no network.</summary>
internal static class HtmlReport
{
    public static string Compose(Outcome outcome)
    {
        string title = $"lowrank {outcome.Command}";
        string plots = string.Concat(outcome.Plots.Select(plot => HtmlPage.Section(plot.Title, PlotChart.Draw(plot))));
        return HtmlPage.Compose(
            title,
            HtmlPage.Header(title, "")
            + HtmlPage.Section("", HtmlPage.Facts(outcome.Facts.Select(fact => (fact.Name, fact.Text))))
            + (outcome.Plots.Count > 0 ? HtmlPage.Pair(plots) : "")
            + string.Concat(outcome.Tables.Select(Table)));
    }

    private static string Table(DataTable table) => HtmlPage.Section(table.Title, HtmlTable.Compose(
        table.Title, [.. table.Columns.Select(column => column.Name)], table.IsNumber, table.Rows.Select(row => row.Select(cell => cell.Text).ToArray())));
}
