using System.Diagnostics.CodeAnalysis;

namespace LowRank.Interop;

/// <summary>The places where the native library may be, in the order of preference.</summary>
internal static class LibraryLocations
{
    internal const string PathVariable = "LOWRANK_NATIVE_PATH";

    /// <param name="programPath">What the program set, or null.</param>
    /// <returns>
    /// Everything to try, lazily, so that nothing is looked up after the first success. A path that the program or the
    /// environment names is the only candidate: quietly taking another library would hide the mistake.
    /// </returns>
    internal static IEnumerable<LibraryCandidate> All(string? programPath)
    {
        string? explicitPath = programPath ?? NonEmpty(Environment.GetEnvironmentVariable(PathVariable));
        return explicitPath is not null ? Explicit(explicitPath) : Unique(Packaged().Concat(MklRuntime()).Concat(OpenBlas()));
    }

    /// <summary>
    /// The folders that belong to the application: its own, the packages' native folders below it or named by the host, and
    /// that of this assembly.
    /// </summary>
    internal static IReadOnlyList<string> ApplicationFolders { get; } = FindApplicationFolders();

    private static LibraryCandidate[] Explicit(string path)
    {
        if (Directory.Exists(path))
        {
            return InFolder(path, [PlatformNames.Packaged, .. PlatformNames.MklRuntime, .. PlatformNames.OpenBlas]);
        }

        // A bare name is left to the system's search.
        bool bare = path == Path.GetFileName(path) && !File.Exists(path);
        return bare || File.Exists(path)
            ? [new LibraryCandidate(bare ? path : FinalFile(path))]
            : [new LibraryCandidate(path, "no such file or folder")];
    }

    private static IEnumerable<LibraryCandidate> Packaged() =>
        ApplicationFolders.SelectMany(folder => InFolder(folder, [PlatformNames.Packaged]));

    private static IEnumerable<LibraryCandidate> MklRuntime() =>
        [
            .. OneApiFolders().SelectMany(folder => InFolder(folder, PlatformNames.MklRuntime)),
            .. ApplicationFolders.SelectMany(folder => InFolder(folder, PlatformNames.MklRuntime)),
            .. PlatformNames.MklRuntime.Select(name => new LibraryCandidate(name)),
        ];

    private static IEnumerable<LibraryCandidate> OpenBlas() =>
        [
            .. ApplicationFolders.SelectMany(folder => InFolder(folder, PlatformNames.OpenBlas)),
            .. PlatformNames.OpenBlas.Select(name => new LibraryCandidate(name)),
        ];

    private static IEnumerable<string> OneApiFolders()
    {
        string usual = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Intel", "oneAPI", "mkl", "latest")
            : "/opt/intel/oneapi/mkl/latest";
        string[] parts = OperatingSystem.IsWindows() ? ["bin", "redist/intel64"] : ["lib", "lib/intel64"];
        string?[] roots = [NonEmpty(Environment.GetEnvironmentVariable("MKLROOT")), usual];
        return from root in roots where root is not null from part in parts select Path.Combine(root, part);
    }

    /// <summary>The files of these names in a folder, or one entry that says that there is none.</summary>
    private static LibraryCandidate[] InFolder(string folder, IReadOnlyList<string> names)
    {
        LibraryCandidate[] found =
            [.. names.Select(name => Path.Combine(folder, name)).Where(File.Exists).Select(file => new LibraryCandidate(FinalFile(file)))];
        return found.Length > 0 ? found
            : names is [var only] ? [new LibraryCandidate(Path.Combine(folder, only), "no such file")]
            : [new LibraryCandidate(folder, Directory.Exists(folder) ? $"has none of {string.Join(", ", names)}" : "no such folder")];
    }

    /// <summary>The file behind a chain of links: <c>mkl_rt</c> and <c>$ORIGIN</c> look for their parts beside it.</summary>
    private static string FinalFile(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (IOException)
        {
            return Path.GetFullPath(path); // a circle of links: the system's loader will say so
        }
    }

    private static IEnumerable<LibraryCandidate> Unique(IEnumerable<LibraryCandidate> candidates)
    {
        var seen = new HashSet<LibraryCandidate>();
        return candidates.Where(seen.Add);
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is handled.")]
    private static string[] FindApplicationFolders()
    {
        string baseFolder = AppContext.BaseDirectory;
        string assembly = typeof(LibraryLocations).Assembly.Location;
        string hostFolders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        IEnumerable<string?> folders =
        [
            baseFolder,
            Path.Combine(baseFolder, "runtimes", PlatformNames.RuntimeIdentifier, "native"),
            .. hostFolders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            assembly.Length > 0 ? Path.GetDirectoryName(assembly) : null,
        ];
        return [.. folders.OfType<string>().Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Distinct()];
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
