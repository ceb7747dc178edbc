// The build. build.sh is its only caller: it checks the prerequisites and passes the caller's arguments on in
// LOWRANK_ARGUMENTS, one a line.
#nullable enable

using System.Diagnostics;
using System.Security.Cryptography;
using System.Xml.Linq;

string root = MakeAbsolute(Directory(".")).FullPath;
string artifacts = $"{root}/artifacts";
string[] callerArguments = (EnvironmentVariable("LOWRANK_ARGUMENTS") ?? "")
    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
    .SkipWhile(argument => argument == "--")
    .ToArray();

// What is linked for which runtime identifier: the script that prints the folder of the parts, the CMake variable that takes it, and
// the files that come out, the library first. native/CMakeLists.txt says how to add one.
NativeRecipe[] nativeRecipes =
[
    new("linux-x64", "Intel MKL's static archives", "fetch-mkl.sh", "MKL_ARCHIVES", ["liblowrank_mkl.so", "libgomp.so.1"]),
];

Task("Native")
    .Description("Links the trimmed native library from Intel MKL.")
    .Does(() =>
{
    NativeRecipe recipe = nativeRecipes.FirstOrDefault(candidate => candidate.Rid == HostRid())
        ?? throw new CakeException(1, $"There is no native library for {HostRid()} yet, only for {string.Join(", ", nativeRecipes.Select(known => known.Rid))}.");
    string output = $"{artifacts}/native/{recipe.Rid}";
    string work = $"{artifacts}/obj/native/{recipe.Rid}";
    string stamp = $"{work}/inputs.txt";

    // Contents, not times: a checkout changes times.
    string inputs = NativeInputs(recipe);
    if (recipe.Files.All(file => System.IO.File.Exists($"{output}/{file}"))
        && System.IO.File.Exists(stamp) && System.IO.File.ReadAllText(stamp) == inputs)
    {
        return;
    }

    Step($"Fetching {recipe.Parts}");
    string archives = Capture($"{root}/native/{recipe.Fetch}");

    Step($"Linking {output}/{recipe.Files[0]}");
    // Anew, not in the old build folder: it takes two seconds, and a stale CMake cache cannot mislead it.
    CleanDirectory(work);
    Quietly("cmake", ["-S", $"{root}/native", "-B", work, $"-D{recipe.FolderVariable}={archives}", $"-DLOWRANK_OUTPUT={output}"]);
    Quietly("cmake", ["--build", work]);
    System.IO.File.WriteAllText(stamp, inputs);
});

Task("Build")
    .Description("Builds the solution.")
    .Does(() =>
{
    Step("Building LowRank.sln");
    // As `dotnet build` does it, less the summary that it insists on.
    Run("dotnet", ["msbuild", $"{root}/LowRank.sln", "-restore", "-p:Configuration=Release", "-nologo", "-v:quiet", "-tl:off"]);
});

Task("Test")
    .Description("Runs every test and writes the totals to artifacts/test-results/summary.txt.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .IsDependentOn("Pack")   // LowRank.PackageTests installs the packed files
    .Does(() =>
{
    Dictionary<string, string?> environment = TestPeers();
    string results = $"{artifacts}/test-results";
    CleanDirectory(results);

    var outcomes = new List<TestOutcome>();
    var broken = new List<string>();
    foreach (string project in GetFiles($"{root}/tests/**/*Tests.csproj").Select(file => file.FullPath).Order())
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(project);
        Step($"Testing {name}");
        string trx = $"{results}/{name}.trx";
        int status = Start("dotnet",
            ["test", project, "-c", "Release", "--no-build", "--nologo", "-v", "quiet", "--results-directory", results,
             "--logger", $"trx;LogFileName={name}.trx", "--logger", "console;verbosity=quiet", .. callerArguments],
            environment);

        TestOutcome[] found = System.IO.File.Exists(trx) ? ReadOutcomes(trx) : [];
        outcomes.AddRange(found);
        // A runner that dies, or finds nothing, is a failure too. With the caller's filter a project may well be empty.
        if (found.Length == 0 && callerArguments.Length == 0)
        {
            broken.Add($"{name} ran no test (exit code {status})");
        }
        else if (status != 0 && !found.Any(outcome => outcome.IsFailed))
        {
            broken.Add($"{name}'s runner ended with exit code {status} though no test of it failed");
        }
    }
    if (outcomes.Count == 0 && broken.Count == 0)
    {
        broken.Add("no test ran at all");
    }

    foreach (TestOutcome outcome in outcomes.Where(outcome => outcome.IsSkipped))
    {
        Console.WriteLine($"skipped: {outcome.Name}: {outcome.Message}");
    }
    foreach (TestOutcome outcome in outcomes.Where(outcome => outcome.IsFailed))
    {
        Console.WriteLine($"FAILED: {outcome.Name}\n    {outcome.Message.ReplaceLineEndings("\n    ")}");
    }
    foreach (string reason in broken)
    {
        Console.WriteLine($"FAILED: {reason}.");
    }

    int failed = outcomes.Count(outcome => outcome.IsFailed) + broken.Count;
    int skipped = outcomes.Count(outcome => outcome.IsSkipped);
    string summary = $"{outcomes.Count(outcome => outcome.IsPassed)} passed, {failed} failed, {skipped} skipped";
    System.IO.File.WriteAllText($"{results}/summary.txt", summary + "\n");   // build.sh prints it, last
    if (failed > 0)
    {
        throw new CakeException(1, $"{failed} failed; details stand above and in artifacts/test-results.");
    }
});

