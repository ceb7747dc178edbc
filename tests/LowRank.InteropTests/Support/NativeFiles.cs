namespace LowRank.InteropTests.Support;

/// <summary>The libraries that the tests load.</summary>
internal static class NativeFiles
{
    /// <summary>The library that this project builds. The tests need it, so its lack is a failure.</summary>
    internal static string Packaged { get; } = Beside("liblowrank_mkl.so");

    internal static string OpenMp { get; } = Beside("libgomp.so.1");

    /// <summary>A stock <c>mkl_rt</c>, or the test is skipped.</summary>
    internal static string MklRuntime => Other("LOWRANK_TEST_MKL_RT", "mkl-rt", "libmkl_rt.so", "libmkl_rt.so.*");

    /// <summary>OpenBLAS with 64-bit integers, or the test is skipped.</summary>
    internal static string OpenBlas => Other("LOWRANK_TEST_OPENBLAS64", "openblas64", "libopenblas64.so.0");

    private static string Beside(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{name} is not beside the tests: run ./build.sh native, then build again.", path);
    }

    private static string Other(string variable, string cacheEntry, params string[] names)
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string place = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named
            ? named
            : Path.Combine(cache, "lowrank", cacheEntry);
        string? file = File.Exists(place) ? place
            : Directory.Exists(place) ? names.SelectMany(name => Directory.EnumerateFiles(place, name, SearchOption.AllDirectories))
                .FirstOrDefault()
            : null;
        Assert.SkipWhen(
            file is null, $"No {names[0]} to test with: {variable} is not set to it, and it is not in the cache entry '{cacheEntry}'.");
        return file;
    }
}
