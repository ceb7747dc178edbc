using System.Text.RegularExpressions;

namespace LowRank.DocumentationTests;

/// <summary>The map in CONTRIBUTING.md is that of the house.</summary>
public partial class MapTests
{
    [Fact]
    public void The_floors_are_those_that_the_architecture_test_keeps()
    {
        string code = File.ReadAllText(Path.Combine(Repository.Root, "tests", "LowRank.Tests", "Architecture", "FloorTests.cs"));
        string[][] kept = [.. FloorInCode().Matches(code[..code.IndexOf("];", StringComparison.Ordinal)]).Select(
            floor => Names(Quoted(), floor.Value))];

        string map = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));
        string table = map[map.IndexOf("<!-- floors:begin -->", StringComparison.Ordinal)..map.IndexOf(
            "<!-- floors:end -->", StringComparison.Ordinal)];
        (int Number, string[] Folders)[] told = [.. FloorInTable().Matches(table).Select(
            row => (int.Parse(row.Groups["number"].Value), Names(Backticked(), row.Groups["folders"].Value)))];

        Assert.Equal(Enumerable.Range(1, kept.Length).Reverse(), told.Select(floor => floor.Number));
        Assert.All(told, floor => Assert.Equal(kept[floor.Number - 1], floor.Folders));
        Assert.Equal(
            Directory.GetDirectories(Path.Combine(Repository.Root, "src", "LowRank")).Select(Path.GetFileName).Where(
                name => name is not ("bin" or "obj")).Order(),
            kept.SelectMany(names => names).Order());
    }

    [Fact]
    public void Every_folder_of_the_map_exists_and_every_test_project_is_on_it()
    {
        string map = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));
        string[] folders = [.. Folder().Matches(map).Select(match => match.Groups["folder"].Value)];
        Assert.All(folders, folder => Assert.True(Directory.Exists(Path.Combine(Repository.Root, folder)), $"There is no {folder}."));
        Assert.All(
            Directory.GetDirectories(Path.Combine(Repository.Root, "tests")),
            folder => Assert.Contains($"tests/{Path.GetFileName(folder)}", folders));
    }

    private static string[] Names(Regex pattern, string text) => [.. pattern.Matches(text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"\[(""\w+"",? ?)+\]", RegexOptions.ExplicitCapture)]
    private static partial Regex FloorInCode();

    [GeneratedRegex(@"""(?<name>\w+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"`(?<name>\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Backticked();

    [GeneratedRegex(@"^\| (?<number>\d+) \| (?<folders>[^|]*) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FloorInTable();

    [GeneratedRegex(@"`(?<folder>(native|interop|src|tests|bench|samples|docs)(/[\w.]+)*)/`", RegexOptions.ExplicitCapture)]
    private static partial Regex Folder();
}