Task("Api")
    .Description("Renews the files of the public API.")
    .Does(() =>
{
    // Lowest first. The analyzer names each public member that no file has; with an empty file that is all of them.
    foreach (string project in new[] { "interop/LowRank.Interop", "src/LowRank", "src/LowRank.MathNet", "src/LowRank.Models" })
    {
        Step($"Writing {project}/PublicAPI.Unshipped.txt");
        string file = $"{root}/{project}/PublicAPI.Unshipped.txt";
        System.IO.File.WriteAllText(file, "#nullable enable\n");
        string output = Capture("dotnet", "build", $"{root}/{project}", "-c", "Release", "-nologo", "-p:TreatWarningsAsErrors=false");
        IEnumerable<string> members = System.Text.RegularExpressions.Regex
            .Matches(output, $"RS0016: Symbol '(.*)' is not part of the declared public API .*{System.IO.Path.GetFileName(project)}[.]csproj")
            .Select(match => match.Groups[1].Value).Distinct()
            .OrderBy(member => member, StringComparer.OrdinalIgnoreCase).ThenBy(member => member, StringComparer.Ordinal);
        System.IO.File.WriteAllText(file, "#nullable enable\n" + string.Concat(members.Select(member => member + "\n")));
    }
});

Task("Demo")
    .Description("Runs the main job on Fashion-MNIST.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    Step("Getting Fashion-MNIST");
    string data = FashionMnist();
    Step("Running the demo");
    RunProject("samples/FashionMnist", ["--data", data, "--output", $"{artifacts}/demo", .. callerArguments]);
});

Task("Training")
    .Description("Trains a classifier with exact and with sampled products.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    Step("Getting Fashion-MNIST");
    string data = FashionMnist();
    Step("Training");
    RunProject("samples/ColumnRowTraining", ["--data", data, "--output", $"{artifacts}/training", .. callerArguments]);
});

Task("Sample")
    .Description("Runs one of the samples: the first argument names it.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    // The folder of each below samples/, and whether it works on Fashion-MNIST.
    var samples = new Dictionary<string, (string Folder, bool NeedsImages)>
    {
        ["fashion-components"] = ("FashionComponents", true),
        ["image-compression"] = ("ImageCompression", true),
        ["kernel-regression"] = ("KernelRegression", true),
        ["text-search"] = ("TextSearch", false),
    };
    string names = string.Join(", ", samples.Keys);
    if (callerArguments.Length == 0 || !samples.TryGetValue(callerArguments[0], out (string Folder, bool NeedsImages) sample))
    {
        throw new CakeException(2, $"./build.sh sample NAME takes one of these names: {names}.");
    }

    List<string> arguments = ["--output", $"{artifacts}/samples/{callerArguments[0]}"];
    if (sample.NeedsImages)
    {
        Step("Getting Fashion-MNIST");
        arguments.AddRange(["--data", FashionMnist()]);
    }

    Step($"Running samples/{sample.Folder}");
    RunProject($"samples/{sample.Folder}", [.. arguments, .. callerArguments[1..]]);
});

