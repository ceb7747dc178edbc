using System.Runtime.InteropServices;

namespace LowRank.Interop;

/// <summary>How the libraries are called on this platform.</summary>
internal static class PlatformNames
{
    /// <summary>The library that this project ships, for example <c>liblowrank_mkl.so</c>.</summary>
    internal static readonly string Packaged = FileName(NativeMethods.Library);

    /// <summary>The file names of <c>mkl_rt</c>, newest first.</summary>
    internal static readonly IReadOnlyList<string> MklRuntime =
        OperatingSystem.IsWindows() ? ["mkl_rt.2.dll", "mkl_rt.1.dll", "mkl_rt.dll"]
        : OperatingSystem.IsMacOS() ? ["libmkl_rt.2.dylib", "libmkl_rt.1.dylib", "libmkl_rt.dylib"]
        : ["libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so"];

    /// <summary>
    /// The file names of OpenBLAS with 64-bit integers. Some distributions put a suffix on the symbols of such a build too;
    /// the symbol check finds that out.
    /// </summary>
    internal static readonly IReadOnlyList<string> OpenBlas =
        OperatingSystem.IsWindows() ? ["libopenblas64.dll", "libopenblas64_.dll"]
        : OperatingSystem.IsMacOS() ? ["libopenblas64.0.dylib", "libopenblas64.dylib", "libopenblas64_.dylib"]
        :
        [
            "libopenblasp64.so.0", "libopenblaso64.so.0", // Fedora: own threads, OpenMP; its libopenblas64 is sequential
            "libopenblas64.so.0", "libopenblas64.so", "libopenblas64_.so.0", "libopenblas64_.so",
        ];

    /// <summary>
    /// The portable runtime identifier: operating system and architecture, as packages name their folders. A runtime that a
    /// distribution built itself reports its own name instead, such as <c>debian.12-x64</c>.
    /// </summary>
    internal static readonly string RuntimeIdentifier = PortableIdentifier();

    /// <summary>The file of one part of MKL beside <c>mkl_rt</c>, whose version it shares: <c>libmkl_core.so.2</c>.</summary>
    internal static string MklPart(string runtimeFile, string part) =>
        Path.GetFileName(runtimeFile).Replace("mkl_rt", "mkl_" + part, StringComparison.Ordinal);

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    private static string PortableIdentifier()
    {
        string system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier is { } own
                && (own.Contains("musl", StringComparison.Ordinal) || own.StartsWith("alpine", StringComparison.Ordinal)) ? "linux-musl"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
