using System.CommandLine;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank id</c>: the interpolative decomposition.</summary>
internal sealed class IdCommand()
    : ToolCommand("id", "The interpolative decomposition A ≈ A[:, J] Z, or Z A[I, :]; writes indices, skeleton and coefficients.")
{
    private readonly Argument<string> _file = Options.File();
    private readonly Option<int?> _rank = Options.Rank();
    private readonly Option<double?> _error = Options.Error();
    private readonly Option<InterpolativeSide?> _side = Options.Choice<InterpolativeSide>("--side", "What is chosen");
    private readonly Option<ColumnSelectionMethod?> _method = Options.Choice<ColumnSelectionMethod>(
        "--method", "How it is chosen");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_rank);
        command.Options.Add(_error);
        command.Options.Add(_side);
        command.Options.Add(_method);
    }

    public override Outcome Execute(CommandRun run)
    {
        Truncation truncation = Options.Truncation(run, _rank, _error);
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        InterpolativeDecompositionOptions options = new()
        {
            Selection = run.Arguments.GetValue(_method) ?? ColumnSelectionMethod.Auto,
            Side = run.Arguments.GetValue(_side) ?? InterpolativeSide.Columns,
            Seed = run.Seed,
            MaxDegreeOfParallelism = run.Threads,
            Progress = run.Progress,
        };
        return run.TypeFor(file).Dispatch(new Work(run, file, truncation, options));
    }

    private sealed class Work(CommandRun run, MatrixFile file, Truncation truncation, InterpolativeDecompositionOptions options)
        : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("id");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            InterpolativeDecomposition<T> id = CommandRun.Time(
                outcome, () => InterpolativeDecomposition.Compute(matrix, truncation, options, run.CancellationToken));
            outcome.Facts.Add(Fact.Of("method", "method", Options.Hyphenated(id.Method!.Value)));
            outcome.Facts.Add(Fact.Of("rank", "rank", id.Rank));
            CommonFacts.Add(outcome, id.Error);
            outcome.Facts.Add(Fact.Of("largestCoefficient", "largest coefficient", id.LargestCoefficient));
            CommonFacts.AddIndices(outcome, "indices", id.Side == InterpolativeSide.Columns ? "columns chosen" : "rows chosen", id.Indices);
            if (run.WantsReport)
            {
                outcome.Plots.Add(CommonFacts.Spectrum("Singular values of the approximation", id.ToSvd().SingularValues));
            }

            outcome.Arrays.Add(OutputArray.Of<int>("indices", id.Indices.ToArray()));
            outcome.Arrays.Add(OutputArray.Of("skeleton", id.Skeleton));
            outcome.Arrays.Add(OutputArray.Of("coefficients", id.Coefficients));
            return outcome;
        }
    }
}
