using System.CommandLine;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank svd</c>: the truncated singular value decomposition.</summary>
internal sealed class SvdCommand() : ToolCommand("svd", "The truncated singular value decomposition A ≈ U diag(s) VT; writes u, s and vt.")
{
    private readonly Argument<string> _file = Options.File();
    private readonly Option<int?> _rank = Options.Rank();
    private readonly Option<double?> _error = Options.Error();
    private readonly Option<TruncatedSvdMethod?> _method = Options.Choice<TruncatedSvdMethod>("--method", "How it is computed");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_rank);
        command.Options.Add(_error);
        command.Options.Add(_method);
    }

    public override Outcome Execute(CommandRun run)
    {
        Truncation truncation = Options.Truncation(run, _rank, _error);
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        TruncatedSvdOptions options = new()
        {
            Method = run.Arguments.GetValue(_method) ?? TruncatedSvdMethod.Auto,
            Seed = run.Seed,
            MaxDegreeOfParallelism = run.Threads,
            Progress = run.Progress,
        };
        return run.TypeFor(file).Dispatch(new Work(run, file, truncation, options));
    }

    private sealed class Work(CommandRun run, MatrixFile file, Truncation truncation, TruncatedSvdOptions options) : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, System.Numerics.INumberBase<T>
        {
            Outcome outcome = new("svd");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            TruncatedSvd<T> svd = CommandRun.Time(outcome, () => TruncatedSvd.Compute(matrix, truncation, options, run.CancellationToken));
            outcome.Facts.Add(Fact.Of("method", "method", Options.Hyphenated(svd.Method)));
            outcome.Facts.Add(Fact.Of("rank", "rank", svd.Rank));
            CommonFacts.Add(outcome, svd.Error);
            double[] values = [.. svd.SingularValues];
            CommonFacts.AddAccuracy(outcome, values, svd.ValueAccuracy);
            double norm = svd.Error.ReferenceNorm;
            CommonFacts.AddSpectrum(outcome, values, CommonFacts.RelativeErrors(values, svd.Error.Frobenius, norm));
            outcome.Arrays.Add(OutputArray.Of("u", svd.U));
            outcome.Arrays.Add(OutputArray.Of<double>("s", values));
            outcome.Arrays.Add(OutputArray.Of("vt", svd.VT));
            return outcome;
        }
    }
}
