using System.Text.RegularExpressions;

namespace LowRank.Reporting;

/// <summary>What the demo runs on, as the library describes it.</summary>
public sealed partial record Machine(IReadOnlyList<(string Name, string Value)> Facts)
{
    // A path says something about one machine's folders and nothing about a result.
    private static readonly string[] _leftOut = ["Path", "Reproducible"];
    private static readonly string[] _summary = ["Processor", "Version", "Threads", ".NET"];

    /// <summary>The facts in one line.</summary>
    public string Summary =>
        string.Join("; ", _summary
            .Select(name => (Name: name, Facts.FirstOrDefault(fact => fact.Name == name).Value))
            .Where(fact => fact.Value is not null)
            .Select(fact => fact.Name is "Threads" ? $"{fact.Value} threads" : fact.Value)) + ".";

    public static Machine Describe() => new(
        [.. LowRankEnvironment.Describe().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => FactLine().Match(line.TrimEnd()))
            .Where(match => match.Success && !_leftOut.Contains(match.Groups["name"].Value))
            .Select(match => (match.Groups["name"].Value, match.Groups["value"].Value))]);

    [GeneratedRegex(@"^(?<name>\S.*?)\s{2,}(?<value>.+)$")]
    private static partial Regex FactLine();
}
