using FashionMnist.Display;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>The truncated SVD of the training matrix: randomised, against LAPACK's SVD of the whole matrix.</summary>
internal sealed record SvdExperiment(
    SingularSpectrum Spectrum, IReadOnlyList<TruncatedSvd<double>> Results, IReadOnlyList<Measurement> Measurements)
{
    public const string Task = "Truncated SVD";
    public const string Randomized = "randomised";
    public const string Full = "LAPACK's full SVD";

    public static int Steps(int[] ranks) => 1 + ranks.Length;

    public static SvdExperiment Run(DenseMatrix<double> x, int[] ranks, Phase phase, CancellationToken cancellationToken)
    {
        TruncatedSvdOptions full = new() { Method = TruncatedSvdMethod.Full, Progress = phase };
        Timed<SingularSpectrum> exact = Clock.Time(phase, Full, () =>
            new SingularSpectrum(TruncatedSvd.Compute(x, Math.Min(x.RowCount, x.ColumnCount), full, cancellationToken).SingularValues));
        List<Measurement> measurements = [new() { Task = Task, Method = Full, Seconds = exact.Seconds, Runs = exact.Runs }];

        List<TruncatedSvd<double>> results = [];
        TruncatedSvdOptions randomized = new() { Method = TruncatedSvdMethod.SubspaceIteration, Progress = phase };
        foreach (int rank in ranks)
        {
            Timed<TruncatedSvd<double>> run = Clock.Time(
                phase, $"randomised, rank {rank}", () => TruncatedSvd.Compute(x, rank, randomized, cancellationToken));
            results.Add(run.Result);
            measurements.Add(new Measurement
            {
                Task = Task,
                Method = Randomized,
                Size = rank,
                Seconds = run.Seconds,
                Runs = run.Runs,
                ExactSeconds = exact.Seconds,
                Error = TrueError.OfProduct(x, run.Result.U, run.Result.ScaledVT(), cancellationToken),
                Estimate = run.Result.Error,
                Optimum = exact.Result.OptimumOfMatrix(rank),
            });
        }

        return new SvdExperiment(exact.Result, results, measurements);
    }
}
