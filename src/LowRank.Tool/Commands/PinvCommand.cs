using System.CommandLine;
using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank pinv</c>: the pseudo-inverse, or least squares by it.</summary>
internal sealed class PinvCommand()
    : ToolCommand("pinv", "The pseudo-inverse of A; writes pinv, or with --solve B the least-squares solution x of A x = B.")
{
    private readonly Argument<string> _file = Options.File();
    private readonly Option<string?> _solve = new(
        "--solve") { Description = "The right-hand sides: with this, x = A⁺ B is computed and A⁺ is never formed.", HelpName = "B" };
    private readonly Option<int?> _rank = Options.Rank(
        "Inverts the truncated SVD of this rank instead of the matrix, which then may be sparse or large.");
    private readonly Option<PseudoInverseMethod?> _method = Options.Choice<PseudoInverseMethod>("--method", "How it is computed");
    private readonly Option<double?> _tolerance = Options.Share(
        "--tolerance", "Singular values up to this share of the largest count as zero; by default max(m, n) ε.");

    protected override void Declare(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_solve);
        command.Options.Add(_rank);
        command.Options.Add(_method);
        command.Options.Add(_tolerance);
    }

    public override Outcome Execute(CommandRun run)
    {
        MatrixFile file = run.Open(run.Arguments.GetRequiredValue(_file));
        MatrixFile? sides = run.Arguments.GetValue(_solve) is { } name ? run.Open(name) : null;
        if (sides is not null && sides.RowCount != file.RowCount)
        {
            throw new MatrixFileException(
                sides.Path, $"is {sides.RowCount} × {sides.ColumnCount}, but the matrix is {file.RowCount} × {file.ColumnCount}: both "
                    + "need as many rows.");
        }

        int? rank = run.Arguments.GetValue(_rank);
        PseudoInverseMethod? method = run.Arguments.GetValue(_method);
        if (rank is not null && method is not null)
        {
            throw new ToolException("--rank inverts a truncated SVD, so there is no --method to choose.");
        }

        PseudoInverseOptions options = new()
        {
            Method = method ?? PseudoInverseMethod.Auto,
            RelativeTolerance = run.Arguments.GetValue(_tolerance),
            MaxDegreeOfParallelism = run.Threads,
            Progress = run.Progress,
        };
        ElementType type = sides is null ? run.TypeFor(file) : run.TypeFor(file, sides);
        return type.Dispatch(new Work(run, file, sides, rank, options));
    }

    private sealed class Work(CommandRun run, MatrixFile file, MatrixFile? sides, int? rank, PseudoInverseOptions options)
        : IElementAction<Outcome>
    {
        public Outcome Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            Outcome outcome = new("pinv");
            CommandRun.Describe(outcome, file, ElementTypes.Of<T>());
            ILinearOperator<T> matrix = rank is null ? file.LoadDense<T>(run.LoadOptions) : file.Load<T>(run.LoadOptions);
            using IDisposable? disposable = matrix as IDisposable;
            DenseMatrix<T>? b = sides?.LoadDense<T>(run.LoadOptions);
            PseudoInverse<T> inverse = CommandRun.Time(outcome, () => Invert(matrix));
            outcome.Facts.Add(Fact.Of("method", "method", Options.Hyphenated(inverse.Method)));
            outcome.Facts.Add(Fact.Of("rank", "rank", inverse.Rank));
            outcome.Facts.Add(Fact.Of("threshold", "zero up to", inverse.Threshold));
            outcome.Facts.Add(Fact.Of(
                "condition", "condition σ₁/σ_r", inverse.Rank == 0 ? 0 : inverse.SingularValues[0] / inverse.SingularValues[^1]));
            CommonFacts.Add(outcome, inverse.Error);
            outcome.Spectrum = [.. inverse.SingularValues];
            outcome.Plots.Add(CommonFacts.Spectrum("Singular values", inverse.SingularValues));
            if (b is not null)
            {
                DenseMatrix<T> x = inverse.Multiply(b);
                DenseMatrix<T> residual = matrix.Multiply(x);
                double norm = 0;
                for (int i = 0; i < residual.RowCount; i++)
                {
                    for (int j = 0; j < residual.ColumnCount; j++)
                    {
                        norm = double.Hypot(norm, double.CreateChecked(T.Abs(residual[i, j] - b[i, j])));
                    }
                }

                outcome.Facts.Add(Fact.Of("residual", "residual ‖A x − B‖", norm));
                outcome.Arrays.Add(OutputArray.Of("x", x));
            }
            else if (run.WantsOutput)
            {
                outcome.Arrays.Add(OutputArray.Of("pinv", inverse.ToDense()));
            }

            return outcome;
        }

        private PseudoInverse<T> Invert<T>(ILinearOperator<T> matrix)
            where T : unmanaged, INumberBase<T>
        {
            if (rank is not { } k)
            {
                return PseudoInverse.Compute((DenseMatrix<T>)matrix, options, run.CancellationToken);
            }

            TruncatedSvdOptions truncated = new() { Seed = run.Seed, MaxDegreeOfParallelism = run.Threads, Progress = run.Progress };
            return PseudoInverse.FromSvd(TruncatedSvd.Compute(matrix, k, truncated, run.CancellationToken), options);
        }
    }
}