Task("Readme")
    .Description("Runs the demo and puts its table into README.md.")
    .IsDependentOn("Demo")
    .Does(() =>
{
    PutIntoReadme("demo", $"{artifacts}/demo/table.md");
});

Task("Bench-Readme")
    .Description("Puts the latest results of the column-row benchmark into README.md.")
    .Does(() => PutIntoReadme("column-row", $"{root}/bench/results/column-row-readme.md"));

Task("Bench")
    .Description("Runs the benchmarks.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    Step("Getting Fashion-MNIST");
    System.Environment.SetEnvironmentVariable("LOWRANK_FASHION_MNIST", FashionMnist());
    Step("Running the benchmarks");
    RunProject("bench/LowRank.Benchmarks", callerArguments);
});

Task("Compare")
    .Description("Runs the same work in LowRank and in its peers.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    List<string> found = ["--output", $"{artifacts}/compare"];
    if (!callerArguments.Contains("--list"))
    {
        Step("Getting Fashion-MNIST, and the stock MKL for the peers in Python");
        string libraries = "usr/lib/x86_64-linux-gnu";
        Optional("the cases on Fashion-MNIST", () =>
            found.AddRange(["--data", Fetch("fashion-mnist", "main", "dataset-fashion-mnist") + "/usr/share/datasets/fashion-mnist"]));
        Optional("the peers on MKL", () =>
        {
            // Debian's NumPy passes 32-bit integers, which the loader's tests do not need.
            string runtime = FetchMklRuntime();
            string lp64 = Fetch("mkl-gf-lp64", "non-free", "libmkl-gf-lp64");
            found.AddRange(["--mkl-rt", $"{runtime}/{libraries}/libmkl_rt.so", "--mkl-interface", $"{lp64}/{libraries}"]);
            // With the kernels that ours takes too, or the comparison would be one of processors' vendors.
            string dispatch = $"{artifacts}/obj/peers/libdispatch.so";
            EnsureDirectoryExists($"{artifacts}/obj/peers");
            Quietly("gcc", ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", dispatch, $"{root}/bench/peers/dispatch.c"]);
            found.AddRange(["--mkl-dispatch", dispatch]);
        });
    }
    Step("Comparing");
    RunProject("bench/LowRank.Compare", [.. found, .. callerArguments]);

    static void Optional(string what, Action fetch)
    {
        try
        {
            fetch();
        }
        catch (CakeException exception)
        {
            Console.WriteLine($"warning: {what} are left out: {exception.Message}");
        }
    }
});

Task("Fuzz")
    .Description("Feeds the tool's readers mutated files, 100 000 a format.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    Step("Fuzzing the readers of the tool");
    RunProject("bench/LowRank.Fuzz", callerArguments);
});

Task("Honesty")
    .Description("Tries what error estimates promise, and puts the table into docs/accuracy.md.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    Step("Errors against what is said of them");
    RunProject("bench/LowRank.Honesty", callerArguments);
    PutInto("docs/accuracy.md", "honesty", $"{artifacts}/honesty/table.md");
});

