using System.Diagnostics;
using System.Reflection;

namespace LowRank.Tests;

/// <summary>A console application in an empty folder that knows LowRank only by its packed files.</summary>
internal sealed class FreshApplication : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lowrank-package-").FullName;

    public FreshApplication(string program)
    {
        string packages = Metadata("Packages");
        Assert.True(
            File.Exists(Path.Combine(packages, $"LowRank.{Metadata("Version")}.nupkg")), $"There is no package in {packages}: run ./build.sh pack first.");

        // Packages of others may come from the user's own folder; ours must not, so they go into a cache of this application's.
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string others = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "cache")}" /></config>
              <packageSources><add key="lowrank" value="{packages}" /></packageSources>
              <fallbackPackageFolders><add key="user" value="{others}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """);
        Write("Program.cs", program);
    }

    /// <summary>Runs <c>dotnet</c> in the folder and returns what it printed; a failure is the test's.</summary>
    public string Dotnet(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What a caller of the tests has set must not help the application to find the library.
        start.Environment.Remove("LOWRANK_NATIVE_PATH");
        start.Environment.Remove("MKLROOT");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{errors.Result}");
        return output;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Metadata(string key) =>
        typeof(FreshApplication).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
