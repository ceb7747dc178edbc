using System.Diagnostics;

namespace LowRank.Tests;

/// <summary>Runs programs as a new user's shell would.</summary>
internal static class Shell
{
    // What a caller of the tests has set must not help the application to find the library.
    private static readonly string[] Hidden = ["LOWRANK_NATIVE_PATH", "MKLROOT", "LD_LIBRARY_PATH"];

    public static ProgramResult Run(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder };
        foreach (string variable in Hidden)
        {
            start.Environment.Remove(variable);
        }

        // What a single file unpacks goes with the test's folder.
        start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(folder, "extracted");
        return ProgramResult.Of(start);
    }

    public static string Succeed(string folder, string program, params string[] arguments)
    {
        ProgramResult result = Run(folder, program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {result}");
        return result.Output;
    }
}
