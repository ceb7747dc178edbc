namespace LowRank.DocumentationTests;

/// <summary>Every block of code in the pages does what the page says.</summary>
public class CodeBlockTests
{
    // Anything else would be a block that no test looks at.
    private static readonly string[] Languages = ["csharp", "python", "sh", "text", "xml"];

    public static TheoryData<string> Pages() => [.. Repository.Pages];

    public static TheoryData<string> PagesWithCode() => [.. Repository.Pages.Where(page => Blocks(page, "csharp").Count > 0)];

    public static TheoryData<string> PagesWithPython() => [.. Repository.Pages.Where(page => Blocks(page, "python").Count > 0)];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void The_code_of_a_page_compiles_and_prints_what_the_page_says(string page)
    {
        IReadOnlyList<CodeBlock> blocks = Blocks(page, "csharp");
        Compare(page, blocks, PageProgram.Run(page, blocks));
    }

    [Theory]
    [MemberData(nameof(PagesWithPython))]
    public void The_python_of_a_page_prints_what_the_page_says(string page)
    {
        IReadOnlyList<CodeBlock> blocks = Blocks(page, "python");
        Compare(page, blocks, Python.Run(blocks));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_block_is_in_a_language_that_is_tested(string page)
    {
        Page parsed = Repository.Read(page);
        Assert.All(parsed.Blocks, block =>
            Assert.True(Languages.Contains(block.Language), $"{page}({block.Line}) has a block in '{block.Language}'."));

        // A block by indentation would pass unseen.
        Assert.All(parsed.Prose, line => Assert.False(
            line.Text.StartsWith("    ", StringComparison.Ordinal)
                && line.Text.EndsWith(';'), $"{page}({line.Line}) has code outside a fence."));
    }

    private static List<CodeBlock> Blocks(string page, string language) =>
        [.. Repository.Read(page).Blocks.Where(block => block.Language == language)];

    private static void Compare(string page, IReadOnlyList<CodeBlock> blocks, IReadOnlyList<string> outputs)
    {
        Assert.Equal(blocks.Count, outputs.Count);
        if (OutputWriter.IsAskedFor)
        {
            OutputWriter.Write(page, blocks.Zip(outputs, (block, output) => (block, output.ReplaceLineEndings("\n"))));
            return;
        }

        string[] differences =
        [
            .. blocks.Zip(outputs)
                .Select(pair => (Block: pair.First, Said: pair.First.Expected, Printed: pair.Second.ReplaceLineEndings("\n")))
                .Where(pair => (pair.Said ?? "") != pair.Printed)
                .Select(pair => $"{page}({pair.Block.Line}) prints\n{pair.Printed}\n"
                    + (pair.Said is { } said ? $"but the page says\n{said}" : "and the page does not say so: a text block must follow.")),
        ];
        Assert.True(differences.Length == 0, string.Join('\n', differences) + $"\n({OutputWriter.Variable}=write puts it there.)");
    }
}
