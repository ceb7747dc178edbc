using FashionMnist.Display;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>The truncated SVD of the training matrix: by the method that it chooses itself, against LAPACK's SVD of the whole
/// matrix.</summary>
internal sealed record SvdExperiment(
    SingularSpectrum Spectrum, IReadOnlyList<TruncatedSvd<double>> Results, IReadOnlyList<Measurement> Measurements)
{
    public const string Task = "Truncated SVD";
    public const string Automatic = "Auto";
    public const string Full = "LAPACK's full SVD";

    public static int Steps(int[] ranks) => 1 + ranks.Length;

    public static SvdExperiment Run(DenseMatrix<double> x, int[] ranks, Phase phase, CancellationToken cancellationToken)
    {
        TruncatedSvdOptions full = new() { Method = TruncatedSvdMethod.Full, Progress = phase };
        Timed<SingularSpectrum> exact = Clock.Time(phase, Full, () =>
            new SingularSpectrum(TruncatedSvd.Compute(x, Math.Min(x.RowCount, x.ColumnCount), full, cancellationToken).SingularValues));
        List<Measurement> measurements = [new() { Task = Task, Method = Full, Seconds = exact.Seconds, Runs = exact.Runs }];

        List<TruncatedSvd<double>> results = [];
        TruncatedSvdOptions automatic = new() { Progress = phase };
        foreach (int rank in ranks)
        {
            Timed<TruncatedSvd<double>> run = Clock.Time(
                phase, $"truncated, rank {rank}", () => TruncatedSvd.Compute(x, rank, automatic, cancellationToken));
            results.Add(run.Result);
            measurements.Add(new Measurement
            {
                Task = Task,
                Method = Automatic,
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
