namespace LowRank.Compare.Workers;

/// <summary>How a worker process is started.</summary>
/// <param name="Name">What tables call it: the BLAS, or how the library computes.</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables to be set; null: to be removed.</param>
internal sealed record WorkerSpec(
    string Name, string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Environment);

/// <summary>The workers that there are.</summary>
/// <param name="Threads">The threads that each may use.</param>
/// <param name="Python">The Python that has NumPy, SciPy and scikit-learn.</param>
/// <param name="MklRuntime">A stock <c>libmkl_rt.so</c>; null: there is none.</param>
/// <param name="MklInterface">The folder of <c>libmkl_gf_lp64.so</c>, where it is not beside <paramref name="MklRuntime"/>.</param>
/// <param name="MklDispatch">What <c>bench/peers/dispatch.c</c> compiles to; null: MKL asks for the processor's vendor, as Intel ships
/// it.</param>
internal sealed record WorkerSpecs(
    int Threads, string Python, string? MklRuntime = null, string? MklInterface = null, string? MklDispatch = null)
{
    // One object of each kind: the pool knows its workers by them.
    public WorkerSpec LowRank => field ??= OfThisProgram("MKL", "lowrank");

    public WorkerSpec MathNet => field ??= OfThisProgram("managed", "mathnet");

    public WorkerSpec PythonOnOpenBlas => field ??= OfPython("OpenBLAS", "openblas", []);

    /// <summary>Null where there is no MKL that a Python could use.</summary>
    public WorkerSpec? PythonOnMkl => MklRuntime is null ? null : field ??= OfPython("MKL", "mkl", new()
    {
        // First in the global scope, so that NumPy and SciPy call it and not the BLAS that they were linked with; and libgomp before it,
        // for it does not name the OpenMP that it needs.
        ["LD_PRELOAD"] = string.Join(
            ':', new[] { MklDispatch, Path.Combine(AppContext.BaseDirectory, "libgomp.so.1"), MklRuntime }.OfType<string>()),
        ["LD_LIBRARY_PATH"] = string.Join(':', new[] { MklInterface, Path.GetDirectoryName(MklRuntime) }.OfType<string>()),
        // Debian's NumPy and SciPy pass 32-bit integers and follow gfortran's conventions.
        ["MKL_INTERFACE_LAYER"] = "LP64,GNU",
        ["MKL_THREADING_LAYER"] = "GNU",
    });

    private WorkerSpec OfThisProgram(string name, string library) =>
        new(name, "dotnet", ["exec", typeof(WorkerSpecs).Assembly.Location, "worker", library, "--threads", $"{Threads}"], Common());

    private WorkerSpec OfPython(string name, string blas, Dictionary<string, string?> own)
    {
        Dictionary<string, string?> all = Common();
        foreach ((string variable, string? value) in own)
        {
            all[variable] = value;
        }

        // Unbuffered, and without the user's own packages: -I would also drop the environment that Python itself needs.
        return new WorkerSpec(name, Python, ["-s", "-u", Path.Combine(AppContext.BaseDirectory, "peers", "worker.py"), blas], all);
    }

    private Dictionary<string, string?> Common() => new()
    {
        ["OMP_NUM_THREADS"] = $"{Threads}",
        ["MKL_NUM_THREADS"] = $"{Threads}",
        ["OPENBLAS_NUM_THREADS"] = $"{Threads}",
        // The short spin that LowRank sets for itself (LibraryLoader.CalmOpenMp), for its peers too: none gains by it.
        ["GOMP_SPINCOUNT"] = "3000",
        ["OMP_WAIT_POLICY"] = null,
        // Each BLAS picks its own kernels for this processor.
        ["OPENBLAS_CORETYPE"] = null,
        ["OPENBLAS_L2_SIZE"] = null,
        ["MKL_ENABLE_INSTRUCTIONS"] = null,
        ["MKL_DEBUG_CPU_TYPE"] = null,
        ["PYTHONPATH"] = null,
    };
}
