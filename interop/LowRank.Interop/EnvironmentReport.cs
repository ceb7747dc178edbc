using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace LowRank.Interop;

/// <summary>The text of <see cref="LowRankEnvironment.Describe"/>.</summary>
internal static class EnvironmentReport
{
    internal static string Compose()
    {
        var text = new StringBuilder();
        try
        {
            LoadedLibrary library = NativeRuntime.Library;
            Line("Native library", Name(library.Kind));
            Line("Path", library.Path);
            Line("Version", library.Services.Version ?? "unknown");
            Line("Build", library.Services.BuildDescription ?? "unknown");
            Line("Threading", library.Threading);
            Line("Threads", Threads(library));
            Line("Reproducible", NativeRuntime.Reproducible
                ? "yes (conditional numerical reproducibility, automatic and strict; one thread)"
                : "no");
        }
        catch (NativeLibraryNotFoundException error)
        {
            Line("Native library", "not found");
            text.AppendLine(error.Message);
        }

        Line("Runtime identifier", PlatformNames.RuntimeIdentifier);
        Line(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
        Line("Processor", $"{ProcessorName()}, {Environment.ProcessorCount} logical, {VectorUnit()}");
        return text.ToString();

        void Line(string name, string value) => text.Append(name.PadRight(20)).AppendLine(value);
    }

    private static string Name(LibraryKind kind) => kind switch
    {
        LibraryKind.TrimmedMkl => "Intel MKL, trimmed for LowRank",
        LibraryKind.MklRuntime => "Intel MKL, mkl_rt",
        LibraryKind.OpenBlas => "OpenBLAS",
        _ => "other BLAS and LAPACK",
    };

    private static string Threads(LoadedLibrary library)
    {
        string count = library.Services.ThreadCount?.ToString() ?? "unknown";
        return library.Services.CanLimitThreadsLocally ? count : $"{count} (no limit for a single call)";
    }

    private static string ProcessorName()
    {
        const string linuxFile = "/proc/cpuinfo";
        string? name = File.Exists(linuxFile)
            ? File.ReadLines(linuxFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':', 2)[^1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string VectorUnit() =>
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : X86Base.IsSupported ? "SSE" : "no x86 vector unit";
}
