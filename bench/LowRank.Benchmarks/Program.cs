using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LowRank;
using LowRank.Benchmarks;

// The tables of docs/, by name.
Action<TextWriter>? table = args switch
{
    ["choosing"] => ChoosingTables.Print,
    ["column-selection"] => ColumnSelectionTable.Print,
    ["mathnet"] => MathNetTable.Print,
    ["nystrom"] => NystromTable.Print,
    _ => null,
};
if (table is not null)
{
    table(Console.Out);
    return;
}

Console.WriteLine(LowRankEnvironment.Describe());

// In this process: BenchmarkDotNet would otherwise build a project of its own, without the native library beside it.
Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(7);
IConfig config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine("artifacts", "bench"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
