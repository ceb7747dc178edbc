using System.Text;

namespace LowRank.Reporting;

/// <summary>A table as Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>Composes a table, and a list of remarks below it.</summary>
    /// <param name="headers">The heads of the columns.</param>
    /// <param name="firstNumber">Columns from this one on hold numbers, and stand to the right.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="remarks">What is to be said of the table, a sentence or two a line.</param>
    public static string Compose(IReadOnlyList<string> headers, int firstNumber, IEnumerable<string[]> rows, IEnumerable<string> remarks)
    {
        StringBuilder text = new();
        Row(headers);
        Row(headers.Select((_, index) => index < firstNumber ? ":--" : "--:"));
        foreach (string[] row in rows)
        {
            Row(row);
        }

        text.Append('\n');
        foreach (string line in remarks)
        {
            text.Append("* ").Append(line).Append('\n');
        }

        return text.ToString();

        void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
