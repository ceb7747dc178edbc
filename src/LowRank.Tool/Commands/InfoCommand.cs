using System.CommandLine;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank info</c>: what a matrix is like, and what rank it needs.</summary>
internal sealed class InfoCommand() : ToolCommand(
    "info", "What is in a file: shape, norms, leading spectrum, effective ranks, and the rank that each error needs; writes s.")
{
    private const int DefaultRank = 200;

    // Up to this value of m n min(m, n) the whole spectrum takes seconds.
    private const double WholeProblem = 1e10;

    private static readonly double[] _errors = [0.1, 0.01, 0.001];

    private readonly Argument<string> _file = Options.File();
    private readonly Option<int?> _rank = Options.Rank(
        $"The most singular values to compute of a large matrix; by default {DefaultRank}. Small ones are decomposed in full.");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_rank);
    }

    public override Outcome Execute(CommandRun run)
    {
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        return run.TypeFor(file).Dispatch(new Work(run, file, run.Arguments.GetValue(_rank)));
    }

    private sealed class Work(CommandRun run, MatrixFile file, int? rank) : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("info");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            double norm = ((IFrobeniusNorm)matrix).FrobeniusNorm();
            int min = Math.Min(file.RowCount, file.ColumnCount);
            bool isWhole = rank is null && matrix is DenseMatrix<T> && (double)file.RowCount * file.ColumnCount * min <= WholeProblem;
            TruncatedSvdOptions options = new()
            {
                Method = isWhole ? TruncatedSvdMethod.Full : TruncatedSvdMethod.Auto,
                Seed = run.Seed,
                MaxDegreeOfParallelism = run.Threads,
                Progress = run.Progress,
            };

            // Of a large matrix only as much as the smallest error of the table asks for.
            Truncation truncation = isWhole ? min : Truncation.RelativeError(_errors[^1], Math.Min(min, rank ?? DefaultRank));
            TruncatedSvd<T> svd = CommandRun.Time(outcome, () => TruncatedSvd.Compute(matrix, truncation, options, run.CancellationToken));
            double[] values = [.. svd.SingularValues];
            double[] errors = CommonFacts.RelativeErrors(values, isWhole ? 0 : svd.Error.Frobenius, norm);

            outcome.Facts.Add(Fact.Of("frobeniusNorm", "norm (Frobenius)", norm));
            outcome.Facts.Add(Fact.Of(
                "spectralNorm", isWhole ? "norm (spectral)" : "norm (spectral), about", values.Length == 0 ? 0 : values[0]));
            outcome.Facts.Add(Fact.Of("computed", "singular values computed", values.Length));
            CommonFacts.AddAccuracy(outcome, values, svd.ValueAccuracy);
            AddEffectiveRanks<T>(outcome, values, norm, isWhole);
            foreach (double error in _errors)
            {
                AddRankFor(outcome, errors, error);
            }

            CommonFacts.AddSpectrum(outcome, values, errors);
            outcome.Arrays.Add(OutputArray.Of<double>("s", values));
            return outcome;
        }

        private void AddEffectiveRanks<T>(Outcome outcome, double[] values, double norm, bool isWhole)
            where T : unmanaged, INumberBase<T>
        {
            double largest = values.Length == 0 ? 0 : values[0];
            outcome.Facts.Add(Fact.Of("stableRank", "stable rank ‖A‖²/σ₁²", largest == 0 ? 0 : norm / largest * (norm / largest)));
            if (!isWhole)
            {
                return;
            }

            // Both need the whole spectrum.
            double epsilon = typeof(T) == typeof(float) ? 1.1920928955078125e-7 : 2.220446049250313e-16;
            double share = Math.Max(file.RowCount, file.ColumnCount) * epsilon;
            outcome.Facts.Add(Fact.Of("numericalRank", "numerical rank", EffectiveRank.CountAboveShare(values, share)));
            outcome.Facts.Add(Fact.Of("entropyRank", "effective rank (entropy)", EffectiveRank.Entropy(values)));
        }

        private static void AddRankFor(Outcome outcome, double[] errors, double error)
        {
            int k = Array.FindIndex(errors, e => e <= error);
            string percent = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * error:G2}");
            string name = $"rank for {percent} % error";
            string key = $"rankFor{percent.Replace('.', '_')}Percent";
            outcome.Facts.Add(k >= 0
                ? Fact.Of(key, name, k)
                : new Fact(key, name, $"more than {errors.Length - 1}, which leaves {100 * errors[^1]:G3} %", null));
        }
    }
}
