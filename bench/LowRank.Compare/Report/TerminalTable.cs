using LowRank.Compare.Measuring;
using Spectre.Console;

namespace LowRank.Compare.Report;

/// <summary>A case's results on the terminal.</summary>
internal static class TerminalTable
{
    public static void Write(IAnsiConsole console, CaseResult result)
    {
        // The case stands above; its column is left out.
        string[][] rows = [.. ResultTable.Rows(result).Select(row => row[1..])];
        if (rows.Length > 0)
        {
            Table table = new() { Border = TableBorder.Simple };
            for (int i = 1; i < ResultTable.Headers.Count; i++)
            {
                Justify justify = i < ResultTable.FirstNumber ? Justify.Left : Justify.Right;
                table.AddColumn(new TableColumn(Markup.Escape(ResultTable.Headers[i])) { Alignment = justify }.NoWrap());
            }

            foreach (string[] row in rows)
            {
                table.AddRow(Array.ConvertAll(row, cell => new Text(cell)));
            }

            console.Write(table);
        }

        if (result.Rates is not null)
        {
            console.WriteLine(ResultTable.RateLine(result));
        }

        foreach (string line in ResultTable.GoalLines(result))
        {
            console.WriteLine(line);
        }

        console.WriteLine();
    }
}
