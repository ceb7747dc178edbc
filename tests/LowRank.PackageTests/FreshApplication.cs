using System.Text.RegularExpressions;

namespace LowRank.Tests;

/// <summary>A console application in an empty folder that knows LowRank only by its packed files.</summary>
internal sealed partial class FreshApplication : IDisposable
{
    public FreshApplication(Packages packages, string program, string package = "LowRank")
    {
        Write("nuget.config", packages.Configuration());
        Write("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
              </PropertyGroup>
            </Project>
            """);
        Write("Program.cs", program);
        Shell.Succeed(Folder, "dotnet", "add", "package", package);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("lowrank-package-").FullName;

    /// <summary>Runs the program as <c>dotnet run</c> does.</summary>
    public string Run() => Shell.Succeed(Folder, "dotnet", "run", "-c", "Release");

    /// <summary>Publishes for linux-x64 with its own runtime; skips the test where a part of .NET that this needs cannot be
    /// restored.</summary>
    /// <returns>The folder of the published application; its program is called <c>App</c>.</returns>
    public string Publish(params string[] options)
    {
        string output = Path.Combine(Folder, "published");
        ProgramResult result = Shell.Run(
            Folder, "dotnet", ["publish", "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", output, "-tl:off", .. options]);
        Match missing = MissingPart().Match(result.Output);
        Assert.SkipWhen(missing.Success, missing.Value);
        Assert.True(result.ExitCode == 0, $"dotnet publish ended with {result}");
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    // NuGet's errors for a package that no source has, where it is one of .NET's own, and the missing linker of native code.
    [GeneratedRegex(@"error NU1(10[0-3]|301): .*"
        + @"(Microsoft\.NETCore\.App|Microsoft\.NET\.ILLink|ILCompiler|Microsoft\.AspNetCore\.App).*|Platform linker \(.*not found.*")]
    private static partial Regex MissingPart();
}
