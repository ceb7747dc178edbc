using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LowRank;
using LowRank.Benchmarks;

if (args is ["column-selection"])
{
    ColumnSelectionTable.Print(Console.Out);
    return;
}

if (args is ["nystrom"])
{
    NystromTable.Print(Console.Out);
    return;
}

if (args is ["mathnet"])
{
    MathNetTable.Print(Console.Out);
    return;
}

Console.WriteLine(LowRankEnvironment.Describe());

// In this process: BenchmarkDotNet would otherwise build a project of its own, without the native library beside it.
Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(7);
IConfig config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine("artifacts", "bench"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
