namespace LowRank.Tests;

/// <summary>What a new user does with the packages, by their READMEs.</summary>
public class InstallTests(Packages packages) : IClassFixture<Packages>
{
    private static string Sample => Readme.FirstBlock("LowRank", "csharp");

    private static string Printed => Readme.FirstBlock("LowRank", "text");

    [Fact]
    public void A_fresh_application_installs_the_package_and_prints_what_the_readme_says()
    {
        using FreshApplication application = new(packages, Sample);
        Assert.Equal(Printed, application.Run());
    }

    [Theory]
    [InlineData("LowRank.MathNet")]
    [InlineData("LowRank.Models")]
    public void So_does_one_that_installs_a_package_beside_it(string package)
    {
        using FreshApplication application = new(packages, Readme.FirstBlock(package, "csharp"), package);
        Assert.Equal(Readme.FirstBlock(package, "text"), application.Run());
    }

    [Fact]
    public void A_self_contained_application_runs_in_a_root_file_system_without_OpenMP()
    {
        using FreshApplication application = new(packages, Sample);
        string published = application.Publish();
        Assert.Equal(Printed, Shell.Succeed(published, Path.Combine(published, "App")));

        using BareRoot root = new(published);
        ProgramResult inside = root.Run();
        Assert.True(inside.ExitCode == 0 && inside.Output == Printed, inside.ToString());

        // It was the packaged OpenMP runtime: without that file the library cannot be loaded there.
        root.Delete("libgomp.so.1");
        ProgramResult without = root.Run();
        Assert.NotEqual(0, without.ExitCode);
        Assert.Contains("libgomp.so.1", without.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("single file", "-p:PublishSingleFile=true")]
    [InlineData("single file that holds the native library too", "-p:PublishSingleFile=true",
        "-p:IncludeNativeLibrariesForSelfExtract=true")]
    [InlineData("trimmed", "-p:PublishTrimmed=true")]
    [InlineData("native code", "-p:PublishAot=true")]
    public void So_does_one_published_as(string form, params string[] options)
    {
        using FreshApplication application = new(packages, Sample);
        string published = application.Publish(options);
        if (form != "trimmed")
        {
            Assert.DoesNotContain(Directory.GetFiles(published), file => file.EndsWith(".dll", StringComparison.Ordinal));
        }

        Assert.Equal(Printed, Shell.Succeed(published, Path.Combine(published, "App")));
    }

    [Fact]
    public void The_tool_installs_from_the_packed_file_and_runs()
    {
        string folder = Directory.CreateTempSubdirectory("lowrank-tool-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "nuget.config"), packages.Configuration());
            Shell.Succeed(folder, "dotnet", "tool", "install", "LowRank.Tool", "--version", Packages.Version, "--tool-path",
                Path.Combine(folder, "tools"));
            File.WriteAllText(Path.Combine(folder, "a.csv"), "3,0,0\n0,2,0\n0,0,1\n");
            string lowrank = Path.Combine(folder, "tools", "lowrank");
            Shell.Succeed(folder, lowrank, "svd", "a.csv", "--rank", "2", "--output", "s.npz", "--quiet");
            Assert.True(File.Exists(Path.Combine(folder, "s.npz")));
            Assert.Contains("3 × 3", Shell.Succeed(folder, lowrank, "info", "a.csv"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
