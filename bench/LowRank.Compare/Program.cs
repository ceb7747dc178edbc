using System.CommandLine;
using LowRank;
using LowRank.Compare;
using LowRank.Compare.Workers;
using LowRank.IO;
using Samples;

const int Failed = 1;
const int Cancelled = 130; // what a shell expects after SIGINT

Option<string[]> filter = new("--filter") { Description =
    "Runs the cases whose names contain one of these words (or match them, with * for anything).", AllowMultipleArgumentsPerToken = true };
Option<string[]> against = new("--against") { Description = "Runs only those peers whose name, BLAS or call contains one of these words.",
    AllowMultipleArgumentsPerToken = true };
Option<bool> list = new("--list") { Description = "Lists the cases that would run, and runs none." };
Option<int> runs = new("--runs") { Description = "The timed runs of each candidate.", DefaultValueFactory = _ => 7 };
Option<bool> quick = new("--quick") { Description = "Three runs, one warm-up, no measurement of memory: for a look, not for a report." };
Option<int> threads = new(
    "--threads") { Description = "The threads that each library may use.", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<DirectoryInfo> output = new("--output") { Description = "Where results.json, table.md and the drawings go.",
    DefaultValueFactory = _ => new DirectoryInfo("artifacts/compare") };
Option<DirectoryInfo?> data = new("--data") { Description = "The folder with the four gzip'd IDX files of Fashion-MNIST." };
Option<string> python = new(
    "--python") { Description = "The Python that has NumPy, SciPy and scikit-learn.", DefaultValueFactory = _ => "/usr/bin/python3" };
Option<FileInfo?> mklRuntime = new("--mkl-rt") { Description = "A stock libmkl_rt.so, for the peers in Python." };
Option<DirectoryInfo?> mklInterface = new(
    "--mkl-interface") { Description = "The folder of libmkl_gf_lp64.so, where it is not beside libmkl_rt.so." };
Option<FileInfo?> mklDispatch = new(
    "--mkl-dispatch") { Description = "bench/peers/dispatch.c, compiled: lets the stock MKL choose its kernels as LowRank's does." };

RootCommand command = new("The same work in LowRank and in its peers, every answer checked before it is timed.")
{
    filter, against, list, runs, quick, threads, output, data, python, mklRuntime, mklInterface, mklDispatch,
};
command.SetAction((arguments, cancellationToken) => Guarded(() => new CompareProgram(new CompareSettings
{
    Filters = arguments.GetValue(filter) ?? [],
    Against = arguments.GetValue(against) ?? [],
    ListsOnly = arguments.GetValue(list),
    Runs = Math.Max(1, arguments.GetValue(runs)),
    IsQuick = arguments.GetValue(quick),
    OutputFolder = arguments.GetValue(output)!.FullName,
    DataFolder = arguments.GetValue(data)?.FullName,
    Workers = new WorkerSpecs(
        arguments.GetValue(threads),
        arguments.GetValue(python)!,
        arguments.GetValue(mklRuntime)?.FullName,
        arguments.GetValue(mklInterface)?.FullName,
        arguments.GetValue(mklDispatch)?.FullName),
}).RunAsync(cancellationToken)));

// This program is its own workers too.
Argument<string> library = new("library") { Description = "lowrank or mathnet." };
System.CommandLine.Command worker = new("worker", "Serves a comparison over standard input and output.") { library, threads };
worker.Hidden = true;
worker.SetAction(arguments =>
{
    int count = arguments.GetValue(threads);
    LowRankEnvironment.ThreadCount = count;
    IJobs jobs = arguments.GetValue(library) switch
    {
        "lowrank" => new LowRankJobs(),
        "mathnet" => new MathNetJobs(count),
        string other => throw new NotSupportedException($"There is no worker for '{other}'."),
        null => throw new InvalidOperationException(),
    };
    new WorkerLoop(jobs).Run(Console.In, Console.Out);
});
command.Subcommands.Add(worker);

InvocationConfiguration configuration = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(2) };
int status = await command.Parse(args).InvokeAsync(configuration);
if (status == Cancelled)
{
    Console.Error.WriteLine("Cancelled.");
}

return status;

static async Task<int> Guarded(Func<Task<int>> work)
{
    try
    {
        return await work();
    }
    catch (OperationCanceledException)
    {
        return Cancelled;
    }
    catch (Exception exception) when (
        exception is WorkerException or MatrixFileException or NativeLibraryNotFoundException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return Failed;
    }
}
