using Spectre.Console;

namespace FashionMnist.Report;

/// <summary>The table and its caption on the terminal.</summary>
internal static class TerminalTable
{
    public static void Write(IAnsiConsole console, DemoResult result)
    {
        Table table = new() { Border = TableBorder.Simple };
        for (int i = 0; i < ResultTable.Headers.Count; i++)
        {
            TableColumn column = new(
                Markup.Escape(ResultTable.Headers[i])) { Alignment = i < ResultTable.FirstNumber ? Justify.Left : Justify.Right };
            table.AddColumn(column.NoWrap());
        }

        foreach (string[] row in ResultTable.Rows(result.Measurements))
        {
            if (row[0].Length > 0 && table.Rows.Count > 0)
            {
                table.AddEmptyRow();
            }

            table.AddRow(Array.ConvertAll(row, cell => new Text(cell)));
        }

        console.Write(table);
        foreach (string line in ResultTable.Caption(result))
        {
            console.WriteLine(line);
        }
    }
}
