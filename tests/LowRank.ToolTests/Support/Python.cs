using System.Diagnostics;

namespace LowRank.ToolTests;

/// <summary>
/// The system's Python with NumPy and SciPy: its own, or Debian's that <c>./build.sh test</c> unpacked into the user's cache and names in
/// <c>LOWRANK_TEST_PYTHON_PACKAGES</c>. Tests that need it are skipped where it is missing.
/// </summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    private static readonly string? _packages = Environment.GetEnvironmentVariable("LOWRANK_TEST_PYTHON_PACKAGES") is { Length: > 0 } folder
        ? folder : null;

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

        (int exitCode, _, string errors) = Start(Path.GetTempPath(), "import numpy, scipy.io, scipy.sparse");
        string last = errors.Trim().Split('\n')[^1];
        return exitCode == 0 ? null
            : _packages is not null ? $"NumPy and SciPy in {_packages} do not fit {Program}: {last}"
            : $"{Program} has no numpy or no scipy: apt-get install python3-numpy python3-scipy ({last})";
    }

    private static ProgramResult Start(string folder, string script)
    {
        // Without -S the system's own packages would stand in for unpacked ones that lack something.
        ProcessStartInfo start = new(Program, _packages is null ? ["-"] : ["-S", "-"]) { WorkingDirectory = folder };
        if (_packages is not null)
        {
            string libraries = Path.Combine(_packages, "usr/lib/x86_64-linux-gnu");
            start.Environment["PYTHONPATH"] = Path.Combine(_packages, "usr/lib/python3/dist-packages");
            start.Environment["LD_LIBRARY_PATH"] = $"{libraries}/blas:{libraries}/lapack:{libraries}";
        }

        return ProgramResult.Of(start, script);
    }
}
