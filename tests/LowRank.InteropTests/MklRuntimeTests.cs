using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>A stock <c>mkl_rt</c>, where the packaged library is missing.</summary>
public sealed class MklRuntimeTests() : StockLibraryTests(NativeFiles.MklRuntime)
{
    private string Folder => Path.GetDirectoryName(Library)!;

    [Fact]
    public void It_is_used_by_path_with_its_64_bit_interface_and_OpenMP()
    {
        ProbeResult result = AssertIsMkl(App.Run("load describe", ("LOWRANK_NATIVE_PATH", Library)));
        Assert.Equal("GNU OpenMP", result["threading"]);
        Assert.Contains("mkl_rt", result["describe"], StringComparison.Ordinal);
        Assert.Contains(Library, result["describe"], StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_used_by_folder() => AssertIsMkl(App.Run("load", ("LOWRANK_NATIVE_PATH", Folder)));

    [Fact]
    public void It_is_found_by_MKLROOT()
    {
        App.Link(Folder, "mkl/lib");
        ProbeResult result = AssertIsMkl(App.Run("load", App.HidingAll(), ("MKLROOT", App.Entry("mkl"))), anyPath: true);
        Assert.StartsWith(App.Entry("mkl/lib"), result["path"], StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_found_in_the_native_folder_of_a_package()
    {
        App.Link(Library, $"runtimes/{PlatformNames.RuntimeIdentifier}/native/{Path.GetFileName(Library)}");
        AssertIsMkl(App.Run("load", App.HidingAll()));
    }

    [Fact]
    public void It_is_found_by_the_system() => AssertIsMkl(App.Run("load", ("LD_LIBRARY_PATH", Folder)), anyPath: true);

    [Fact]
    public void The_packaged_library_is_preferred_to_it()
    {
        App.AddPackagedLibrary();
        Assert.Equal(nameof(LibraryKind.TrimmedMkl), App.Run("load", ("LD_LIBRARY_PATH", Folder)).Succeeded()["kind"]);
    }

    [Fact]
    public void It_stands_in_for_a_broken_packaged_library()
    {
        App.Write("liblowrank_mkl.so", "This is no library.\n");
        AssertIsMkl(App.Run("load", ("LD_LIBRARY_PATH", Folder)), anyPath: true);
    }

    [Fact]
    public void Without_an_OpenMP_runtime_it_computes_with_one_thread()
    {
        ProbeResult result = AssertIsMkl(
            App.Run("load functions", ("LOWRANK_NATIVE_PATH", Library), App.Hiding("libgomp.so.1", "libiomp5.so")));
        Assert.Equal("sequential", result["threading"]);
        Assert.Equal("1", result["threads"]);
        FunctionErrors.AssertAllRight(result);
    }

    [Fact]
    public void Without_its_parts_it_is_refused_before_it_can_end_the_process()
    {
        string alone = App.Copy(Library, $"alone/{Path.GetFileName(Library)}");
        string[] parts = [.. ((string[])["core", "intel_ilp64"]).Select(part => PlatformNames.MklPart(Library, part))];
        ProbeResult result = App.Run("load", ("LOWRANK_NATIVE_PATH", alone), App.Hiding(parts)).FoundNothing();
        Assert.All(parts, part => Assert.Contains(part, result.Reason(alone), StringComparison.Ordinal));
    }

    [Fact]
    public void Without_kernels_it_is_refused_before_it_can_end_the_process()
    {
        string[] kernels = [.. ((string[])["def", "avx2", "avx512"]).Select(part => PlatformNames.MklPart(Library, part))];
        string copy = App.Copy(Library, $"some/{Path.GetFileName(Library)}");
        foreach (string part in (string[])["core", "intel_ilp64", "gnu_thread", "sequential"])
        {
            string name = PlatformNames.MklPart(Library, part);
            App.Link(Path.Combine(Folder, name), $"some/{name}");
        }

        ProbeResult result = App.Run("load", ("LOWRANK_NATIVE_PATH", copy), App.Hiding(kernels)).FoundNothing();
        Assert.Contains("kernels", result.Reason(copy), StringComparison.Ordinal);
    }

    [Fact]
    public void The_thread_count_can_be_set_for_the_process_and_for_a_call() =>
        ThreadCounts.AssertRight(App.Run("threads", ("LOWRANK_NATIVE_PATH", Library)), limits: true);

    [Fact]
    public void Environment_variables_that_ask_MKL_for_other_layers_do_no_harm()
    {
        ProbeResult result = AssertIsMkl(App.Run(
            "load", ("LOWRANK_NATIVE_PATH", Library), ("MKL_INTERFACE_LAYER", "LP64"), ("MKL_THREADING_LAYER", "INTEL")));
        Assert.Equal("GNU OpenMP", result["threading"]);
    }

    [Fact]
    public void Its_reproducible_mode_gives_the_same_bits_for_any_thread_count_and_alignment() =>
        Reproducibility.AssertSameBits(App, ("LOWRANK_NATIVE_PATH", Library));

    private ProbeResult AssertIsMkl(ProbeResult result, bool anyPath = false)
    {
        Assert.Equal(nameof(LibraryKind.MklRuntime), result.Succeeded()["kind"]);
        Assert.Equal("19 22 43 50", result["product"]);
        if (!anyPath)
        {
            Assert.Equal(Library, result["path"]);
        }

        return result;
    }
}
