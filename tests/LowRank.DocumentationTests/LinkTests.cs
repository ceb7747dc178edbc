using System.Text.RegularExpressions;

namespace LowRank.DocumentationTests;

/// <summary>Links within the repository lead somewhere.</summary>
public partial class LinkTests
{
    [Theory]
    [MemberData(nameof(CodeBlockTests.Pages), MemberType = typeof(CodeBlockTests))]
    public void Every_relative_link_leads_to_a_file_and_its_heading(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        foreach ((int line, string text) in Repository.Read(page).Prose)
        {
            foreach (Match match in Link().Matches(InlineCode().Replace(text, "")))
            {
                string target = match.Groups["target"].Value;
                if (target.Contains("://", StringComparison.Ordinal))
                {
                    continue;
                }

                string[] parts = target.Split('#');
                string path = parts[0].Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
                Assert.True(Path.Exists(path), $"{page}({line}) links to {target}, which is not there.");
                if (parts.Length > 1)
                {
                    Assert.True(Anchors(path).Contains(parts[1]), $"{page}({line}) links to {target}, but there is no such heading.");
                }
            }
        }
    }

    [Fact]
    public void The_index_names_every_page()
    {
        string index = File.ReadAllText(Path.Combine(Repository.Root, "docs", "README.md"));
        Assert.All(
            Repository.Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md"),
            page => Assert.Contains($"({Path.GetFileName(page)})", index, StringComparison.Ordinal));
    }

    /// <summary>The anchors that GitHub gives headings: lower case, blanks to hyphens, without punctuation.</summary>
    private static HashSet<string> Anchors(string path) =>
        [.. Page.Parse(path, File.ReadAllLines(path)).Prose.Where(line => line.Text.StartsWith('#'))
            .Select(line => Punctuation().Replace(line.Text.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]")]
    private static partial Regex Punctuation();
}
