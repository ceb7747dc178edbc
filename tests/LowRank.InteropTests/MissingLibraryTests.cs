using System.Diagnostics;
using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>No library, or a wrong one: an exception that says all, and a process that lives on.</summary>
public sealed class MissingLibraryTests : IDisposable
{
    private const string Name = "liblowrank_mkl.so";
    private readonly ProbeApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Without_any_library_the_exception_lists_every_place_and_the_cures()
    {
        ProbeResult result = _app.Run("load", _app.HidingAll()).FoundNothing();

        Assert.Equal("no such file", result.Reason(Path.Combine(_app.Path, Name)));
        Assert.Equal("no such file", result.Reason(Path.Combine(_app.Path, "runtimes", PlatformNames.RuntimeIdentifier, "native", Name)));
        Assert.All(PlatformNames.MklRuntime.Concat(PlatformNames.OpenBlas), name => Assert.Contains(name, result.Attempts));
        Assert.Equal(PlatformNames.RuntimeIdentifier, result["rid"]);
        Assert.All(
            [
                "on linux-x64", "LowRank.Native.linux-x64", "LOWRANK_NATIVE_PATH", "NativeLibraryPath", "libopenblas64-0-pthread",
                "libmkl-rt", "MKLROOT",
            ],
            cure => Assert.Contains(cure, result["message"], StringComparison.Ordinal));
    }

    [Fact]
    public void MKLROOT_is_looked_at_and_named()
    {
        ProbeResult result = _app.Run("load", _app.HidingAll(), ("MKLROOT", _app.Path)).FoundNothing();
        Assert.Equal("no such folder", result.Reason(Path.Combine(_app.Path, "lib")));
        Assert.Equal("no such folder", result.Reason(Path.Combine(_app.Path, "lib/intel64")));
    }

    [Fact]
    public void Sixteen_threads_that_find_nothing_get_the_same_exception()
    {
        ProbeResult result = _app.Run("fail16", _app.HidingAll()).FoundNothing();
        Assert.Equal("16", result["fail16.caught"]);
        Assert.Equal("1", result["fail16.different"]);
    }

    [Fact]
    public void Describe_says_that_there_is_none_and_does_not_throw()
    {
        ProbeResult result = _app.Run("describe", _app.HidingAll()).Succeeded();
        Assert.Contains("not found", result["describe"], StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_app.Path, Name), result["describe"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_file_under_the_name_is_passed_over_with_the_loaders_words()
    {
        string file = _app.Write(Name, new string('x', 4096));
        ProbeResult result = _app.Run("load", _app.HidingAll()).FoundNothing();
        Assert.Equal("invalid ELF header", result.Reason(file));
    }

    [Fact]
    public void A_library_without_the_functions_is_passed_over()
    {
        string file = _app.Copy(NativeFiles.OpenMp, Name);
        ProbeResult result = _app.Run("load", _app.HidingAll()).FoundNothing();
        int all = LibraryLoader.RequiredNames.Count;
        Assert.StartsWith($"lacks {all} of {all} functions: cblas_dgemm, ", result.Reason(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_lacks_one_function_is_passed_over_with_its_name()
    {
        string file = Compile(Name, Functions(except: "zheevd_"));
        ProbeResult result = _app.Run("load", _app.HidingAll()).FoundNothing();
        Assert.Contains("lacks 1 of", result.Reason(file), StringComparison.Ordinal);
        Assert.Contains("zheevd_", result.Reason(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_with_suffixed_functions_is_passed_over_with_the_suffix()
    {
        string file = Compile(Name, "void cblas_dgemm64_(void) {}\n");
        ProbeResult result = _app.Run("load", _app.HidingAll()).FoundNothing();
        Assert.Contains("suffix 64_", result.Reason(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_ABI_version_is_refused_with_both_numbers()
    {
        string file = Compile(Name, Functions() + "int lowrank_native_abi_version(void) { return 99; }\n");
        ProbeResult result = _app.Run("load", _app.HidingAll()).FoundNothing();
        Assert.Contains($"ABI version 99, and {NativeServices.AbiVersion} is needed", result.Reason(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_with_32_bit_integers_is_refused()
    {
        string file = Compile("liblp64.so", Functions(except: "dpotrf_") + """
            void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info)
            {
                a[0] = 2; a[1] = 1; a[3] = 3; *info = 0;
            }
            """);
        ProbeResult result = _app.Run("load", ("LOWRANK_NATIVE_PATH", file)).FoundNothing();
        Assert.Contains("32-bit integers (LP64)", result.Reason(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_computes_wrongly_is_refused()
    {
        string file = Compile("libwrong.so", Functions(except: "dpotrf_") + """
            void dpotrf_(const char *uplo, const long *n, double *a, const long *lda, long *info)
            {
                a[0] = 2; a[1] = 1; a[3] = 4; *info = 0;
            }
            """);
        ProbeResult result = _app.Run("load", ("LOWRANK_NATIVE_PATH", file)).FoundNothing();
        Assert.Equal("failed the self-test: dpotrf gave 2, 1, 4", result.Reason(file));
    }

    [Fact]
    public void An_explicit_path_that_is_wrong_is_the_only_one_tried()
    {
        _app.AddPackagedLibrary();
        foreach (string path in (string[])[Path.Combine(_app.Path, "absent"), Directory.CreateDirectory(_app.Entry("empty")).FullName])
        {
            ProbeResult fromEnvironment = _app.Run("load", ("LOWRANK_NATIVE_PATH", path)).FoundNothing();
            Assert.Equal([path], fromEnvironment.Attempts);
            ProbeResult fromProgram = _app.Run($"--path:{path} load").FoundNothing();
            Assert.Equal([path], fromProgram.Attempts);
        }
    }

    /// <summary>All functions, empty.</summary>
    private static string Functions(string except = "") =>
        string.Concat(LibraryLoader.RequiredNames.Where(name => name != except).Select(name => $"void {name}(void) {{}}\n"));

    private string Compile(string name, string source)
    {
        string code = _app.Write("source.c", source), library = _app.Entry(name);
        try
        {
            var start = new ProcessStartInfo("cc", ["-shared", "-fPIC", "-w", "-o", library, code]) { RedirectStandardError = true };
            using var compiler = Process.Start(start)!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no C compiler (cc) to make the wrong library with.");
        }

        return library;
    }
}
