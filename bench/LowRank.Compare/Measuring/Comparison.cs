using LowRank.Compare.Cases;
using LowRank.Compare.Workers;
using LowRank.IO;

namespace LowRank.Compare.Measuring;

/// <summary>How much is measured.</summary>
/// <param name="Runs">The timed runs of a candidate.</param>
/// <param name="WarmUps">The most runs before these: a runtime that compiles as it goes needs some forty calls until all of a library is
/// compiled for speed: .NET thirty, and a pause.</param>
/// <param name="MeasuresMemory">Whether each answer that is checked comes from a process of its own, whose memory is watched.</param>
internal sealed record MeasuringPlan(int Runs, int WarmUps, bool MeasuresMemory)
{
    /// <summary>A candidate that takes longer runs once or twice, without a warm-up.</summary>
    public const double SlowSeconds = 5;

    private const double VerySlowSeconds = 12;

    // For longer than so many seconds nobody warms up, whatever the number of runs.
    private const double WarmUpSeconds = 8;

    /// <summary>Words of which a peer's name must contain one, to run; none: all peers run. Ours always do.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    public bool IsWanted(EntryResult entry) =>
        entry.IsOurs || Against.Count == 0
            || Against.Any(word => $"{entry.Library} {entry.Candidate.Label}".Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The size of the square products that are timed beside each case.</summary>
    public int SquareSize { get; init; } = 2000;

    public int RunsOf(double seconds) => seconds > VerySlowSeconds ? 1 : seconds > SlowSeconds ? Math.Min(2, Runs) : Runs;

    /// <summary>Whether a candidate that has warmed up so often, for so long in all, runs once more before it is timed.</summary>
    /// <param name="first">The seconds of its first call, which was checked.</param>
    /// <param name="done">The runs since.</param>
    /// <param name="seconds">Their seconds together.</param>
    public bool NeedsWarmUp(double first, int done, double seconds) => first <= SlowSeconds && done < WarmUps && seconds < WarmUpSeconds;
}

/// <summary>Runs cases: checks every answer, then lets all whose answer is accepted take turns.</summary>
/// <param name="plan">How much is measured.</param>
/// <param name="specs">The workers that there are.</param>
/// <param name="inputs">The matrices.</param>
/// <param name="pool">The long-lived workers; the caller disposes of them.</param>
/// <param name="onChecked">Receives each candidate once its answer has been judged.</param>
internal sealed class Comparison(MeasuringPlan plan, WorkerSpecs specs, InputStore inputs, WorkerPool pool, Action<EntryResult> onChecked)
{
    /// <summary>After a run the threads of its BLAS spin for a while, and would disturb the next worker.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly AnswerChecker _checker = new(inputs);

    public async Task<CaseResult> RunAsync(CompareCase @case, CancellationToken cancellationToken)
    {
        if (!inputs.HasData && @case.Inputs.Any(input => input.NeedsData))
        {
            return new CaseResult(@case, [.. @case.Candidates.Select(candidate =>
                new EntryResult(candidate,
                    "") { Skipped = "Fashion-MNIST is missing: name its folder by --data (./build.sh compare fetches it)" })], null);
        }

        inputs.Forget();
        string[] paths = [.. @case.Inputs.Select(input => inputs.PathOf(input, @case.ElementType))];
        List<Turn> turns = [];
        List<EntryResult> order = [];
        foreach (Candidate candidate in @case.Candidates)
        {
            foreach ((string blas, WorkerSpec? spec, string? missing) in WorkersOf(candidate).Where(
                worker => plan.IsWanted(new EntryResult(candidate, worker.Blas))))
            {
                (EntryResult entry, double seconds) = await CheckAsync(@case, candidate, blas, spec, missing, paths, cancellationToken);
                onChecked(entry);
                order.Add(entry);
                if (entry.Failure is null && entry.Skipped is null)
                {
                    turns.Add(new Turn(entry, spec!, candidate.Function, candidate.Arguments, plan.RunsOf(seconds), seconds));
                }
            }
        }

        inputs.Forget();
        RateTurns rates = RateTurnsOf(@case, turns);
        await TakeTurnsAsync([.. turns, .. rates.All], paths, cancellationToken);

        EntryResult[] entries =
        [
            .. order.Select(entry => turns.Find(turn => turn.Entry == entry) is { } turn
                ? entry with { Times = turn.Failure is null ? turn.Times : [], Failure = turn.Failure }
                : entry),
        ];
        return new CaseResult(@case, entries, RatesOf(@case, rates))
        {
            OptimalRank = @case.Tolerance is { } tolerance ? AnswerChecker.OptimalRank(inputs.SpectrumOf(@case.Main), tolerance) : null,
        };
    }

