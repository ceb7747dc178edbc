namespace LowRank.DocumentationTests;

/// <summary>A block between fences.</summary>
/// <param name="Language">What follows the opening fence.</param>
/// <param name="Line">The number of its first line in the page, from 1.</param>
/// <param name="Text">The lines, each with its end.</param>
/// <param name="Expected">The text of a <c>text</c> block that follows with nothing but blank lines and at most one line of prose between
/// them; null where there is none.</param>
internal sealed record CodeBlock(string Language, int Line, string Text, string? Expected);

/// <summary>A Markdown page, taken apart as far as the tests need.</summary>
internal sealed class Page
{
    private Page(string name, IReadOnlyList<CodeBlock> blocks, IReadOnlyList<(int Line, string Text)> prose)
    {
        Name = name;
        Blocks = blocks;
        Prose = prose;
    }

    /// <summary>The path from the root.</summary>
    public string Name { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The lines outside the blocks, with their numbers.</summary>
    public IReadOnlyList<(int Line, string Text)> Prose { get; }

    public static Page Parse(string name, IReadOnlyList<string> lines)
    {
        List<CodeBlock> blocks = [];
        List<(int, string)> prose = [];
        int proseSinceBlock = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i].TrimStart();
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                prose.Add((i + 1, lines[i]));
                proseSinceBlock += lines[i].Trim().Length == 0 ? 0 : 1;
                continue;
            }

            int start = i + 1;
            for (i = start; i < lines.Count && lines[i].Trim() != "```"; i++)
            {
            }

            Assert.True(i < lines.Count, $"{name}: the fence in line {start} is not closed.");
            string text = string.Concat(lines.Skip(start).Take(i - start).Select(content => content + "\n"));
            string language = line[3..].Trim();
            if (language == "text" && blocks.Count > 0 && blocks[^1] is { Language: "csharp" or "python", Expected: null }
                && proseSinceBlock <= 1)
            {
                blocks[^1] = blocks[^1] with { Expected = text };
            }

            blocks.Add(new CodeBlock(language, start + 1, text, null));
            proseSinceBlock = 0;
        }

        return new Page(name, blocks, prose);
    }
}
