using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>OpenBLAS with 64-bit integers, where no MKL is there.</summary>
public sealed class OpenBlasTests() : StockLibraryTests(NativeFiles.OpenBlas)
{
    [Fact]
    public void It_is_used_by_path()
    {
        ProbeResult result = AssertIsOpenBlas(App.Run("load describe", ("LOWRANK_NATIVE_PATH", Library)));
        Assert.All(
            ["OpenBLAS", "USE64BITINT", "no limit for a single call"],
            fact => Assert.Contains(fact, result["describe"], StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_found_by_the_system() =>
        AssertIsOpenBlas(App.Run("load", ("LD_LIBRARY_PATH", $"{HidingMkl()}:{Path.GetDirectoryName(Library)}:{LibraryFolder}")));

    [Fact]
    public void It_is_found_beside_the_application()
    {
        App.Link(Library, "libopenblas64.so.0");
        AssertIsOpenBlas(App.Run("load", ("LD_LIBRARY_PATH", HidingMkl())));
    }

    [Fact]
    public void The_thread_count_is_the_processs_and_a_limit_has_no_effect() =>
        ThreadCounts.AssertRight(App.Run("threads", ("LOWRANK_NATIVE_PATH", Library)), limits: false);

    [Fact]
    public void It_finds_the_Fortran_runtime_that_was_unpacked_with_it()
    {
        string[] runtime = ["libgfortran.so.5", "libquadmath.so.0"];
        Assert.SkipUnless(
            runtime.All(name => File.Exists(Path.Combine(LibraryFolder, name))), $"There is no Fortran runtime in {LibraryFolder}.");
        AssertIsOpenBlas(App.Run("load", ("LOWRANK_NATIVE_PATH", Library), App.Hiding(runtime)));
    }

    [Fact]
    public void It_is_refused_where_bitwise_equal_results_are_asked_for()
    {
        ProbeResult result = App.Run("--reproducible load", ("LOWRANK_NATIVE_PATH", Library)).FoundNothing();
        Assert.Contains("Reproducible", result.Reason(Assert.Single(result.Attempts)), StringComparison.Ordinal);
    }

    /// <summary>Where a package, unpacked and not installed, has the Fortran runtime.</summary>
    private string LibraryFolder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Library)!, ".."));

    private string HidingMkl() => App.Hiding(PlatformNames.MklRuntime).Value;

    private static ProbeResult AssertIsOpenBlas(ProbeResult result)
    {
        Assert.Equal(nameof(LibraryKind.OpenBlas), result.Succeeded()["kind"]);
        Assert.Contains("libopenblas64", result["path"], StringComparison.Ordinal);
        Assert.Equal("19 22 43 50", result["product"]);
        return result;
    }
}
