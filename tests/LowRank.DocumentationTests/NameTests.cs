using System.Reflection;
using System.Text.RegularExpressions;

namespace LowRank.DocumentationTests;

/// <summary>What the prose calls by name exists: members of the library, and targets of the build.</summary>
public partial class NameTests
{
    private static readonly Dictionary<string,
        Type[]> Types = new[] { typeof(TruncatedSvd), typeof(LowRankEnvironment), typeof(LowRankControl), typeof(ProductGradients) }
        .SelectMany(type => type.Assembly.GetExportedTypes())
        .GroupBy(type => type.Name.Split('`')[0])
        .ToDictionary(group => group.Key, group => group.ToArray());

    [Theory]
    [MemberData(nameof(CodeBlockTests.Pages), MemberType = typeof(CodeBlockTests))]
    public void A_member_that_is_named_with_its_type_exists(string page)
    {
        foreach ((int line, string text) in Repository.Read(page).Prose)
        {
            foreach (Match match in Code().Matches(text).SelectMany(code => Member().Matches(code.Value)))
            {
                if (Types.TryGetValue(match.Groups["type"].Value, out Type[]? types))
                {
                    string name = match.Groups["member"].Value;
                    Assert.True(types.Any(type => Has(type, name)), $"{page}({line}) names {match.Value}, which does not exist.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(CodeBlockTests.Pages), MemberType = typeof(CodeBlockTests))]
    public void A_target_of_the_build_that_is_named_exists(string page)
    {
        string build = File.ReadAllText(Path.Combine(Repository.Root, "build.cake"));
        foreach (Match match in Target().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            string target = match.Groups["target"].Value;
            Assert.Contains($"Task(\"{target[..1].ToUpperInvariant()}{target[1..]}\")", build, StringComparison.Ordinal);
        }
    }

    private static bool Has(Type type, string member)
    {
        const BindingFlags any = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        return type.GetMember(member, any).Length > 0 || type.GetInterfaces().Any(inherited => inherited.GetMember(member, any).Length > 0);
    }

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(?<type>[A-Z]\w+)(<T>)?\.(?<member>[A-Z]\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Member();

    [GeneratedRegex(@"\./build\.sh (?<target>[a-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Target();
}
