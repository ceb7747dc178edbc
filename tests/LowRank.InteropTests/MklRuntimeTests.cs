using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>A stock <c>mkl_rt</c>, where the packaged library is missing.</summary>
public sealed class MklRuntimeTests : IDisposable
{
    private readonly string _library = NativeFiles.MklRuntime;
    private readonly ProbeApp _app = new();

    private string Folder => Path.GetDirectoryName(_library)!;

    public void Dispose() => _app.Dispose();

    [Fact]
    public void It_is_used_by_path_with_its_64_bit_interface_and_OpenMP()
    {
        ProbeResult result = AssertIsMkl(_app.Run("load describe", ("LOWRANK_NATIVE_PATH", _library)));
        Assert.Equal("GNU OpenMP", result["threading"]);
        Assert.Contains("mkl_rt", result["describe"], StringComparison.Ordinal);
        Assert.Contains(_library, result["describe"], StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_used_by_folder() => AssertIsMkl(_app.Run("load", ("LOWRANK_NATIVE_PATH", Folder)));

    [Fact]
    public void It_is_found_by_MKLROOT()
    {
        _app.Link(Folder, "mkl/lib");
        ProbeResult result = AssertIsMkl(_app.Run("load", _app.HidingAll(), ("MKLROOT", _app.Entry("mkl"))), anyPath: true);
        Assert.StartsWith(_app.Entry("mkl/lib"), result["path"], StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_found_in_the_native_folder_of_a_package()
    {
        _app.Link(_library, $"runtimes/{PlatformNames.RuntimeIdentifier}/native/{Path.GetFileName(_library)}");
        AssertIsMkl(_app.Run("load", _app.HidingAll()));
    }

    [Fact]
    public void It_is_found_by_the_system() => AssertIsMkl(_app.Run("load", ("LD_LIBRARY_PATH", Folder)), anyPath: true);

    [Fact]
    public void The_packaged_library_is_preferred_to_it()
    {
        _app.AddPackagedLibrary();
        Assert.Equal(nameof(LibraryKind.TrimmedMkl), _app.Run("load", ("LD_LIBRARY_PATH", Folder)).Succeeded()["kind"]);
    }

    [Fact]
    public void It_stands_in_for_a_broken_packaged_library()
    {
        _app.Write("liblowrank_mkl.so", "This is no library.\n");
        AssertIsMkl(_app.Run("load", ("LD_LIBRARY_PATH", Folder)), anyPath: true);
    }

    [Fact]
    public void Without_an_OpenMP_runtime_it_computes_with_one_thread()
    {
        ProbeResult result = AssertIsMkl(
            _app.Run("load functions", ("LOWRANK_NATIVE_PATH", _library), _app.Hiding("libgomp.so.1", "libiomp5.so")));
        Assert.Equal("sequential", result["threading"]);
        Assert.Equal("1", result["threads"]);
        FunctionErrors.AssertAllRight(result);
    }

    [Fact]
    public void Without_its_parts_it_is_refused_before_it_can_end_the_process()
    {
        string alone = _app.Copy(_library, $"alone/{Path.GetFileName(_library)}");
        string[] parts = [.. ((string[])["core", "intel_ilp64"]).Select(part => PlatformNames.MklPart(_library, part))];
        ProbeResult result = _app.Run("load", ("LOWRANK_NATIVE_PATH", alone), _app.Hiding(parts)).FoundNothing();
        Assert.All(parts, part => Assert.Contains(part, result.Reason(alone), StringComparison.Ordinal));
    }

    [Fact]
    public void Without_kernels_it_is_refused_before_it_can_end_the_process()
    {
        string[] kernels = [.. ((string[])["def", "avx2", "avx512"]).Select(part => PlatformNames.MklPart(_library, part))];
        string copy = _app.Copy(_library, $"some/{Path.GetFileName(_library)}");
        foreach (string part in (string[])["core", "intel_ilp64", "gnu_thread", "sequential"])
        {
            string name = PlatformNames.MklPart(_library, part);
            _app.Link(Path.Combine(Folder, name), $"some/{name}");
        }

        ProbeResult result = _app.Run("load", ("LOWRANK_NATIVE_PATH", copy), _app.Hiding(kernels)).FoundNothing();
        Assert.Contains("kernels", result.Reason(copy), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_computes_the_right_thing() =>
        FunctionErrors.AssertAllRight(_app.Run("functions", ("LOWRANK_NATIVE_PATH", _library)));

    [Fact]
    public void Sixteen_threads_at_once_get_the_right_answers() =>
        ConcurrentUse.AssertRight(_app.Run("call16", ("LOWRANK_NATIVE_PATH", _library)));

    [Fact]
    public void The_thread_count_can_be_set_for_the_process_and_for_a_call() =>
        ThreadCounts.AssertRight(_app.Run("threads", ("LOWRANK_NATIVE_PATH", _library)), limits: true);

    [Fact]
    public void Environment_variables_that_ask_MKL_for_other_layers_do_no_harm()
    {
        ProbeResult result = AssertIsMkl(_app.Run(
            "load", ("LOWRANK_NATIVE_PATH", _library), ("MKL_INTERFACE_LAYER", "LP64"), ("MKL_THREADING_LAYER", "INTEL")));
        Assert.Equal("GNU OpenMP", result["threading"]);
    }

    [Fact]
    public void Its_reproducible_mode_gives_the_same_bits_for_any_thread_count_and_alignment() =>
        Reproducibility.AssertSameBits(_app, ("LOWRANK_NATIVE_PATH", _library));

    private ProbeResult AssertIsMkl(ProbeResult result, bool anyPath = false)
    {
        Assert.Equal(nameof(LibraryKind.MklRuntime), result.Succeeded()["kind"]);
        Assert.Equal("19 22 43 50", result["product"]);
        if (!anyPath)
        {
            Assert.Equal(_library, result["path"]);
        }

        return result;
    }
}
