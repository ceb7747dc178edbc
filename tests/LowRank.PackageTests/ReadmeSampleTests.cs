namespace LowRank.Tests;

public class ReadmeSampleTests
{
    [Fact]
    public void A_fresh_application_installs_the_package_and_prints_what_the_readme_says()
    {
        using FreshApplication application = new(Readme.FirstBlock("csharp"));
        application.Dotnet("add", "package", "LowRank");
        string output = application.Dotnet("run", "-c", "Release");
        Assert.Equal(Readme.FirstBlock("text"), output.ReplaceLineEndings("\n"));
    }
}
