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

    public static int Steps(int[] ranks) => 2 * ranks.Length;

    public static InterpolativeExperiment Run(
        DenseMatrix<double> x, int[] ranks, SingularSpectrum spectrum, Phase phase, CancellationToken cancellationToken)
    {
        List<InterpolativeDecomposition<double>> results = [];
        List<Measurement> ofSketch = [];
        List<Measurement> ofQr = [];
        foreach (int rank in ranks)
        {
            (_, Measurement exact) = Measure(PivotedQr, ColumnSelectionMethod.ColumnPivotedQr, rank);
            (InterpolativeDecomposition<double> result, Measurement measurement) = Measure(
                Sketched, ColumnSelectionMethod.RangeFinderPivotedQr, rank);
            ofQr.Add(exact);
            ofSketch.Add(measurement with { ExactSeconds = exact.Seconds });
            results.Add(result);
        }

        return new InterpolativeExperiment(results, [.. ofQr, .. ofSketch]);

        (InterpolativeDecomposition<double> Result, Measurement Measurement) Measure(
            string name, ColumnSelectionMethod method, int rank)
        {
            InterpolativeDecompositionOptions options = new() { Selection = method, Progress = phase };
            Timed<InterpolativeDecomposition<double>> run = Clock.Time(
                phase, $"{name}, rank {rank}", () => InterpolativeDecomposition.Compute(x, rank, options, cancellationToken));
            Measurement measurement = new()
            {
                Task = Task,
                Method = name,
                Size = rank,
                Seconds = run.Seconds,
                Runs = run.Runs,
                Error = TrueError.OfProduct(x, run.Result.Skeleton, run.Result.Coefficients, cancellationToken),
                Estimate = run.Result.Error,
                Optimum = spectrum.OptimumOfMatrix(rank),
            };
            return (run.Result, measurement);
        }
    }
}
