using System.Diagnostics;

namespace Samples.Tests;

/// <summary>The program as a process: its exit code and what it says where there is nothing to work on.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void A_missing_file_is_one_line_on_standard_error_and_a_failure()
    {
        using DataFolder folder = new();
        File.Delete(folder[DataFolder.TrainImages]);
        (int exitCode, string errors) = Run(folder);
        Assert.Equal(1, exitCode);
        Assert.Equal($"{folder[DataFolder.TrainImages]}: there is no such file.", errors.Trim());
    }

    [Fact]
    public void A_truncated_file_is_one_line_on_standard_error_and_a_failure()
    {
        using DataFolder folder = new();
        folder.Write(DataFolder.TrainImages, DataFolder.Idx([3, 2, 2], 1, 2, 3));
        (int exitCode, string errors) = Run(folder);
        Assert.Equal(1, exitCode);
        Assert.Equal($"{folder[DataFolder.TrainImages]}: ends at byte 19; by its header it has 28.", errors.Trim());
    }

    private static (int ExitCode, string Errors) Run(DataFolder folder)
    {
        string program = typeof(FashionMnist.Demo).Assembly.Location;
        ProcessStartInfo start = new("dotnet", ["exec", program, "--data", folder.Path, "--output", Path.Combine(folder.Path, "out")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        return (process.ExitCode, errors);
    }
}
