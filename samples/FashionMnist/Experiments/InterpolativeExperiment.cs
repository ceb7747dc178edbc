using FashionMnist.Display;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>The interpolative decomposition of the training matrix: the pixels from which all others follow best.</summary>
internal sealed record InterpolativeExperiment(
    IReadOnlyList<InterpolativeDecomposition<double>> Results, IReadOnlyList<Measurement> Measurements)
{
    public const string Task = "Interpolative (ID)";
    public const string Sketched = "sketched";
    public const string PivotedQr = "full pivoted QR";

    public static int Steps(int[] ranks) => 1 + ranks.Length;

    public static InterpolativeExperiment Run(
        DenseMatrix<double> x, int[] ranks, SingularSpectrum spectrum, Phase phase, CancellationToken cancellationToken)
    {
        InterpolativeDecompositionOptions full = new() { Method = InterpolativeDecompositionMethod.ColumnPivotedQr, Progress = phase };
        Timed<InterpolativeDecomposition<double>> exact = Clock.Time(
            phase, PivotedQr, () => InterpolativeDecomposition.Compute(x, ranks.Max(), full, cancellationToken));

        List<InterpolativeDecomposition<double>> results = [];
        List<Measurement> ofSketch = [];
        List<Measurement> ofQr = [];
        InterpolativeDecompositionOptions sketched = new() { Method = InterpolativeDecompositionMethod.Sketched, Progress = phase };
        foreach (int rank in ranks)
        {
            ofQr.Add(Leading(x, exact, rank, spectrum, cancellationToken));
            Timed<InterpolativeDecomposition<double>> run = Clock.Time(
                phase, $"sketched, rank {rank}", () => InterpolativeDecomposition.Compute(x, rank, sketched, cancellationToken));
            results.Add(run.Result);
            ofSketch.Add(new Measurement
            {
                Task = Task,
                Method = Sketched,
                Size = rank,
                Seconds = run.Seconds,
                Runs = run.Runs,
                ExactSeconds = exact.Seconds,
                Error = TrueError.OfProduct(x, run.Result.Skeleton, run.Result.Coefficients, cancellationToken),
                Estimate = run.Result.Error,
                Optimum = spectrum.OptimumOfMatrix(rank),
            });
        }

        return new InterpolativeExperiment(results, [.. ofQr, .. ofSketch]);
    }

    /// <summary>
    /// What the pivoted QR gives at a lower rank: its first pivots, without running it again. The coefficients C⁺X are those of the triangular factor.
    /// </summary>
    private static Measurement Leading(
        DenseMatrix<double> x, Timed<InterpolativeDecomposition<double>> exact, int rank, SingularSpectrum spectrum, CancellationToken cancellationToken)
    {
        bool isWhole = rank == exact.Result.Rank;
        DenseMatrix<double> skeleton = exact.Result.Skeleton.AsColumns(0, rank);
        DenseMatrix<double> coefficients = isWhole
            ? exact.Result.Coefficients
            : PseudoInverse.Solve(skeleton, x, cancellationToken: cancellationToken);
        return new Measurement
        {
            Task = Task,
            Method = PivotedQr,
            Size = rank,
            Seconds = exact.Seconds,
            Runs = exact.Runs,
            Error = TrueError.OfProduct(x, skeleton, coefficients, cancellationToken),
            Estimate = isWhole ? exact.Result.Error : null,
            Optimum = spectrum.OptimumOfMatrix(rank),
        };
    }
}