Task("Mutate")
    .Description("Breaks one folder of the library on purpose, a place at a time, and counts what its tests notice.")
    .IsDependentOn("Native")
    .Does(() =>
{
    string folder = callerArguments.FirstOrDefault() ?? "Errors";
    string[] others = callerArguments.Skip(1).TakeWhile(argument => !argument.StartsWith('-')).ToArray();
    string[] tests = [folder, .. others];
    string? unknown = tests.FirstOrDefault(name => !DirectoryExists($"{root}/tests/LowRank.Tests/{name}"));
    if (unknown is not null || !DirectoryExists($"{root}/src/LowRank/{folder}"))
    {
        throw new CakeException(2, "./build.sh mutate FOLDER [FOLDERS OF MORE TESTS] [STRYKER'S OPTIONS] takes a folder of src/LowRank, "
            + $"and folders of tests/LowRank.Tests; {unknown ?? folder} is none.");
    }

    // The tests of that folder, and of those that the caller names: others would find some more, but all of them would take days.
    string classes = string.Join('|', tests.SelectMany(name => GetFiles($"{root}/tests/LowRank.Tests/{name}/*.cs"))
        .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(
            System.IO.File.ReadAllText(file.FullPath), @"^public (?:sealed )?class (\w+)",
            System.Text.RegularExpressions.RegexOptions.Multiline))
        .Select(match => $"FullyQualifiedName~.{match.Groups[1].Value}."));
    string[] filter = callerArguments.Contains("--test-case-filter") ? [] : ["--test-case-filter", classes];
    string[] files = callerArguments.Contains("--mutate") ? [] : ["--mutate", $"**/{folder}/**/*.cs"];
    string output = $"{artifacts}/mutation/{folder}";
    CleanDirectory(output);
    Step($"Mutating src/LowRank/{folder}");
    // xunit.v3 starts a process of its own for the tests. VSTest, which is Stryker's default, does not tell that process which mutant
    // is on, so that every mutant would survive.
    Run("env", ["-C", $"{root}/tests/LowRank.Tests", "dotnet", "stryker", "--test-runner", "mtp", "--project", "LowRank.csproj",
        "--configuration", "Release", .. files, .. filter, "--reporter", "Html", "--reporter", "Json", "--skip-version-check",
        "--output", output, .. callerArguments.Skip(1 + others.Length)]);

    Mutant[] mutants = ReadMutants($"{output}/reports/mutation-report.json");
    foreach (Mutant mutant in mutants.Where(mutant => mutant.Status != "Killed"))
    {
        Console.WriteLine($"{mutant.Status}: {mutant.File}:{mutant.Line}: {mutant.Kind}: {mutant.Replacement}");
    }
    int noticed = mutants.Count(mutant => mutant.Status is "Killed" or "Timeout");
    string counts = string.Join(", ", mutants.CountBy(mutant => mutant.Status).OrderBy(count => count.Key, StringComparer.Ordinal)
        .Select(count => $"{count.Value} {count.Key}"));
    if (noticed == 0)
    {
        throw new CakeException(1, $"No mutant was noticed ({counts}): surely the tests have not run against them.");
    }
    Step(FormattableString.Invariant($"{100.0 * noticed / mutants.Length:F1} % of {mutants.Length} mutants noticed: {counts}"));
});

Task("Pack")
    .Description("Writes the NuGet packages to artifacts/packages.")
    .IsDependentOn("Native")
    .IsDependentOn("Build")
    .Does(() =>
{
    Step("Packing");
    CleanDirectory($"{artifacts}/packages");
    Run("dotnet", ["pack", $"{root}/LowRank.sln", "-c", "Release", "--no-build", "--nologo", "-v", "quiet", "-tl:off",
        "-o", $"{artifacts}/packages"]);
    foreach (FilePath package in GetFiles($"{artifacts}/packages/*.nupkg"))
    {
        Console.WriteLine($"{package.GetFilename()}  {new FileInfo(package.FullPath).Length / 1e6:F1} MB");
    }
});

Task("Clean")
    .Description("Deletes artifacts/.")
    .Does(() =>
{
    Step($"Deleting {artifacts}");
    if (DirectoryExists(artifacts))
    {
        DeleteDirectory(artifacts, new DeleteDirectorySettings { Recursive = true, Force = true });
    }
});

RunTarget(Argument("target", "Test"));

// ---------------------------------------------------------------- README

// What stands between the marks NAME:begin and NAME:end is replaced.
void PutIntoReadme(string name, string file) => PutInto("README.md", name, file);

void PutInto(string page, string name, string file)
{
    if (!System.IO.File.Exists(file))
    {
        throw new CakeException(1, $"{file} is not there: run what measures it first.");
    }
    string begin = $"<!-- {name}:begin -->\n", end = $"<!-- {name}:end -->";
    string readme = System.IO.File.ReadAllText($"{root}/{page}");
    int from = readme.IndexOf(begin) + begin.Length;
    int to = readme.IndexOf(end, from);
    if (from < begin.Length || to < 0)
    {
        throw new CakeException(1, $"{page} lacks its {name}:begin and {name}:end marks.");
    }
    System.IO.File.WriteAllText($"{root}/{page}", $"{readme[..from]}\n{System.IO.File.ReadAllText(file).Trim()}\n\n{readme[to..]}");
    Step($"Wrote {page}");
}

// ---------------------------------------------------------------- native

string HostRid()
{
    string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
    return $"{system}-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
}