    private IEnumerable<(string Blas, WorkerSpec? Spec, string? Missing)> WorkersOf(Candidate candidate) => candidate.Family switch
    {
        WorkerFamily.LowRank => [("MKL", specs.LowRank, null)],
        WorkerFamily.MathNet => [("managed", specs.MathNet, null)],
        _ =>
        [
            ("OpenBLAS", specs.PythonOnOpenBlas, null),
            ("MKL", specs.PythonOnMkl,
                "no stock MKL: ./build.sh compare fetches it on Debian and Ubuntu; else name libmkl_rt.so by --mkl-rt"),
        ],
    };

    private async Task<(EntryResult Entry, double Seconds)> CheckAsync(
        CompareCase @case, Candidate candidate, string blas, WorkerSpec? spec, string? missing, string[] paths,
            CancellationToken cancellationToken)
    {
        EntryResult entry = new(candidate, blas);
        if (spec is null)
        {
            return (entry with { Skipped = missing }, 0);
        }

        try
        {
            entry = entry with { Description = await pool.DescribeAsync(spec, cancellationToken) };
        }
        catch (WorkerException exception)
        {
            return (candidate.Family == WorkerFamily.LowRank
                ? entry with { Failure = exception.Message }
                : entry with { Skipped = exception.Message }, 0);
        }

        if (!entry.Description.Versions.ContainsKey(candidate.Library))
        {
            return (entry with { Skipped = $"{candidate.Library} is missing: apt-get install {DebianPackage(candidate.Library)}" }, 0);
        }

        string folder = Directory.CreateTempSubdirectory("lowrank-answer-").FullName;
        try
        {
            return await CheckAnswerAsync(@case, entry, spec, paths, folder, cancellationToken);
        }
        // Also an answer with NaN is one that the reader of files refuses.
        catch (Exception exception) when (exception is WorkerException or MatrixFileException)
        {
            return (entry with { Failure = exception.Message }, 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<(EntryResult Entry, double Seconds)> CheckAnswerAsync(
        CompareCase @case, EntryResult entry, WorkerSpec spec, string[] paths, string folder, CancellationToken cancellationToken)
    {
        using WorkerClient? fresh = plan.MeasuresMemory ? await WorkerPool.StartFreshAsync(spec, paths, cancellationToken) : null;
        WorkerClient worker = fresh ?? await pool.GetAsync(spec, paths, cancellationToken);
        WorkerRequest run = new(Command.Run)
        {
            Function = entry.Candidate.Function,
            Arguments = entry.Candidate.Arguments,
            MeasureMemory = plan.MeasuresMemory,
        };
        WorkerReply reply = await worker.SendAsync(run, _limit, cancellationToken);
        WorkerReply answer = await worker.SendAsync(new WorkerRequest(Command.Answer) { Folder = folder }, _limit, cancellationToken);
        Findings findings = await Task.Run(() => _checker.Check(@case, answer.Answer!, reply.Work, cancellationToken), cancellationToken);
        string? objection = (entry.Candidate.Accept ?? @case.Accept).Objection(findings);
        return (entry with
        {
            Findings = findings,
            Work = reply.Work,
            FirstSeconds = plan.MeasuresMemory ? reply.Seconds : null,
            PeakExtraBytes = reply.PeakExtraBytes,
            Failure = objection is null ? null : $"answer not accepted: {objection}",
        }, reply.Seconds ?? 0);
    }

    /// <summary>Plain products, timed beside the rest: what the machine could do in the same minutes, here and in the peers'
    /// workers.</summary>
    private RateTurns RateTurnsOf(CompareCase @case, IEnumerable<Turn> turns)
    {
        return new RateTurns(
            Square(specs.LowRank, "double"),
            Square(specs.LowRank, "float"),
            @case.ThinColumns is { } columns ? Rate(specs.LowRank, "ThinProduct", new { columns }) : null,
            [
                .. turns.Where(turn => turn.Entry?.Candidate.Family == WorkerFamily.Python)
                    .Select(turn => turn.Spec).Distinct().Select(spec => Square(spec, "double")),
            ]);

        Turn Square(WorkerSpec spec, string elementType) => Rate(spec, "SquareProduct", new { size = plan.SquareSize, elementType });

        Turn Rate(WorkerSpec spec, string function, object arguments) =>
            new(null, spec, function, Wire.Arguments(arguments), plan.Runs, 0) { MostWarmUps = 2 };
    }

    private ProductRates? RatesOf(CompareCase @case, RateTurns rates)
    {
        if (rates.All.Any(rate => rate.Times.Count == 0))
        {
            return null;
        }

        double squareFlops = 2 * Math.Pow(plan.SquareSize, 3);
        return new ProductRates(
            Rate(rates.Double, squareFlops),
            Rate(rates.Float, squareFlops),
            rates.Thin is null ? null : Rate(rates.Thin, 2.0 * @case.Main.Rows * @case.Main.Columns * @case.ThinColumns!.Value))
        {
            PeerDgemm = rates.Peers.ToDictionary(turn => turn.Spec.Name, turn => Rate(turn, squareFlops)),
        };

        static double Rate(Turn turn, double flops) => flops / Statistics.Median(turn.Times) / 1e9;
    }

    /// <summary>
    /// First all warm up, each by itself; then round by round, one run each, so that what else the machine does hits all alike; each
    /// round begins with another.
    /// </summary>
    private async Task TakeTurnsAsync(Turn[] turns, string[] paths, CancellationToken cancellationToken)
    {
        foreach (Turn turn in turns)
        {
            double total = 0;
            for (int done = 0; turn.Failure is null && done < turn.MostWarmUps && plan.NeedsWarmUp(turn.FirstSeconds, done, total); done++)
            {
                total += await RunAsync(turn, paths, cancellationToken);
            }

            await Task.Delay(_pause, cancellationToken);
        }

        for (int round = 0; round < plan.Runs; round++)
        {
            for (int i = 0; i < turns.Length; i++)
            {
                Turn turn = turns[(i + round) % turns.Length];
                if (turn.Failure is not null || turn.Times.Count >= turn.Runs)
                {
                    continue;
                }

                double seconds = await RunAsync(turn, paths, cancellationToken);
                if (turn.Failure is null)
                {
                    turn.Times.Add(seconds);

                    // By the shortest, so that a disturbance does not make a candidate a slow one.
                    turn.Runs = plan.RunsOf(turn.Times.Min());
                }

                await Task.Delay(_pause, cancellationToken);
            }
        }
    }

    /// <summary>One run: its seconds, or the turn's failure.</summary>
    private async Task<double> RunAsync(Turn turn, string[] paths, CancellationToken cancellationToken)
    {
        try
        {
            WorkerClient worker = await pool.GetAsync(turn.Spec, paths, cancellationToken);
            WorkerReply reply = await worker.SendAsync(
                new WorkerRequest(Command.Run) { Function = turn.Function, Arguments = turn.Arguments }, _limit, cancellationToken);
            return reply.Seconds ?? throw new WorkerException("the worker gave no time");
        }
        catch (WorkerException exception)
        {
            turn.Failure = exception.Message;
            return 0;
        }
    }

    private static string DebianPackage(string library) => library switch
    {
        "NumPy" => "python3-numpy",
        "SciPy" => "python3-scipy",
        "scikit-learn" => "python3-sklearn",
        _ => library,
    };

    /// <summary>What takes turns.</summary>
    private sealed class Turn(
        EntryResult? entry, WorkerSpec spec, string function, System.Text.Json.JsonElement arguments, int runs, double firstSeconds)
    {
        public EntryResult? Entry { get; } = entry;

        public WorkerSpec Spec { get; } = spec;

        public string Function { get; } = function;

        public System.Text.Json.JsonElement Arguments { get; } = arguments;

        public int Runs { get; set; } = runs;

        public double FirstSeconds { get; } = firstSeconds;

        public int MostWarmUps { get; init; } = int.MaxValue;

        public List<double> Times { get; } = [];

        public string? Failure { get; set; }
    }

    private sealed record RateTurns(Turn Double, Turn Float, Turn? Thin, IReadOnlyList<Turn> Peers)
    {
        public IEnumerable<Turn> All => new[] { Double, Float, Thin }.OfType<Turn>().Concat(Peers);
    }
}
