using System.Reflection;
using System.Text.RegularExpressions;

namespace LowRank.Tests;

/// <summary>The floors of the house: a folder of src/LowRank uses only folders below its own. Read off the sources' using
/// directives.</summary>
public partial class FloorTests
{
    // From the ground up; folders of one floor do not use each other.
    private static readonly string[][] Floors =
    [
        ["Kernels"],
        ["Matrices", "Execution"],
        ["Random"],
        ["Operators"],
        ["Sketching", "Tall"],
        ["Errors"],
        ["Approximations"],
        ["Spaces"],
        ["Selection"],
        ["PseudoInverse", "TruncatedSvd", "ColumnRow", "Interpolative", "Cur", "Nystrom", "Norms", "Polar"],
        ["Pca"],
    ];

    // Folders whose static class bears the folder's name, so that their internals need another namespace.
    private static readonly Dictionary<string, string> InternalsOf = new()
    {
        ["ColumnRowProducts"] = "ColumnRow",
        ["TruncatedSvds"] = "TruncatedSvd",
        ["PrincipalComponents"] = "Pca",
        ["PseudoInverses"] = "PseudoInverse",
        ["CurParts"] = "Cur",
    };

    private static readonly Assembly Tests = typeof(FloorTests).Assembly;

    public static TheoryData<string> SourceFiles() =>
        [.. Tests.GetManifestResourceNames().Where(name => name.StartsWith("Source/", StringComparison.Ordinal)).Order()];

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void A_file_uses_only_the_floors_below_its_own(string name)
    {
        string folder = name.Split('/')[1];
        int floor = FloorOf(folder);
        Assert.True(floor >= 0, $"{folder} has no floor: add it to the list, or move the file.");
        using StreamReader reader = new(Tests.GetManifestResourceStream(name)!);
        foreach (Match match in UsingDirective().Matches(reader.ReadToEnd()))
        {
            string used = match.Groups["folder"].Value;
            Assert.True(
                used is "Interop" || used == folder || FloorOf(used) < floor || InternalsOf.GetValueOrDefault(used) == folder,
                $"{name} uses LowRank.{used}, which is not below {folder}.");
        }
    }

    [Fact]
    public void The_sources_are_there() => Assert.True(SourceFiles().Count > 40);

    private static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));

    [GeneratedRegex(@"^using LowRank\.(?<folder>\w+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsingDirective();
}
