using System.Globalization;

namespace LowRank.InteropTests.Support;

/// <summary>What a run of the probe printed, by key.</summary>
internal sealed class ProbeResult(int exitCode, string output, string errors)
{
    private readonly ILookup<string, string> _values = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
        .ToLookup(parts => parts[0], parts => Unescape(parts[1]));

    private const string AttemptPrefix = "attempt:";

    internal string this[string key] => _values.Contains(key)
        ? Assert.Single(_values[key])
        : throw new KeyNotFoundException($"The probe printed no '{key}'. It printed:\n{this}");

    internal double Number(string key) => double.Parse(this[key], CultureInfo.InvariantCulture);

    /// <summary>The values whose key begins so, by the rest of the key.</summary>
    internal IReadOnlyDictionary<string, string> All(string prefix) => _values
        .Where(values => values.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(values => values.Key[prefix.Length..], values => this[values.Key]);

    /// <summary>The paths that were tried.</summary>
    internal IReadOnlyList<string> Attempts =>
        [
            .. _values.Select(values => values.Key).Where(key => key.StartsWith(AttemptPrefix, StringComparison.Ordinal))
                .Select(key => key[AttemptPrefix.Length..]),
        ];

    /// <summary>Why the library was not taken from a path; a folder that was searched for several libraries has several lines.</summary>
    internal string Reason(string path) => _values.Contains(AttemptPrefix + path)
        ? string.Join('\n', _values[AttemptPrefix + path])
        : throw new KeyNotFoundException($"There was no attempt at {path}. The probe printed:\n{this}");

    /// <summary>It ran to its end.</summary>
    internal ProbeResult Succeeded()
    {
        Assert.True(exitCode == 0 && _values.Contains("done"), ToString());
        return this;
    }

    /// <summary>It ended with the one exception, and was not killed.</summary>
    internal ProbeResult FoundNothing()
    {
        Assert.True(exitCode == 3, ToString());
        Assert.Equal("LowRank.NativeLibraryNotFoundException", this["exception"]);
        Assert.NotEmpty(Attempts);
        Assert.All(Attempts, path => Assert.All(
            Reason(path).Split('\n'), reason => Assert.Contains($"  {path}: {reason}", this["message"], StringComparison.Ordinal)));

        return this;
    }

    public override string ToString() => $"exit code {exitCode}\n{output}\n{errors}";

    private static string Unescape(string text) =>
        string.Join('\\', text.Split(@"\\").Select(part => part.Replace(@"\n", "\n", StringComparison.Ordinal)));
}
