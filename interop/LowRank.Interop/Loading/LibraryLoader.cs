using System.Reflection;
using System.Runtime.InteropServices;

namespace LowRank.Interop;

/// <summary>Loads one candidate and checks it: symbols, handshake, layers, integer width, a small computation.</summary>
internal static class LibraryLoader
{
    /// <summary>
    /// Conditional numerical reproducibility: the code path for this processor, the same for any alignment, and where MKL
    /// grants it for any thread count (from mkl_service.h: <c>MKL_CBWR_AUTO | MKL_CBWR_STRICT</c>).
    /// </summary>
    private const int ReproducibilityMode = 2 | 0x10000;

    /// <summary>The functions that every library must have: exactly those that are declared.</summary>
    internal static readonly IReadOnlyList<string> RequiredNames =
    [
        .. typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).Order(StringComparer.Ordinal),
    ];

    /// <returns>Null on success, else why this library cannot be used.</returns>
    internal static string? TryLoad(string path, bool reproducible, out LoadedLibrary? library)
    {
        library = null;
        CalmOpenMp();
        LoadCompanions(path);
        if (SystemLoader.TryLoad(path, out nint handle) is { } reason)
        {
            return reason;
        }

        // No call before all symbols are known to be there.
        if (MissingSymbols(handle) is { } missing)
        {
            NativeLibrary.Free(handle);
            return missing;
        }

        string file = SystemLoader.FileOf(NativeLibrary.GetExport(handle, "cblas_dgemm")) ?? path;
        var services = new NativeServices(handle);
        if (Prepare(file, services, reproducible, out string threading) is { } unfit)
        {
            return unfit;
        }

        if (SelfTest.Run(handle) is { } wrong)
        {
            return wrong;
        }

        library = new LoadedLibrary(handle, file, services.Kind, services, threading);
        return null;
    }

    /// <summary>
    /// By default libgomp's threads spin for milliseconds before they sleep, which is ruinous where other processes, or a container's
    /// quota, want the processors too. Measured on two cores beside other work, a 1000 × 300 SVD took 60 ms to 900 ms and more; with the
    /// shorter spin 20 to 90. On an idle machine it costs nothing, while not spinning at all (<c>OMP_WAIT_POLICY=passive</c>) takes three
    /// times as long. The variable is read when libgomp is loaded; the user's own settings win.
    /// </summary>
    private static void CalmOpenMp()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            SystemLoader.SetNativeVariableIfUnset("GOMP_SPINCOUNT", "3000");
        }
    }

    /// <summary>
    /// OpenBLAS needs Fortran's runtime and does not look for it beside itself; once loaded it is found by name. Debian's
    /// packages, unpacked anywhere, have it one folder up.
    /// </summary>
    private static void LoadCompanions(string path)
    {
        if (!OperatingSystem.IsLinux() || Path.GetDirectoryName(path) is not { Length: > 0 } folder
            || !Path.GetFileName(path).Contains("openblas", StringComparison.Ordinal))
        {
            return;
        }

        foreach (string name in (string[])["libquadmath.so.0", "libgfortran.so.5"])
        {
            string? companion = ((string[])[folder, Path.Combine(folder, "..")])
                .Select(place => Path.GetFullPath(Path.Combine(place, name))).FirstOrDefault(File.Exists);
            if (companion is not null)
            {
                NativeLibrary.TryLoad(companion, out _); // a failure shows in the library's own loading
            }
        }
    }

    private static string? MissingSymbols(nint handle)
    {
        string[] missing = [.. RequiredNames.Where(name => !NativeLibrary.TryGetExport(handle, name, out _))];
        if (missing.Length == 0)
        {
            return null;
        }

        string[] suffixes = ["64_", "_64", "64"];
        if (suffixes.FirstOrDefault(end => NativeLibrary.TryGetExport(handle, "cblas_dgemm" + end, out _)) is { } suffix)
        {
            return $"its functions carry the suffix {suffix} (cblas_dgemm{suffix}), and the plain names are needed";
        }

        return $"lacks {missing.Length} of {RequiredNames.Count} functions: {string.Join(", ", missing.Take(4))}"
            + (missing.Length > 4 ? ", …" : "");
    }

    private static string? Prepare(string file, NativeServices services, bool reproducible, out string threading)
    {
        threading = "unknown";
        switch (services.Kind)
        {
            case LibraryKind.TrimmedMkl:
                threading = "GNU OpenMP";
                if (services.GetAbiVersion() != NativeServices.AbiVersion)
                {
                    return $"has ABI version {services.GetAbiVersion()}, and {NativeServices.AbiVersion} is needed: "
                        + "the packages LowRank and LowRank.Native must be of the same version";
                }

                break;
            case LibraryKind.MklRuntime:
                if (MklRuntimeLayers.Prepare(file, services, out threading) is { } reason)
                {
                    return reason;
                }

                break;
            case LibraryKind.OpenBlas:
                if (!services.OpenBlasConfiguration.Contains("USE64BITINT", StringComparison.Ordinal))
                {
                    return $"has 32-bit integers (LP64), and 64-bit ones (ILP64) are needed: {services.OpenBlasConfiguration}";
                }

                threading = services.OpenBlasParallelism switch
                {
                    0 => "sequential",
                    1 => "its own threads",
                    2 => "OpenMP",
                    _ => "unknown",
                };
                break;
            case LibraryKind.Other:
            default:
                break;
        }

        if (!reproducible)
        {
            return null;
        }

        // Before the first computation, or MKL refuses.
        if (!services.CanSetReproducibility)
        {
            return "cannot compute reproducibly, which LowRankEnvironment.Reproducible asks for";
        }

        int code = services.SetReproducibility(ReproducibilityMode);
        return code == 0 ? null : $"refused its reproducible mode (MKL_CBWR_Set gave {code})";
    }
}
