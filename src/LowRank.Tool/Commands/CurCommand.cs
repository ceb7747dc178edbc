using System.CommandLine;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank cur</c>: the CUR decomposition.</summary>
internal sealed class CurCommand()
    : ToolCommand("cur", "The CUR decomposition A ≈ C U R by columns and rows of A; writes their indices, C, U and R.")
{
    private readonly Argument<string> _file = Options.File();
    private readonly Option<int?> _rank = Options.Rank();
    private readonly Option<double?> _error = Options.Error();
    private readonly Option<ColumnSelectionMethod?> _method = Options.Choice<ColumnSelectionMethod>(
        "--method", "How columns and rows are chosen");
    private readonly Option<CurCore?> _core = Options.Choice<CurCore>("--core", "How U is computed");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_rank);
        command.Options.Add(_error);
        command.Options.Add(_method);
        command.Options.Add(_core);
    }

    public override Outcome Execute(CommandRun run)
    {
        Truncation truncation = Options.Truncation(run, _rank, _error);
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        CurDecompositionOptions options = new()
        {
            Selection = run.Arguments.GetValue(_method) ?? ColumnSelectionMethod.Auto,
            Core = run.Arguments.GetValue(_core) ?? CurCore.Optimal,
            Seed = run.Seed,
            MaxDegreeOfParallelism = run.Threads,
            Progress = run.Progress,
        };
        return run.TypeFor(file).Dispatch(new Work(run, file, truncation, options));
    }

    private sealed class Work(CommandRun run, MatrixFile file, Truncation truncation, CurDecompositionOptions options)
        : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("cur");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            CurDecomposition<T> cur = CommandRun.Time(
                outcome, () => CurDecomposition.Compute(matrix, truncation, options, run.CancellationToken));
            outcome.Facts.Add(Fact.Of("method", "method", Options.Hyphenated(cur.Method!.Value)));
            outcome.Facts.Add(Fact.Of("core", "core", Options.Hyphenated(cur.Core)));
            outcome.Facts.Add(Fact.Of("rank", "rank", cur.Rank));
            CommonFacts.Add(outcome, cur.Error);
            CommonFacts.AddIndices(outcome, "columns", "columns chosen", cur.ColumnIndices);
            CommonFacts.AddIndices(outcome, "rows", "rows chosen", cur.RowIndices);
            if (run.WantsReport)
            {
                outcome.Plots.Add(CommonFacts.Spectrum("Singular values of C U R", cur.ToSvd().SingularValues));
            }

            outcome.Arrays.Add(OutputArray.Of<int>("columns", cur.ColumnIndices.ToArray()));
            outcome.Arrays.Add(OutputArray.Of<int>("rows", cur.RowIndices.ToArray()));
            outcome.Arrays.Add(OutputArray.Of("c", cur.C));
            outcome.Arrays.Add(OutputArray.Of("u", cur.U));
            outcome.Arrays.Add(OutputArray.Of("r", cur.R));
            return outcome;
        }
    }
}
