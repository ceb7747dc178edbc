namespace LowRank.DocumentationTests;

/// <summary>Puts what blocks print into their page, where a person asks for it: after a change that rightly moves the figures.</summary>
internal static class OutputWriter
{
    /// <summary>Set to <c>write</c>, it makes the tests write outputs instead of comparing them.</summary>
    public const string Variable = "LOWRANK_DOCUMENTATION";

    public static bool IsAskedFor => Environment.GetEnvironmentVariable(Variable) == "write";

    public static void Write(string page, IEnumerable<(CodeBlock Block, string Output)> outputs)
    {
        string path = Path.Combine(Repository.Root, page);
        List<string> lines = [.. File.ReadAllLines(path)];

        // From the end, so that the numbers of the lines before hold.
        foreach ((CodeBlock block, string output) in outputs.OrderByDescending(pair => pair.Block.Line))
        {
            string[] text = output.Length == 0 ? [] : output.TrimEnd('\n').Split('\n');
            int end = lines.IndexOf("```", block.Line - 1);
            if (block.Expected is not null)
            {
                int start = lines.IndexOf("```text", end) + 1;
                lines.RemoveRange(start, lines.IndexOf("```", start) - start);
                lines.InsertRange(start, text);
            }
            else if (text.Length > 0)
            {
                lines.InsertRange(end + 1, ["", "```text", .. text, "```"]);
            }
        }

        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }
}
