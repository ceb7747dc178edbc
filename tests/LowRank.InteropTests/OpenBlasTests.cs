using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>OpenBLAS with 64-bit integers, where no MKL is there.</summary>
public sealed class OpenBlasTests : IDisposable
{
    private readonly string _library = NativeFiles.OpenBlas;
    private readonly ProbeApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void It_is_used_by_path()
    {
        ProbeResult result = AssertIsOpenBlas(_app.Run("load describe", ("LOWRANK_NATIVE_PATH", _library)));
        Assert.All(
            ["OpenBLAS", "USE64BITINT", "no limit for a single call"],
            fact => Assert.Contains(fact, result["describe"], StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_found_by_the_system() =>
        AssertIsOpenBlas(_app.Run("load", ("LD_LIBRARY_PATH", $"{HidingMkl()}:{Path.GetDirectoryName(_library)}:{LibraryFolder}")));

    [Fact]
    public void It_is_found_beside_the_application()
    {
        _app.Link(_library, "libopenblas64.so.0");
        AssertIsOpenBlas(_app.Run("load", ("LD_LIBRARY_PATH", HidingMkl())));
    }

    [Fact]
    public void Every_function_computes_the_right_thing() =>
        FunctionErrors.AssertAllRight(_app.Run("functions", ("LOWRANK_NATIVE_PATH", _library)));

    [Fact]
    public void Sixteen_threads_at_once_get_the_right_answers() =>
        ConcurrentUse.AssertRight(_app.Run("call16", ("LOWRANK_NATIVE_PATH", _library)));

    [Fact]
    public void The_thread_count_is_the_processs_and_a_limit_has_no_effect() =>
        ThreadCounts.AssertRight(_app.Run("threads", ("LOWRANK_NATIVE_PATH", _library)), limits: false);

    [Fact]
    public void It_finds_the_Fortran_runtime_that_was_unpacked_with_it()
    {
        string[] runtime = ["libgfortran.so.5", "libquadmath.so.0"];
        Assert.SkipUnless(
            runtime.All(name => File.Exists(Path.Combine(LibraryFolder, name))), $"There is no Fortran runtime in {LibraryFolder}.");
        AssertIsOpenBlas(_app.Run("load", ("LOWRANK_NATIVE_PATH", _library), _app.Hiding(runtime)));
    }

    [Fact]
    public void It_is_refused_where_bitwise_equal_results_are_asked_for()
    {
        ProbeResult result = _app.Run("--reproducible load", ("LOWRANK_NATIVE_PATH", _library)).FoundNothing();
        Assert.Contains("Reproducible", result.Reason(Assert.Single(result.Attempts)), StringComparison.Ordinal);
    }

    /// <summary>Where a package, unpacked and not installed, has the Fortran runtime.</summary>
    private string LibraryFolder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(_library)!, ".."));

    private string HidingMkl() => _app.Hiding(PlatformNames.MklRuntime).Value;

    private static ProbeResult AssertIsOpenBlas(ProbeResult result)
    {
        Assert.Equal(nameof(LibraryKind.OpenBlas), result.Succeeded()["kind"]);
        Assert.Contains("libopenblas64", result["path"], StringComparison.Ordinal);
        Assert.Equal("19 22 43 50", result["product"]);
        return result;
    }
}