string NativeInputs(NativeRecipe recipe)
{
    var lines = new List<string>();
    foreach (string name in new[] { "CMakeLists.txt", "check-exports.cmake", "dispatch.c", "exports.txt", recipe.Fetch, "handshake.c", $"rids/{recipe.Rid}.cmake" })
    {
        byte[] hash = SHA256.HashData(System.IO.File.ReadAllBytes($"{root}/native/{name}"));
        lines.Add($"{name} {Convert.ToHexString(hash)}");
    }
    // Debian's archives are fixed by fetch-mkl.sh; an MKL of the user's may be replaced where it stands.
    string? mklRoot = EnvironmentVariable("MKLROOT");
    if (!string.IsNullOrEmpty(mklRoot))
    {
        string archives = Capture($"{root}/native/fetch-mkl.sh");
        lines.Add($"MKLROOT {archives}");
        lines.AddRange(new[] { "intel_ilp64", "gnu_thread", "core" }
            .Select(part => new FileInfo($"{archives}/libmkl_{part}.a"))
            .Select(file => $"{file.Name} {file.Length} {file.LastWriteTimeUtc:O}"));
    }
    return string.Join('\n', lines) + "\n";
}

// ---------------------------------------------------------------- tests

// The BLAS libraries other than ours that the loader must cope with, and the Python whose files the tool must read. Without them
// their tests are skipped, and say so.
Dictionary<string, string?> TestPeers()
{
    Step("Getting the tests' peers: stock mkl_rt, ILP64 OpenBLAS, NumPy and SciPy");
    var environment = new Dictionary<string, string?>();

    string libraries = "usr/lib/x86_64-linux-gnu";
    Peer("LOWRANK_TEST_MKL_RT", $"{libraries}/libmkl_rt.so", FetchMklRuntime);
    string? openBlas = Peer("LOWRANK_TEST_OPENBLAS64", $"{libraries}/openblas64-pthread/libopenblas64.so.0",
        () => Fetch("openblas64", "main", "libopenblas64-0-pthread", "libgfortran5", "libquadmath0"));
    if (openBlas is not null)
    {
        // Its Fortran runtime, last, for machines that have none.
        environment["LD_LIBRARY_PATH"] = string.Join(':',
            new[] { EnvironmentVariable("LD_LIBRARY_PATH"), $"{openBlas}/{libraries}" }.Where(path => !string.IsNullOrEmpty(path)));
    }
    PythonPeer();
    return environment;

    // The tool's tests exchange files with NumPy and SciPy. Where the system's Python has none (or to try this, with
    // LOWRANK_TEST_FETCHED_PYTHON=1), Debian's are unpacked into the cache; they fit the Python of the same release only, and the
    // tests say so where they do not.
    void PythonPeer()
    {
        environment["LOWRANK_TEST_PYTHON_PACKAGES"] = null;
        bool isForced = EnvironmentVariable("LOWRANK_TEST_FETCHED_PYTHON") == "1";
        if (!System.IO.File.Exists("/usr/bin/python3")
            || (!isForced && Start("/bin/sh", ["-c", "/usr/bin/python3 -c 'import numpy, scipy.io, scipy.sparse' 2>/dev/null"]) == 0))
        {
            return;
        }
        try
        {
            environment["LOWRANK_TEST_PYTHON_PACKAGES"] = Fetch("python-scipy", "main",
                "python3-numpy", "python3-scipy", "python3-decorator", "libblas3", "liblapack3", "libgfortran5", "libquadmath0", "liblbfgsb0");
        }
        catch (CakeException exception)
        {
            Console.WriteLine($"warning: no NumPy and SciPy, so the tests that exchange files with them are skipped: {exception.Message}");
        }
    }

    string? Peer(string variable, string file, Func<string> fetch)
    {
        environment[variable] = null;   // a stale value of the caller's must not stand in for a failed fetch
        string reason = "the package lacks it";
        try
        {
            string folder = fetch();
            if (System.IO.File.Exists($"{folder}/{file}"))
            {
                environment[variable] = $"{folder}/{file}";
                return folder;
            }
        }
        catch (CakeException exception)
        {
            reason = exception.Message;
        }
        Console.WriteLine($"warning: no {System.IO.Path.GetFileName(file)}, so {variable} is not set and its tests are skipped: {reason}");
        return null;
    }
}

