using System.CommandLine;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank pca</c>: principal components; the rows of the matrix are the samples.</summary>
internal sealed class PcaCommand()
    : ToolCommand("pca", "Principal components of the rows; writes mean, scale, components, explained variances and scores.")
{
    private readonly Argument<string> _file = Options.File();
    private readonly Option<int?> _rank = Options.Rank("The number of components.");
    private readonly Option<double?> _variance = Options.Share(
        "--variance", "The share of the variance to explain, instead of a number of components.");
    private readonly Option<TruncatedSvdMethod?> _method = Options.Choice<TruncatedSvdMethod>("--method", "How they are computed");
    private readonly Option<PcaScaling?> _scaling = Options.Choice<PcaScaling>("--scaling", "What the columns are divided by");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_rank);
        command.Options.Add(_variance);
        command.Options.Add(_method);
        command.Options.Add(_scaling);
    }

    public override Outcome Execute(CommandRun run)
    {
        Truncation truncation = run.Arguments.GetValue(_variance) is { } share
            ? Pca.ExplainedVariance(share, run.Arguments.GetValue(_rank))
            : Options.Truncation(run, _rank, _variance);
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        PcaOptions options = new()
        {
            Scaling = run.Arguments.GetValue(_scaling) ?? PcaScaling.None,
            MaxDegreeOfParallelism = run.Threads,
            Progress = run.Progress,
            Svd = new TruncatedSvdOptions { Method = run.Arguments.GetValue(_method) ?? TruncatedSvdMethod.Auto, Seed = run.Seed },
        };
        return run.TypeFor(file).Dispatch(new Work(run, file, truncation, options));
    }

    private sealed class Work(CommandRun run, MatrixFile file, Truncation truncation, PcaOptions options) : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("pca");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            (Pca<T> pca, DenseMatrix<T> scores) = CommandRun.Time(
                outcome, () => Pca.FitTransform(matrix, truncation, options, run.CancellationToken));
            outcome.Facts.Add(Fact.Of("method", "method", Options.Hyphenated(pca.Method)));
            outcome.Facts.Add(Fact.Of("rank", "components", pca.ComponentCount));
            CommonFacts.Add(outcome, pca.Error);
            CommonFacts.AddAccuracy(outcome, pca.SingularValues, pca.ValueAccuracy);
            outcome.Facts.Add(Fact.Of("explained", "variance explained", pca.ExplainedVarianceRatio.Sum()));
            double[] left = [.. Enumerable.Range(0, pca.ComponentCount + 1).Select(
                count => 1 - pca.ExplainedVarianceRatio.Take(count).Sum())];
            outcome.Plots.Add(new Plot("Variance of each component", "component", "share of the variance",
                [.. pca.ExplainedVarianceRatio.Select((ratio, i) => (i + 1.0, ratio))]));
            outcome.Plots.Add(new Plot("Variance left", "components", "share of the variance not explained",
                [.. left.Select((share, count) => ((double)count, share))]));
            outcome.Arrays.Add(OutputArray.Of<T>("mean", pca.Mean.ToArray()));
            outcome.Arrays.Add(OutputArray.Of<double>("scale", pca.Scale.ToArray()));
            outcome.Arrays.Add(OutputArray.Of("components", pca.Components));
            outcome.Arrays.Add(OutputArray.Of<double>("variance", pca.ExplainedVariance.ToArray()));
            outcome.Arrays.Add(OutputArray.Of<double>("ratio", pca.ExplainedVarianceRatio.ToArray()));
            outcome.Arrays.Add(OutputArray.Of("scores", scores));
            return outcome;
        }
    }
}
