using System.Diagnostics;

namespace LowRank.ToolTests;

/// <summary>The system's Python with NumPy (Debian's python3-numpy and python3-scipy); tests that need it are skipped where it is missing.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    private static readonly Lazy<string?> _missing = new(FindMissing);

    /// <summary>Runs a script in a folder and returns what it prints; fails the test with what it says on standard error.</summary>
    public static string Run(string folder, string script)
    {
        Assert.SkipWhen(_missing.Value is not null, _missing.Value ?? "");
        (int exitCode, string output, string errors) = Start(folder, script);
        Assert.True(exitCode == 0, $"Python ended with {exitCode}:\n{errors}");
        return output;
    }

    private static string? FindMissing()
    {
        if (!File.Exists(Program))
        {
            return $"There is no {Program}.";
        }

        return Start(Path.GetTempPath(), "import numpy, scipy.io").ExitCode == 0 ? null : $"{Program} has no numpy or no scipy: apt-get install python3-numpy python3-scipy";
    }

    private static (int ExitCode, string Output, string Errors) Start(string folder, string script)
    {
        ProcessStartInfo start = new(Program, ["-"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
