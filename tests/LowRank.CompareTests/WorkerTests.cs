using System.Diagnostics;
using LowRank.Compare.Cases;
using LowRank.Compare.Measuring;
using LowRank.Compare.Workers;

namespace LowRank.CompareTests;

/// <summary>The lines between controller and workers, and what becomes of workers that misbehave.</summary>
public sealed class WorkerTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_worker_answers_line_by_line_and_survives_a_bad_request()
    {
        NpyFile.Write(_folder["a.npy"], Benchmarks.TestMatrices.Uniform(40, 20, 1));
        WorkerReply[] replies = Serve(
            new WorkerRequest(Command.Describe),
            new WorkerRequest(Command.Answer) { Folder = _folder.Path },
            new WorkerRequest("dance"),
            new WorkerRequest(Command.Prepare) { Inputs = [_folder["a.npy"]] },
            new WorkerRequest(Command.Run) { Function = "TruncatedSvd", Arguments = Wire.Arguments(
                new { rank = 3, options = new { Method = "SubspaceIteration", Oversampling = 4, PowerIterations = 1 } }) },
            new WorkerRequest(Command.Answer) { Folder = _folder.Path },
            new WorkerRequest(Command.Run) { Function = "TruncatedSvd",
                Arguments = Wire.Arguments(new { rank = 3, options = new { NoSuchOption = 1 } }) },
            new WorkerRequest(Command.Run) { Function = "NoSuchFunction" });

        Assert.Contains("LowRank", replies[0].Description!.Versions.Keys);
        Assert.Contains("Nothing has run", replies[1].Error, StringComparison.Ordinal);
        Assert.Contains("dance", replies[2].Error, StringComparison.Ordinal);
        Assert.Null(replies[3].Error);
        Assert.True(replies[4].Seconds > 0);
        Assert.Equal((3, "SubspaceIteration"), (replies[4].Work!.Rank, replies[4].Work!.Method));
        // The four products with A, and at most a few columns more for the error's estimate.
        Assert.InRange(replies[4].Work!.ProductColumns!.Value, 4 * (3 + 4), (4 * (3 + 4)) + 20);
        Assert.InRange(replies[4].Work!.Passes!.Value, 4, 6);
        Assert.Equal(AnswerKind.Factors, replies[5].Answer!.Kind);
        Assert.Equal((40, 3), Shape(NpyFile.Read<double>(replies[5].Answer!.Files["left"])));
        Assert.Contains("NoSuchOption", replies[6].Error, StringComparison.Ordinal);
        Assert.Contains("NoSuchFunction", replies[7].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_case_of_ours_names_a_job_and_options_that_exist()
    {
        LowRankJobs jobs = new();
        foreach (CompareCase one in CaseList.All)
        {
            NpyFile.Write(_folder["a.npy"], DenseMatrix.Create<double>(2, 2));
            jobs.Prepare([.. one.Inputs.Select(_ => _folder["a.npy"])]);
            foreach (Candidate candidate in one.Candidates.Where(candidate => candidate.Family == WorkerFamily.LowRank))
            {
                Assert.NotNull(jobs.Find(candidate.Function, candidate.Arguments));
            }
        }
    }

    [Fact]
    public void Every_case_of_the_peers_names_a_job_that_exists()
    {
        string script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "peers", "worker.py"));
        foreach (Candidate candidate in CaseList.All.SelectMany(one => one.Candidates).Where(
            candidate => candidate.Family == WorkerFamily.Python))
        {
            Assert.Contains($"\"{candidate.Function}\":", script, StringComparison.Ordinal);
        }

        Assert.Equal(CaseList.All.Count, CaseList.All.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public async Task What_native_code_prints_is_no_reply()
    {
        using WorkerClient worker = Shell(
            "echo 'INTEL MKL ERROR: something'; printf 'half a line'; printf '\\n@@ {\"seconds\":1.5}\\n'; read x");
        Assert.Equal(1.5, (await Ask(worker)).Seconds);
    }

    [Fact]
    public async Task A_worker_that_dies_is_reported_with_its_last_words()
    {
        using WorkerClient worker = Shell("read line; echo first >&2; echo 'Segmentation fault' >&2; exit 139");
        WorkerException exception = await Assert.ThrowsAsync<WorkerException>(() => Ask(worker));
        Assert.Equal("Segmentation fault", exception.Message);
        Assert.False(worker.IsAlive);
    }

    [Fact]
    public async Task A_worker_that_dies_in_silence_is_reported_with_its_exit_code()
    {
        using WorkerClient worker = Shell("read line; exit 7");
        Assert.Contains("exit code 7", (await Assert.ThrowsAsync<WorkerException>(() => Ask(worker))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_hangs_is_ended()
    {
        using WorkerClient worker = Shell("read line; sleep 60");
        WorkerException exception = await Assert.ThrowsAsync<WorkerException>(() =>
            worker.SendAsync(new WorkerRequest(Command.Describe), TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        Assert.Contains("longer than", exception.Message, StringComparison.Ordinal);
        Assert.False(worker.IsAlive);
    }

    [Fact]
    public async Task Disposing_of_the_pool_leaves_no_process_behind()
    {
        WorkerSpecs specs = new(1, "no-such-python");
        int id;
        using (WorkerPool pool = new(1))
        {
            WorkerDescription description = await pool.DescribeAsync(specs.LowRank, TestContext.Current.CancellationToken);
            Assert.Equal(1, description.Threads);
            NpyFile.Write(_folder["a.npy"], DenseMatrix.Create<double>(2, 2));
            WorkerClient client = await pool.GetAsync(specs.LowRank, [_folder["a.npy"]], TestContext.Current.CancellationToken);
            id = client.ProcessId;
            Assert.Same(client, await pool.GetAsync(specs.LowRank, [_folder["a.npy"]], TestContext.Current.CancellationToken));
            using Process running = Process.GetProcessById(id);
            Assert.False(running.HasExited);

            WorkerException missing = await Assert.ThrowsAsync<WorkerException>(
                () => pool.DescribeAsync(specs.PythonOnOpenBlas, TestContext.Current.CancellationToken));
            Assert.Contains("no-such-python", missing.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        Assert.Null(specs.PythonOnMkl);
    }

    [Fact]
    public async Task A_worker_ends_when_its_controller_is_gone()
    {
        WorkerSpec spec = new WorkerSpecs(1, "").LowRank;
        ProcessStartInfo start = new(spec.FileName, spec.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource patience = new(_limit);
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_whole_case_runs_and_a_peer_that_answers_badly_is_not_timed()
    {
        CompareCase one = new(
            "small", "", [MatrixRecipe.WithSpectrum("a", 300, 40, j => 1.0 / (j + 1))], new() { ErrorOverOptimum = 1.001 },
        [
            Candidate.Ours("good", "TruncatedSvd", new { rank = 5, options = new { Method = "Full" } }),
            Candidate.Ours("bad", "TruncatedSvd",
                new { rank = 5, options = new { Method = "SubspaceIteration", PowerIterations = 0, Oversampling = 0 } }),
            Candidate.SciPy("absent", "scipy.linalg.svd", new { rank = 5 }),
        ])
        {
            ThinColumns = 10,
        };
        using WorkerPool pool = new(1);
        Comparison comparison = new(
            new MeasuringPlan(3, 1, MeasuresMemory: true) { SquareSize = 100 }, new WorkerSpecs(1, "no-such-python"),
                new InputStore(_folder.Path, null), pool, _ => { });
        CaseResult result = await comparison.RunAsync(one, TestContext.Current.CancellationToken);

        Assert.Equal(["good", "bad", "absent", "absent"], result.Entries.Select(entry => entry.Candidate.Label));
        Assert.Equal(3, result.Entries[0].Times.Count);
        Assert.Same(result.Entries[0], result.Reference);
        Assert.True(result.Entries[0].PeakExtraBytes >= 0);
        Assert.Empty(result.Entries[1].Times);
        Assert.StartsWith("answer not accepted: error ÷ optimum", result.Entries[1].Failure, StringComparison.Ordinal);
        Assert.All(result.Entries.Skip(2), entry => Assert.NotNull(entry.Skipped));
        Assert.True(result.Rates is { Dgemm: > 0, Sgemm: > 0, Thin: > 0 });
    }

    private static WorkerReply[] Serve(params WorkerRequest[] requests)
    {
        using StringReader input = new(string.Join('\n', requests.Select(Wire.Write)));
        using StringWriter output = new();
        new WorkerLoop(new LowRankJobs()).Run(input, output);
        return [.. output.ToString().Split('\n').Select(Wire.ReadReply).OfType<WorkerReply>()];
    }

    private static WorkerClient Shell(string script) =>
        WorkerClient.Start(new WorkerSpec("shell", "/bin/sh", ["-c", script], new Dictionary<string, string?>()));

    private static Task<WorkerReply> Ask(WorkerClient worker) =>
        worker.SendAsync(new WorkerRequest(Command.Describe), _limit, TestContext.Current.CancellationToken);

    private static (int Rows, int Columns) Shape(DenseMatrix<double> matrix) => (matrix.RowCount, matrix.ColumnCount);
}
