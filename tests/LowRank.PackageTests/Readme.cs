using System.IO.Compression;

namespace LowRank.Tests;

/// <summary>A package's README and its fenced blocks, read from the packed file.</summary>
internal static class Readme
{
    public static string Text(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Packages.PathOf(package));
        using StreamReader reader = new(archive.GetEntry("README.md")!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The first block in a language, without its fences.</summary>
    public static string FirstBlock(string package, string language)
    {
        string text = Text(package);
        string fence = $"```{language}\n";
        int start = text.IndexOf(fence, StringComparison.Ordinal);
        Assert.True(start >= 0, $"The README of {package} has no {language} block.");
        start += fence.Length;
        int end = text.IndexOf("```", start, StringComparison.Ordinal);
        return text[start..end];
    }
}
