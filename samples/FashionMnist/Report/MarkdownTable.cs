using System.Text;

namespace FashionMnist.Report;

/// <summary>The table as Markdown.</summary>
internal static class MarkdownTable
{
    public static string Compose(DemoResult result)
    {
        StringBuilder text = new();
        Row(ResultTable.Headers);
        Row(ResultTable.Headers.Select((_, index) => index < ResultTable.FirstNumber ? ":--" : "--:"));
        foreach (string[] row in ResultTable.Rows(result.Measurements))
        {
            Row(row);
        }

        text.Append('\n');
        foreach (string line in ResultTable.Caption(result).Append(result.Machine.Summary))
        {
            text.Append("* ").Append(line).Append('\n');
        }

        return text.ToString();

        void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
