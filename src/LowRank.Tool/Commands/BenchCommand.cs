using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank bench</c>: every method on one's own matrix, side by side.</summary>
internal sealed class BenchCommand() : ToolCommand("bench", "Times every method on the matrix at one rank, with the error of each.")
{
    private const int DefaultRank = 10;
    private const int DefaultRepeat = 3;

    // Above this value of m n min(m, n) a full decomposition takes minutes.
    private const double FullProblem = 3e10;

    // The selectors that are meant for a decomposition of good quality at any size.
    private static readonly ColumnSelectionMethod[] Pivotings =
    [
        ColumnSelectionMethod.ColumnPivotedQr, ColumnSelectionMethod.RangeFinderPivotedQr, ColumnSelectionMethod.SketchedPivoting,
    ];

    private readonly Argument<string> _file = Options.File();
    private readonly Option<int?> _rank = Options.Rank($"The rank; by default {DefaultRank}.");
    private readonly Option<int?> _repeat = Options.Number(
        "--repeat", $"Runs of each, of which the fastest counts; by default {DefaultRepeat}.", "N", 1);
    private readonly Option<bool> _full = new("--full") { Description = "Runs the methods of the whole matrix on large ones too." };

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_rank);
        command.Options.Add(_repeat);
        command.Options.Add(_full);
    }

    public override Outcome Execute(CommandRun run)
    {
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        int rank = run.Arguments.GetValue(_rank) ?? Math.Min(DefaultRank, Math.Min(file.RowCount, file.ColumnCount));
        int repeat = run.Arguments.GetValue(_repeat) ?? DefaultRepeat;
        return run.TypeFor(file).Dispatch(new Work(run, file, rank, repeat, run.Arguments.GetValue(_full)));
    }

    private sealed class Work(CommandRun run, MatrixFile file, int rank, int repeat, bool takesFull) : IElementAction<Outcome>
    {
        private static readonly (string Key, string Name)[] _columns =
            [("decomposition", "decomposition"), ("method", "method"), ("seconds", "seconds"), ("relativeError", "relative error"),
                ("note", "")];

        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("bench");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            outcome.Facts.Add(Fact.Of("rank", "rank", rank));
            outcome.Facts.Add(Fact.Of("threads", "threads", run.Threads ?? LowRankEnvironment.ThreadCount));
            double work = (double)file.RowCount * file.ColumnCount * Math.Min(file.RowCount, file.ColumnCount);
            bool isTooLarge = !takesFull && (matrix is not DenseMatrix<T> || work > FullProblem);

            List<Cell[]> rows = [];
            foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>().Where(method => method != TruncatedSvdMethod.Auto))
            {
                TruncatedSvdOptions options =
                    new() { Method = method, Seed = run.Seed, MaxDegreeOfParallelism = run.Threads, Progress = run.Progress };
                rows.Add(Measure(
                    "svd", Options.Hyphenated(method), isTooLarge && method == TruncatedSvdMethod.Full,
                    () => TruncatedSvd.Compute(matrix, rank, options, run.CancellationToken).Error));
            }

            foreach (ColumnSelectionMethod method in Pivotings)
            {
                InterpolativeDecompositionOptions options =
                    new() { Selection = method, Seed = run.Seed, MaxDegreeOfParallelism = run.Threads, Progress = run.Progress };
                rows.Add(Measure(
                    "id", Options.Hyphenated(method), isTooLarge && method == ColumnSelectionMethod.ColumnPivotedQr,
                    () => InterpolativeDecomposition.Compute(matrix, rank, options, run.CancellationToken).Error));
            }

            outcome.Bars.Add(new BarPlot("Time", "seconds", [.. rows.Where(row => row[2].Value is not null).Select(
                row => ($"{row[0].Text}, {row[1].Text}", (double)row[2].Value!, $"{row[2].Text} s"))]));
            outcome.Tables.Add(new DataTable("measurements", $"Rank {rank}, the fastest of {repeat}", _columns, rows));
            return outcome;
        }

        private Cell[] Measure(string decomposition, string method, bool isTooLarge, Func<ErrorEstimate> compute)
        {
            if (isTooLarge)
            {
                return [Cell.Of(decomposition), Cell.Of(method), Cell.Of(double.NaN), Cell.Of(double.NaN),
                    Cell.Of("left out: the matrix is large (--full)")];
            }

            // Once before the clock runs: the first call loads and compiles.
            ErrorEstimate error = compute();
            double best = double.PositiveInfinity;
            for (int i = 0; i < repeat; i++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                error = compute();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return [Cell.Of(decomposition), Cell.Of(method), Cell.Of(best), Cell.Of(error.RelativeFrobenius), Cell.Of("")];
        }
    }
}
