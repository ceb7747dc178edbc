using LowRank.Fuzz;

namespace LowRank.ToolTests;

/// <summary>Some thousands of mutated files a format; `./build.sh fuzz` takes 100 000 and more.</summary>
public sealed class FuzzTests
{
    private const int FilesPerFormat = 4000;

    [Theory]
    [InlineData("npy")]
    [InlineData("npz")]
    [InlineData("mtx")]
    [InlineData("csv")]
    [InlineData("idx")]
    public void Mutated_files_are_read_or_refused(string format)
    {
        using FuzzFolder folder = new();
        FuzzResult result = new FuzzRun(folder.Path, 20240613).Run(format, FilesPerFormat);
        Assert.Empty(result.Failures);

        // Mutations that only ever hit the magic number would test nothing.
        Assert.InRange(result.Accepted, FilesPerFormat / 50, FilesPerFormat / 2);
    }
}
