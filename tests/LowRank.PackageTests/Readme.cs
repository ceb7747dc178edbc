namespace LowRank.Tests;

/// <summary>The README's fenced blocks.</summary>
internal static class Readme
{
    /// <summary>The first block in a language, without its fences.</summary>
    public static string FirstBlock(string language)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        string fence = $"```{language}\n";
        int start = text.IndexOf(fence, StringComparison.Ordinal);
        Assert.True(start >= 0, $"The README has no {language} block.");
        start += fence.Length;
        int end = text.IndexOf("```", start, StringComparison.Ordinal);
        return text[start..end];
    }
}
