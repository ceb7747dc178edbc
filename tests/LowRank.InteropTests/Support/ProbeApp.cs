using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LowRank.InteropTests.Support;

/// <summary>
/// The probe program in a folder of its own, without any native library, and with an environment that has nothing to do with
/// that of the tests.
/// </summary>
public sealed class ProbeApp : TemporaryFolder
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>All names under which the system might have a library, and the OpenMP runtimes.</summary>
    private static readonly string[] SystemNames =
        [.. Interop.PlatformNames.MklRuntime, .. Interop.PlatformNames.OpenBlas, Interop.PlatformNames.Packaged];

    public ProbeApp()
    {
        // artifacts/bin/<project>/<configuration>/
        string own = System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string probe = System.IO.Path.Combine(own, "..", "..", "LowRank.NativeProbe", System.IO.Path.GetFileName(own));
        foreach (string file in Directory.EnumerateFiles(probe).Where(file => System.IO.Path.GetExtension(file) is ".dll" or ".json"))
        {
            Copy(file, System.IO.Path.GetFileName(file));
        }
    }

    /// <summary>
    /// The environment entry that hides these libraries from the system's search, whatever is installed: a file that is no
    /// library comes first.
    /// </summary>
    public (string Name, string Value) Hiding(params IEnumerable<string> names)
    {
        string folder = $"hidden-{Guid.NewGuid():N}";
        foreach (string name in names)
        {
            Write($"{folder}/{name}", "This is no library.\n");
        }

        return ("LD_LIBRARY_PATH", System.IO.Path.Combine(Path, folder));
    }

    /// <summary>Hides every library that could stand in for the one under test.</summary>
    public (string Name, string Value) HidingAll() => Hiding(SystemNames);

    /// <summary>Puts the packaged library, as a real copy, with its OpenMP runtime into a folder of the application.</summary>
    public string AddPackagedLibrary(string folder = "")
    {
        Copy(NativeFiles.OpenMp, System.IO.Path.Combine(folder, "libgomp.so.1"));
        return Copy(NativeFiles.Packaged, System.IO.Path.Combine(folder, "liblowrank_mkl.so"));
    }

    internal ProbeResult Run(string arguments, params (string Name, string Value)[] environment)
    {
        // The runtime's own folder is <dotnet>/shared/Microsoft.NETCore.App/<version>/.
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        string dotnet = System.IO.Path.GetFullPath(System.IO.Path.Combine(runtime, "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, [System.IO.Path.Combine(Path, "LowRank.NativeProbe.dll"), .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path,
        };

        // OPENBLAS_*: a machine's owner may need it for OpenBLAS to run at all.
        foreach (string name in start.Environment.Keys.Where(name => !name.StartsWith("OPENBLAS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The probe did not end within {Limit}: {arguments}\n{output.Result}\n{errors.Result}");
        }

        return new ProbeResult(process.ExitCode, output.Result, errors.Result);
    }
}
