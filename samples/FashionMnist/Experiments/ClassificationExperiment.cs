using FashionMnist.Display;
using LowRank;
using Samples;

namespace FashionMnist.Experiments;

/// <summary>
/// The test images classified by least squares: exactly, by the pseudo-inverse of the training matrix A with a column of ones, and by
/// truncated SVDs of A in its place.
/// </summary>
internal sealed record ClassificationExperiment(IReadOnlyList<Measurement> Measurements)
{
    public const string InverseTask = "Pseudo-inverse";
    public const string Task = "Classification";

    public static int Steps(int[] ranks) => 2 + ranks.Length;

    public static ClassificationExperiment Run(ImageSet train, ImageSet test, int[] ranks, Phase phase, CancellationToken cancellationToken)
    {
        DenseMatrix<double> a = train.ToMatrix<double>(extraColumns: 1);
        DenseMatrix<double> targets = LabelTargets.Of<double>(train);
        DenseMatrix<double> testMatrix = test.ToMatrix<double>(extraColumns: 1);

        PseudoInverseOptions options = new() { Progress = phase };
        Timed<PseudoInverse<double>> inverse = Clock.Time(
            phase, "pseudo-inverse", () => PseudoInverse.Compute(a, options, cancellationToken));
        Timed<DenseMatrix<double>> exact = Clock.Time(phase, "weights by the pseudo-inverse", () => inverse.Result.Multiply(targets));
        double optimum = TrueError.OfProduct(targets, a, exact.Result, cancellationToken);
        List<Measurement> measurements =
        [
            new()
            {
                Task = InverseTask,
                Method = inverse.Result.Method.ToString(),
                Size = inverse.Result.Rank,
                Seconds = inverse.Seconds,
                Runs = inverse.Runs,
                Error = PenroseError(a, inverse.Result),
                Estimate = inverse.Result.Error,
            },
            Row("pseudo-inverse", inverse.Result.Rank, exact.Result, inverse.Seconds + exact.Seconds, inverse.Runs, null),
        ];

        TruncatedSvdOptions automatic = new() { Progress = phase };
        foreach (int rank in ranks)
        {
            Timed<DenseMatrix<double>> run = Clock.Time(
                phase, $"weights by a truncated SVD, rank {rank}", () =>
                    TruncatedSvd.Compute(a, rank, automatic, cancellationToken).Solve(targets));
            measurements.Add(Row("truncated SVD", rank, run.Result, run.Seconds, run.Runs, inverse.Seconds + exact.Seconds));
        }

        return new ClassificationExperiment(measurements);

        Measurement Row(string method, int rank, DenseMatrix<double> weights, double seconds, int runs, double? exactSeconds) => new()
        {
            Task = Task,
            Method = method,
            Size = rank,
            Seconds = seconds,
            Runs = runs,
            ExactSeconds = exactSeconds,
            Error = TrueError.OfProduct(targets, a, weights, cancellationToken),
            Optimum = optimum,
            Accuracy = LabelTargets.Accuracy(testMatrix * weights, test),
        };
    }

    /// <summary>Penrose's second condition, <c>‖A⁺AA⁺ − A⁺‖_F / ‖A⁺‖_F</c>: 0 for the true pseudo-inverse, and in the units of the
    /// library's bound.</summary>
    private static double PenroseError(DenseMatrix<double> a, PseudoInverse<double> inverse)
    {
        DenseMatrix<double> defect = inverse.Multiply(a);
        for (int i = 0; i < defect.RowCount; i++)
        {
            defect[i, i] -= 1;
        }

        // (A⁺A − I) A⁺, transposed.
        DenseMatrix<double> product = DenseMatrix.Create<double>(a.RowCount, a.ColumnCount);
        inverse.MultiplyAdjoint(defect.Transpose(), product);
        double norm = Math.Sqrt(inverse.SingularValues.Sum(value => 1 / (value * value)));
        return product.FrobeniusNorm() / norm;
    }
}
