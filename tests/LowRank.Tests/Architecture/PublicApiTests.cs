using System.Reflection;
using PublicApiGenerator;

namespace LowRank.Tests;

/// <summary>The public API of each assembly that ships is what its reviewed text file says, so that no change of it goes unseen.</summary>
/// <remarks><c>./build.sh api</c> renews the files: it runs this test with <c>LOWRANK_RENEW_PUBLIC_API</c> set to the root of the
/// checkout.</remarks>
public class PublicApiTests
{
    public static TheoryData<string> Projects() =>
        ["src/LowRank", "src/LowRank.MathNet", "src/LowRank.Models", "interop/LowRank.Interop"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_api_is_the_reviewed_one(string project)
    {
        string name = Path.GetFileName(project);
        ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false };
        string api = Assembly.Load(name).GeneratePublicApi(options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("LOWRANK_RENEW_PUBLIC_API") is { Length: > 0 } root)
        {
            File.WriteAllText(Path.Combine(root, project, "PublicApi.txt"), api);
            return;
        }

        string reviewed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{name}.txt")).ReplaceLineEndings("\n");
        string[] added = [.. api.Split('\n').Except(reviewed.Split('\n'))];
        string[] gone = [.. reviewed.Split('\n').Except(api.Split('\n'))];
        Assert.True(
            api == reviewed,
            $"""
            The public API of {name} is not what {project}/PublicApi.txt says.
            If the change is meant, run ./build.sh api and commit the file.
            In the assembly alone:
            {string.Join('\n', added)}
            In the file alone:
            {string.Join('\n', gone)}
            """);
    }
}
