using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>The library that this project ships, beside the application.</summary>
public sealed class PackagedLibraryTests(PackagedLibraryTests.Fixture fixture) : IClassFixture<PackagedLibraryTests.Fixture>
{
    private readonly ProbeApp _app = fixture.App;

    public sealed class Fixture : IDisposable
    {
        public ProbeApp App { get; } = new();

        public string Library { get; }

        public Fixture() => Library = App.AddPackagedLibrary();

        public void Dispose() => App.Dispose();
    }

    [Fact]
    public void It_is_found_beside_the_application()
    {
        ProbeResult result = _app.Run("load").Succeeded();
        AssertIsPackaged(result, fixture.Library);
        Assert.Equal("GNU OpenMP", result["threading"]);
        Assert.Contains("Math Kernel Library", result["version"], StringComparison.Ordinal);
        Assert.Contains("ILP64", result["build"], StringComparison.Ordinal);
    }

    [Fact]
    public void Its_threads_spin_only_briefly_unless_the_user_decides()
    {
        Assert.Equal("3000", _app.Run("load").Succeeded()["spin"]);
        Assert.Equal("77", _app.Run("load", ("GOMP_SPINCOUNT", "77")).Succeeded()["spin"]);
        Assert.Equal("unset", _app.Run("load", ("OMP_WAIT_POLICY", "active")).Succeeded()["spin"]);
    }

    [Fact]
    public void It_is_found_in_the_native_folder_of_a_package()
    {
        using var app = new ProbeApp();
        string library = app.AddPackagedLibrary($"runtimes/{PlatformNames.RuntimeIdentifier}/native");
        AssertIsPackaged(app.Run("load").Succeeded(), library);
    }

    [Fact]
    public void It_brings_its_own_OpenMP_runtime() =>
        Assert.Equal(Path.Combine(_app.Path, "libgomp.so.1"), _app.Run("load").Succeeded()["openmp"]);

    [Fact]
    public void LOWRANK_NATIVE_PATH_names_a_file()
    {
        using var app = new ProbeApp();
        AssertIsPackaged(app.Run("load", ("LOWRANK_NATIVE_PATH", fixture.Library)).Succeeded(), fixture.Library);
    }

    [Fact]
    public void LOWRANK_NATIVE_PATH_names_a_folder()
    {
        using var app = new ProbeApp();
        AssertIsPackaged(app.Run("load", ("LOWRANK_NATIVE_PATH", _app.Path)).Succeeded(), fixture.Library);
    }

    [Fact]
    public void The_programs_path_comes_before_the_environments()
    {
        using var app = new ProbeApp();
        string wrong = app.Write("wrong.so", "This is no library.\n");
        AssertIsPackaged(app.Run($"--path:{fixture.Library} load", ("LOWRANK_NATIVE_PATH", wrong)).Succeeded(), fixture.Library);
    }

    [Fact]
    public void A_link_to_it_is_followed()
    {
        using var app = new ProbeApp();
        app.Link(fixture.Library, "liblowrank_mkl.so");
        AssertIsPackaged(app.Run("load").Succeeded(), fixture.Library);
    }

    [Fact]
    public void What_steers_the_search_is_locked_after_first_use()
    {
        ProbeResult result = _app.Run("locked").Succeeded();
        const string refusal = "InvalidOperationException: LowRankEnvironment.";
        Assert.StartsWith(refusal + "NativeLibraryPath", result["locked.path"], StringComparison.Ordinal);
        Assert.StartsWith(refusal + "Reproducible", result["locked.reproducible"], StringComparison.Ordinal);
        Assert.Equal("null", result["locked.pathAfter"]);
        Assert.Contains(fixture.Library, result["locked.path"], StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_says_what_where_and_how()
    {
        ProbeResult result = _app.Run("load describe").Succeeded();
        Assert.All(
            [
                "Intel MKL, trimmed", fixture.Library, result["version"], result["build"], "GNU OpenMP",
                $"{"Threads",-20}{result["threads"]}\n", $"{"Reproducible",-20}no", PlatformNames.RuntimeIdentifier,
                $".NET {Environment.Version}", $"{Environment.ProcessorCount} logical",
            ],
            fact => Assert.Contains(fact, result["describe"], StringComparison.Ordinal));
    }

    /// <summary>With the kernels that the processor's features choose, and with those that MKL chooses by its vendor
    /// (native/dispatch.c).</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Every_function_computes_the_right_thing(string vendorDispatch) =>
        FunctionErrors.AssertAllRight(_app.Run("functions", ("LOWRANK_MKL_VENDOR_DISPATCH", vendorDispatch)));

    [Fact]
    public void Sixteen_threads_at_once_get_the_right_answers() => ConcurrentUse.AssertRight(_app.Run("call16"));

    [Fact]
    public void The_thread_count_can_be_set_for_the_process_and_for_a_call() =>
        ThreadCounts.AssertRight(_app.Run("threads"), limits: true);

    [Fact]
    public void The_thread_count_can_be_set_before_the_library_is_loaded() =>
        Assert.Equal("1", _app.Run("--threads:1 load").Succeeded()["threads"]);

    [Fact]
    public void A_limit_bounds_the_threads_that_are_started()
    {
        int threads = (int)_app.Run("load").Succeeded().Number("threads");
        Assert.SkipWhen(threads < 2, "This machine has one core: there is nothing to limit.");
        double one = _app.Run("workers:1").Succeeded().Number("workers");
        double two = _app.Run("workers:2").Succeeded().Number("workers");
        Assert.Equal(one + 1, two);
    }

    [Fact]
    public void Reproducible_results_have_the_same_bits_for_any_thread_count_and_alignment() => Reproducibility.AssertSameBits(_app);

    [Fact]
    public void Reproducible_mode_is_described_and_no_limit_changes_it()
    {
        ProbeResult result = _app.Run("--reproducible --threads:2 describe threads").Succeeded();
        Assert.Contains($"{"Reproducible",-20}yes", result["describe"], StringComparison.Ordinal);
        Assert.Contains($"{"Threads",-20}1\n", result["describe"], StringComparison.Ordinal);
        Assert.Equal("1", result["limitMax"]);
        Assert.Equal("1", result["global2"]);
    }

    private static void AssertIsPackaged(ProbeResult result, string path)
    {
        Assert.Equal(nameof(LibraryKind.TrimmedMkl), result["kind"]);
        Assert.Equal(path, result["path"]);
        Assert.Equal("19 22 43 50", result["product"]);
    }
}