TestOutcome[] ReadOutcomes(string trx)
{
    XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    return XDocument.Load(trx).Root!.Elements(ns + "Results").Elements(ns + "UnitTestResult")
        .Select(result => new TestOutcome(
            (string)result.Attribute("testName")!,
            (string)result.Attribute("outcome")!,
            string.Join('\n', result.Descendants(ns + "Message").Concat(result.Descendants(ns + "StackTrace"))
                .DefaultIfEmpty(result.Descendants(ns + "StdOut").FirstOrDefault())
                .Select(element => element?.Value.Trim()))))
        .ToArray();
}

record NativeRecipe(string Rid, string Parts, string Fetch, string FolderVariable, string[] Files);

record TestOutcome(string Name, string Outcome, string Message)
{
    public bool IsPassed => Outcome == "Passed";
    public bool IsSkipped => Outcome == "NotExecuted";
    public bool IsFailed => !IsPassed && !IsSkipped;
}

// ---------------------------------------------------------------- mutants

// Those that were tried: neither left out by a filter nor refused by the compiler.
Mutant[] ReadMutants(string report)
{
    using var document = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText(report));
    return document.RootElement.GetProperty("files").EnumerateObject()
        .SelectMany(file => file.Value.GetProperty("mutants").EnumerateArray().Select(mutant => new Mutant(
            file.Name,
            mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(),
            mutant.GetProperty("mutatorName").GetString()!,
            string.Join(' ', mutant.GetProperty("replacement").GetString()!
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            mutant.GetProperty("status").GetString()!)))
        .Where(mutant => mutant.Status is not ("Ignored" or "CompileError"))
        .OrderBy(mutant => mutant.File, StringComparer.Ordinal).ThenBy(mutant => mutant.Line)
        .ToArray();
}

record Mutant(string File, int Line, string Kind, string Replacement, string Status);

// ---------------------------------------------------------------- processes

void Step(string text) => Console.WriteLine($"==> {text}");

// A stock MKL. It opens its parts by name when it is first called: the layers, and the kernels of the processor it finds.
string FetchMklRuntime() => Fetch("mkl-rt", "non-free",
    "libmkl-rt", "libmkl-core", "libmkl-intel-ilp64", "libmkl-gnu-thread", "libmkl-sequential",
    "libmkl-def", "libmkl-avx2", "libmkl-avx512", "libmkl-vml-def", "libmkl-vml-avx2", "libmkl-vml-avx512");

// Unpacks Debian packages into the user's cache, once, and says where.
string Fetch(string entry, string component, params string[] packages) =>
    Capture($"{root}/build/fetch-debian.sh", [entry, "--component", component, .. packages]);

string FashionMnist() => Fetch("fashion-mnist", "main", "dataset-fashion-mnist") + "/usr/share/datasets/fashion-mnist";

void RunProject(string project, IEnumerable<string> arguments)
{
    if (!DirectoryExists($"{root}/{project}"))
    {
        throw new CakeException(1, $"{project} is not in this checkout.");
    }
    Run("dotnet", ["run", "--no-build", "-c", "Release", "--project", $"{root}/{project}", "--", .. arguments]);
}

int Start(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
{
    var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false };
    foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
    {
        start.Environment[name] = value;
    }
    using Process process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}

void Run(string tool, IEnumerable<string> arguments)
{
    int status = Start(tool, arguments);
    if (status != 0)
    {
        throw new CakeException(status, $"{System.IO.Path.GetFileName(tool)} ended with exit code {status}.");
    }
}

// Standard output as one string; what the tool has to tell the user goes to standard error.
string Capture(string tool, params string[] arguments)
{
    var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
    using Process process = Process.Start(start)!;
    string output = process.StandardOutput.ReadToEnd().Trim();
    process.WaitForExit();
    return process.ExitCode == 0
        ? output
        : throw new CakeException(process.ExitCode, $"{System.IO.Path.GetFileName(tool)} ended with exit code {process.ExitCode}.");
}

// For talkative tools: their words are shown only if they fail.
void Quietly(string tool, IEnumerable<string> arguments)
{
    var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>&1", tool, .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    };
    using Process process = Process.Start(start)!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        Console.Error.Write(output);
        throw new CakeException(process.ExitCode, $"{tool} ended with exit code {process.ExitCode}.");
    }
}
