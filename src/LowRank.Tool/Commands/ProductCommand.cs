using System.CommandLine;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank product</c>: the product of two matrices, exactly or from some of its terms.</summary>
internal sealed class ProductCommand()
    : ToolCommand("product",
    "The product X Y, exactly or, with --samples or --error, from chosen columns of X and rows of Y; writes product (and indices, "
        + "weights).")
{
    private readonly Argument<string> _x = Options.File("X", "The left matrix.");
    private readonly Argument<string> _y = Options.File("Y", "The right matrix.");
    private readonly Option<int?> _samples = Options.Number("--samples", "The number of terms, or draws.", "R", 1);
    private readonly Option<double?> _error = Options.Error(
        "The expected error allowed, as a share of ‖X Y‖; as many terms as that needs.");
    private readonly Option<ColumnRowScheme?> _method = Options.Choice<ColumnRowScheme>("--method", "How terms are chosen");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_x);
        command.Arguments.Add(_y);
        command.Options.Add(_samples);
        command.Options.Add(_error);
        command.Options.Add(_method);
    }

    public override Outcome Execute(CommandRun run)
    {
        MatrixFile x = run.Open(run.Arguments.GetRequiredValue(_x));
        MatrixFile y = run.Open(run.Arguments.GetRequiredValue(_y));
        if (x.ColumnCount != y.RowCount)
        {
            throw new MatrixFileException(
                y.Path, $"is {y.RowCount} × {y.ColumnCount}, which a {x.RowCount} × {x.ColumnCount} matrix cannot be multiplied by.");
        }

        int? samples = run.Arguments.GetValue(_samples);
        Truncation? truncation = run.Arguments.GetValue(_error) is { } error ? Truncation.RelativeError(error, samples) : samples;
        ColumnRowOptions options = new()
        {
            Scheme = run.Arguments.GetValue(_method) ?? ColumnRowScheme.Sampling,
            Seed = run.Seed,
            MaxDegreeOfParallelism = run.Threads,
            Progress = run.Progress,
        };
        return run.TypeFor(x, y).Dispatch(new Work(run, x, y, truncation, options));
    }

    private sealed class Work(CommandRun run, MatrixFile x, MatrixFile y, Truncation? truncation, ColumnRowOptions options)
        : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("product");
            CommandRun.Describe(outcome, x, ElementTypes.Of<T>(), "x");
            CommandRun.Describe(outcome, y, ElementTypes.Of<T>(), "y");
            if (truncation is not { } wanted)
            {
                DenseMatrix<T> exact = Exact<T>(outcome);
                outcome.Facts.Add(Fact.Of("norm", "norm (Frobenius)", exact.FrobeniusNorm()));
                outcome.Arrays.Add(OutputArray.Of("product", exact));
                return outcome;
            }

            DenseMatrix<T> left = x.LoadDense<T>(run.LoadOptions);
            DenseMatrix<T> right = y.LoadDense<T>(run.LoadOptions);
            ColumnRowProduct<T> product = CommandRun.Time(
                outcome, () => ColumnRow.Multiply(left, right, wanted, options, run.CancellationToken));
            outcome.Facts.Add(Fact.Of("samples", "terms drawn", product.SampleCount));
            outcome.Facts.Add(Fact.Of("terms", "terms taken", product.Indices.Length));
            outcome.Facts.Add(new Fact("isExact", "exact", product.IsExact ? "yes, fewer terms would not do" : "no", product.IsExact));
            CommonFacts.Add(outcome, product.Error);
            outcome.Facts.Add(Fact.Of("expectedRelativeError", "expected relative error", product.ExpectedError.RelativeFrobenius));
            outcome.Plots.Add(new Plot("Weights of the terms", "term, the heaviest first", "weight",
                [.. product.Weights.OrderDescending().Select((weight, i) => (i + 1.0, weight))]));
            outcome.Arrays.Add(OutputArray.Of("product", product.Product));
            outcome.Arrays.Add(OutputArray.Of<int>("indices", product.Indices.ToArray()));
            outcome.Arrays.Add(OutputArray.Of<double>("weights", product.Weights.ToArray()));
            return outcome;
        }

        /// <summary>With one factor in memory the other may be sparse, or stay in its file.</summary>
        private DenseMatrix<T> Exact<T>(Outcome outcome)
            where T : unmanaged, INumberBase<T>
        {
            ILinearOperator<T> left = x.Load<T>(run.LoadOptions);
            using IDisposable? disposableLeft = left as IDisposable;
            ILinearOperator<T> right = y.Load<T>(run.LoadOptions);
            using IDisposable? disposableRight = right as IDisposable;
            if (left is DenseMatrix<T> dense && right is not DenseMatrix<T>)
            {
                // X Y = (Yᴴ Xᴴ)ᴴ.
                DenseMatrix<T> adjoint = dense.ConjugateTranspose();
                return CommandRun.Time(outcome, () => right.MultiplyAdjoint(adjoint).ConjugateTranspose());
            }

            DenseMatrix<T> thin = right as DenseMatrix<T> ?? y.LoadDense<T>(run.LoadOptions);
            return CommandRun.Time(outcome, () => left.Multiply(thin));
        }
    }
}
