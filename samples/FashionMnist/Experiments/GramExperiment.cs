using FashionMnist.Display;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>The Gram matrix XᵀX of the training images from a few of them, by the column–row product, against the exact product.</summary>
/// <param name="Measurements">The rows of the table.</param>
/// <param name="Sweep">Many sample counts, for the chart of error against time; those of the table are among them.</param>
/// <param name="ExactSeconds">The time of the exact product.</param>
internal sealed record GramExperiment(IReadOnlyList<Measurement> Measurements, IReadOnlyList<Measurement> Sweep, double ExactSeconds)
{
    public const string Task = "Gram matrix";

    // The table's 1 %, 5 % and 20 %, and others between and around them for the chart.
    private static readonly double[] _tableShares = [0.01, 0.05, 0.2];
    private static readonly double[] _chartShares = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4];
    private static readonly ColumnRowScheme[] _schemes = [ColumnRowScheme.Sampling, ColumnRowScheme.TopK];

    public static int Steps => 1 + (_schemes.Length * _chartShares.Length);

    public static string Name(ColumnRowScheme scheme) => scheme == ColumnRowScheme.TopK ? "top-k" : "sampling";

    public static GramExperiment Run(DenseMatrix<double> x, SingularSpectrum spectrum, Phase phase, CancellationToken cancellationToken)
    {
        Timed<DenseMatrix<double>> exact = Clock.Time(phase, "exact product", () => x.Transpose() * x);
        List<Measurement> sweep = [];
        foreach (ColumnRowScheme scheme in _schemes)
        {
            ColumnRowOptions options = new() { Scheme = scheme, Progress = phase };
            foreach (double share in _chartShares)
            {
                int count = Math.Max(1, (int)Math.Round(share * x.RowCount));
                Timed<ColumnRowProduct<double>> run = Clock.Time(
                    phase, $"{Name(scheme)}, {count} rows", () => ColumnRow.Multiply(x.Transpose(), x, count, options, cancellationToken));
                sweep.Add(new Measurement
                {
                    Task = Task,
                    Method = Name(scheme),
                    Size = count,
                    Seconds = run.Seconds,
                    Runs = run.Runs,
                    ExactSeconds = exact.Seconds,
                    Error = TrueError.Of(exact.Result, run.Result.Product),
                    Estimate = run.Result.Error,
                    // From as many rows as there are columns on, some matrix of that rank is the product itself.
                    Optimum = count < spectrum.Count ? spectrum.OptimumOfGram(count) : null,
                });
            }
        }

        Measurement whole = new() { Task = Task, Method = "exact product", Size = x.RowCount, Seconds = exact.Seconds, Runs = exact.Runs };
        HashSet<int> inTable = [.. _tableShares.Select(share => (int)Math.Round(share * x.RowCount))];
        return new GramExperiment([whole, .. sweep.Where(row => inTable.Contains(row.Size!.Value))], sweep, exact.Seconds);
    }
}
