using System.Globalization;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>The table of docs/column-selection.md: error ÷ optimum of every selector, on the matrices that column selection is tried
/// on.</summary>
internal static class ColumnSelectionTable
{
    private const int Repetitions = 50;

    // Before pivoting, as many times the wanted number of columns are drawn (I-9).
    private const int PreSampleShare = 3;
    private const double SwapBound = 2;

    private sealed record Selector(string Name, Func<int, ColumnSelectionOptions> Options);

    private sealed record Family(string Name, int Rank, int Repetitions, Func<int, DenseMatrix<double>> Build);

    /// <summary>Prints the table as Markdown.</summary>
    public static void Print(TextWriter output)
    {
        Family[] families = [.. Families()];
        output.WriteLine($"| selector | {string.Join(" | ", families.Select(family => family.Name))} |");
        output.WriteLine($"|---|{string.Concat(families.Select(_ => "---|"))}");
        double[] optima = [.. families.Select(Optimum)];
        foreach (Selector selector in Selectors())
        {
            IEnumerable<string> cells = families.Select(
                (family, index) => Mean(family, selector, optima[index]).ToString("F2", CultureInfo.InvariantCulture));
            output.WriteLine($"| {selector.Name} | {string.Join(" | ", cells)} |");
        }

        output.WriteLine($"| optimum (relative) | "
            + $"{string.Join(" | ", optima.Select(o => o.ToString("G3", CultureInfo.InvariantCulture)))} |");
    }

    /// <summary>The mean relative error of the best approximations of that rank.</summary>
    private static double Optimum(Family family) => Enumerable.Range(0, family.Repetitions).Average(seed =>
    {
        DenseMatrix<double> a = family.Build(seed);
        return TruncatedSvd.Compute(a, family.Rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full }).Error.RelativeFrobenius;
    });

    private static double Mean(Family family, Selector selector, double optimum) => Enumerable.Range(0, family.Repetitions).Average(seed =>
    {
        DenseMatrix<double> a = family.Build(seed);
        ColumnSubset subset = ColumnSelection.Select(a, family.Rank, selector.Options(family.Rank) with { Seed = (ulong)seed + 1 });

        // Measured, not estimated: with the best coefficients, entry by entry.
        DenseMatrix<double> approximation = InterpolativeDecomposition.FromIndices(a, subset.Indices.AsSpan()).ToDense();
        double sum = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                double difference = a[i, j] - approximation[i, j];
                sum += difference * difference;
            }
        }

        return Math.Sqrt(sum) / a.FrobeniusNorm();
    }) / optimum;

    /// <summary>Every method by itself, and pivoting with what can stand before and behind any of them.</summary>
    private static IEnumerable<Selector> Selectors()
    {
        ColumnSelectionOptions pivoting = new() { Method = ColumnSelectionMethod.ColumnPivotedQr };
        return
        [
            .. Enum.GetValues<ColumnSelectionMethod>().Except([ColumnSelectionMethod.Auto]).Select(
                method => new Selector($"`{method}`", _ => pivoting with { Method = method })),
            new Selector($"`{pivoting.Method}` of {PreSampleShare}k drawn columns", rank =>
                pivoting with { PreSampleCount = PreSampleShare * rank }),
            new Selector($"`{pivoting.Method}`, `{nameof(pivoting.StrongSwapBound)}` = {SwapBound}", _ =>
                pivoting with { StrongSwapBound = SwapBound }),
        ];
    }

    private static IEnumerable<Family> Families()
    {
        yield return new Family("Gaussian 30×20, 5", 5, Repetitions, seed => Gaussian(30, 20, seed));
        yield return new Family(
            "σ=0.7^i 30×20, 5", 5, Repetitions, seed => TestMatrices.WithSpectrum(30, 20, i => Math.Pow(0.7, i), (ulong)seed + 7));
        yield return new Family("5 directions + noise, 5", 5, Repetitions, Directions);
        yield return new Family("rank 5 + 3 outliers, 5", 5, Repetitions, Outliers);
        yield return new Family("Gaussian kernel 30×20, 5", 5, Repetitions, Kernel);
        yield return new Family("Hilbert 300, 8", 8, 20, _ => Build(300, 300, (i, j) => 1.0 / (i + j + 1)));
        yield return new Family("Hilbert 1024, 8", 8, 10, _ => Build(1024, 1024, (i, j) => 1.0 / (i + j + 1)));
        yield return new Family("Kahan 32, 31", 31, 20, _ => Kahan(32));
        yield return new Family("Kahan 64, 63", 63, 20, _ => Kahan(64));
        yield return new Family("Fourier kernel 200, 20", 20, 20, _ =>
            Build(200, 200, (i, j) => Math.Cos(2 * Math.PI * i * j / (200.0 * 16)) / Math.Sqrt(200)));
    }

    private static DenseMatrix<double> Directions(int seed)
    {
        System.Random random = new(seed);
        DenseMatrix<double> directions = Gaussian(30, 5, seed + 1000);
        DenseMatrix<double> noise = Gaussian(30, 20, seed + 2000);
        int[] which = [.. Enumerable.Range(0, 20).Select(_ => random.Next(5))];
        double[] lengths = [.. Enumerable.Range(0, 20).Select(_ => 0.5 + (2 * random.NextDouble()))];
        return Build(30, 20, (i, j) => (lengths[j] * directions[i, which[j]]) + (0.2 * noise[i, j]));
    }

    private static DenseMatrix<double> Outliers(int seed)
    {
        DenseMatrix<double> product = Gaussian(30, 5, seed + 3000) * Gaussian(5, 20, seed + 4000);
        DenseMatrix<double> outliers = Gaussian(30, 3, seed + 5000);
        return Build(30, 20, (i, j) => j < 3 ? 3 * outliers[i, j] : product[i, j]);
    }

    private static DenseMatrix<double> Kernel(int seed)
    {
        DenseMatrix<double> x = Gaussian(30, 2, seed + 6000);
        DenseMatrix<double> y = Gaussian(20, 2, seed + 7000);
        return Build(30, 20, (i, j) => Math.Exp(-(Math.Pow(x[i, 0] - y[j, 0], 2) + Math.Pow(x[i, 1] - y[j, 1], 2)) / 2));
    }

    private static DenseMatrix<double> Kahan(int n)
    {
        (double sine, double cosine) = Math.SinCos(1.2);
        return Build(n, n, (i, j) => Math.Pow(1 - 1e-5, j) * Math.Pow(sine, i) * (i == j ? 1 : i < j ? -cosine : 0));
    }

    private static DenseMatrix<double> Gaussian(int rows, int columns, int seed)
    {
        System.Random random = new(seed);
        return Build(rows, columns, (_, _) =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    private static DenseMatrix<double> Build(int rows, int columns, Func<int, int, double> entry)
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = entry(i, j);
            }
        }

        return a;
    }
}
