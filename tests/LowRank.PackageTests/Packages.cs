using System.Reflection;

namespace LowRank.Tests;

/// <summary>The packed files, and a package cache of this run's own: ours must come from the files, never from an earlier run.</summary>
public sealed class Packages : IDisposable
{
    public static string Folder { get; } = Metadata("Packages");

    public static string Version { get; } = Metadata("Version");

    private readonly string _cache = Directory.CreateTempSubdirectory("lowrank-cache-").FullName;

    public static string PathOf(string package, string extension = "nupkg")
    {
        string path = Path.Combine(Folder, $"{package}.{Version}.{extension}");
        Assert.True(File.Exists(path), $"There is no {path}: run ./build.sh pack first.");
        return path;
    }

    /// <summary>A nuget.config that knows our files. The packages of others may come from the user's own folder.</summary>
    public string Configuration()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string others = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        string fallback = Directory.Exists(others) ? $"<add key=\"user\" value=\"{others}\" />" : "";
        return $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_cache}" /></config>
              <packageSources><add key="lowrank" value="{Folder}" /></packageSources>
              <fallbackPackageFolders>{fallback}</fallbackPackageFolders>
            </configuration>
            """;
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    private static string Metadata(string key) =>
        typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
