using System.Reflection;

namespace LowRank.DocumentationTests;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    // Folders that hold no page of ours.
    private static readonly string[] Ignored = ["artifacts", "bin", "obj"];

    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
        data => data.Key == "RepositoryRoot").Value!;

    /// <summary>Every Markdown file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Pages { get; } = [.. Find(new DirectoryInfo(Root)).Select(
        file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static Page Read(string page) => Page.Parse(page, File.ReadAllLines(Path.Combine(Root, page)));

    private static IEnumerable<FileInfo> Find(DirectoryInfo folder) =>
        folder.EnumerateFiles("*.md").Concat(
            folder.EnumerateDirectories().Where(child => !child.Name.StartsWith('.') && !Ignored.Contains(child.Name)).SelectMany(Find));
}
