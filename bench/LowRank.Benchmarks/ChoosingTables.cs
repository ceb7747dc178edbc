using System.Globalization;
using LowRank.Reporting;

namespace LowRank.Benchmarks;

/// <summary>The tables of docs/choosing.md: what the methods take and err by on matrices whose best errors and inverses are
/// known.</summary>
internal static class ChoosingTables
{
    private const int Runs = 5;
    private const int Rank = 100;

    /// <summary>Prints the tables as Markdown.</summary>
    public static void Print(TextWriter output)
    {
        DenseMatrix<double> harmonic = TestMatrices.WithSpectrum(4000, 2000, Harmonic, 1);
        output.WriteLine(TruncatedSvds(harmonic));
        output.WriteLine(TallTruncatedSvds());
        output.WriteLine(Skeletons(harmonic));
        output.WriteLine(PseudoInverses());
        output.WriteLine(ColumnRowProducts());
        output.WriteLine(Machine.Describe().Summary);
    }

    private static string TruncatedSvds(DenseMatrix<double> harmonic)
    {
        DenseMatrix<double> geometric = TestMatrices.WithSpectrum(4000, 2000, Geometric, 3);
        (string Name, DenseMatrix<double> A, Func<int, double> Spectrum, int Rank)[] inputs =
        [
            ("σ = 1/i, rank 20", harmonic, Harmonic, 20), ("σ = 1/i, rank 100", harmonic, Harmonic, Rank),
                ("σ = 0.9^i, rank 100", geometric, Geometric, Rank),
        ];
        TruncatedSvdOptions[] ways =
        [
            new(), new() { Method = TruncatedSvdMethod.BlockKrylov }, new() { Method = TruncatedSvdMethod.SubspaceIteration },
            new() { Method = TruncatedSvdMethod.Lanczos }, new() { Method = TruncatedSvdMethod.Gram },
                new() { Method = TruncatedSvdMethod.Full },
        ];
        return Table(
            ["", .. inputs.Select(input => input.Name)],
            ways.Select(options => Row($"`{options.Method}`", inputs.Select(input => Svd(input.A, input.Spectrum, input.Rank, options)))));
    }

    private static string TallTruncatedSvds()
    {
        DenseMatrix<double> tall = TestMatrices.WithSpectrum(60_000, 784, Harmonic, 5);
        int[] ranks = [10, 50, 150];
        TruncatedSvdOptions[] ways =
        [
            new(), new() { Method = TruncatedSvdMethod.SubspaceIteration }, new() { Method = TruncatedSvdMethod.Gram },
            new() { Method = TruncatedSvdMethod.Lanczos }, new() { Method = TruncatedSvdMethod.Full },
        ];
        return Table(
            ["", .. ranks.Select(rank => $"rank {rank}")],
                ways.Select(options => Row($"`{options.Method}`", ranks.Select(rank => Svd(tall, Harmonic, rank, options)))));
    }

    private static string Svd(DenseMatrix<double> a, Func<int, double> spectrum, int rank, TruncatedSvdOptions options)
    {
        double error = 0;
        double time = WarmTime.Median(() => error = TruncatedSvd.Compute(a, rank, options).Error.RelativeFrobenius, Runs);
        return $"{Seconds(time)}, {Number(error / TestMatrices.Optimum(a.ColumnCount, spectrum, rank), "F3")}";
    }

    private static string Skeletons(DenseMatrix<double> a)
    {
        double optimum = TestMatrices.Optimum(a.ColumnCount, Harmonic, Rank);
        (string Name, Func<ErrorEstimate> Run)[] ways =
        [
            ("`InterpolativeDecomposition`, default", Interpolative(new())),
            ("`RangeFinderPivotedQr`, with `PowerIterations = 1`",
                Interpolative(new()
                {
                    Selection = new() { Method = ColumnSelectionMethod.RangeFinderPivotedQr, PowerIterations = 1 },
                })),
            ("`ColumnPivotedQr`", Interpolative(new() { Selection = ColumnSelectionMethod.ColumnPivotedQr })),
            ("`StrongSwapBound = 2`", Interpolative(new() { Selection = new() { StrongSwapBound = 2 } })),
            ("`Coefficients = FromSketch`", Interpolative(new() { Coefficients = InterpolativeCoefficients.FromSketch })),
            ("`ComputeTwoSided`", () => InterpolativeDecomposition.ComputeTwoSided(a, Rank).Error),
            ("`CurDecomposition`, default", Cur(new())),
            ("`Core = Intersection`", Cur(new() { Core = CurCore.Intersection })),
            ("`Core = Intersection`, 20 rows more", Cur(new() { Core = CurCore.Intersection, RowOversampling = 20 })),
            ("`Selection = Deim`", Cur(new() { Selection = ColumnSelectionMethod.Deim })),
            ("`GeneralizedNystrom`", () => GeneralizedNystrom.Compute(a, Rank).Error),
            ("`TruncatedSvd`, default", () => TruncatedSvd.Compute(a, Rank).Error),
        ];
        return Table(["", "Time", "Error", "÷ optimum"], ways.Select(way =>
        {
            ErrorEstimate? error = null;
            double time = WarmTime.Median(() => error = way.Run(), Runs);
            return new[] { way.Name, Seconds(time), Number(error!.RelativeFrobenius, "G3"),
                Number(error.RelativeFrobenius / optimum, "F2") };
        }));

        Func<ErrorEstimate> Interpolative(InterpolativeDecompositionOptions options) => () =>
            InterpolativeDecomposition.Compute(a, Rank, options).Error;

        Func<ErrorEstimate> Cur(CurDecompositionOptions options) => () => CurDecomposition.Compute(a, Rank, options).Error;
    }

    private static string PseudoInverses()
    {
        const int Rows = 4000;
        const int Columns = 500;
        (string Name, Func<int, double> Spectrum, int Rank)[] inputs =
        [
            ("condition 2", j => Math.Pow(2, -j / (Columns - 1.0)), Columns), ("1e4", j => Math.Pow(1e4, -j / (Columns - 1.0)), Columns),
            ("1e10", j => Math.Pow(1e10, -j / (Columns - 1.0)), Columns), ("rank 250 of 500", j => Math.Pow(10, -j / 249.0), 250),
        ];
        (DenseMatrix<double> A, DenseMatrix<double> Inverse)[] known =
        [
            .. inputs.Select(input => (
                TestMatrices.WithSpectrum(Rows, Columns, input.Spectrum, 7, input.Rank),
                TestMatrices.WithSpectrum(Rows, Columns, j => 1 / input.Spectrum(j), 7, input.Rank).Transpose())),
        ];
        PseudoInverseMethod[] methods = [PseudoInverseMethod.Auto, PseudoInverseMethod.CompleteOrthogonal, PseudoInverseMethod.Svd];
        IEnumerable<string[]> times = methods.Select(method => Row($"`{method}`", known.Select(pair =>
            Seconds(WarmTime.Median(() => PseudoInverse.Compute(pair.A, new() { Method = method }), Runs)))));
        IEnumerable<string[]> errors = methods.Where(method => method != PseudoInverseMethod.CompleteOrthogonal).Select(
            method => Row($"relative error, `{method}`", known.Select(pair =>
        {
            DenseMatrix<double> inverse = PseudoInverse.Compute(pair.A, new() { Method = method }).ToDense();
            return Number(TestMatrices.Distance(inverse, pair.Inverse) / pair.Inverse.FrobeniusNorm(), "0e+0");
        })));
        return Table(
            ["", .. inputs.Select(input => input.Name)],
            [Row("`Auto` takes", known.Select(pair => $"`{PseudoInverse.Compute(pair.A).Method}`")), .. times, .. errors]);
    }

    private static string ColumnRowProducts()
    {
        const int Outer = 1000;
        const int Inner = 20_000;
        const int Samples = 1000;
        DenseMatrix<double> y = TestMatrices.Gaussian(Inner, Outer, 12);
        DenseMatrix<double> alike = TestMatrices.Gaussian(Outer, Inner, 11);
        DenseMatrix<double> falling = alike.ToDense();
        for (int i = 0; i < Inner; i++)
        {
            for (int row = 0; row < Outer; row++)
            {
                falling[row, i] *= Math.Pow(1 + (i / 50.0), -2);
            }
        }

        DenseMatrix<double> destination = DenseMatrix.Create<double>(Outer, Outer);
        DenseMatrix<double>[] inputs = [alike, falling];
        DenseMatrix<double>[] exact = [.. inputs.Select(x => x * y)];
        double[] exactTimes = [.. inputs.Select(x => WarmTime.Median(() => x.Multiply(y, destination), Runs))];
        ColumnRowScheme[] schemes =
            [ColumnRowScheme.Sampling, ColumnRowScheme.Bernoulli, ColumnRowScheme.Hybrid, ColumnRowScheme.TopK, ColumnRowScheme.Auto];
        string table = Table(["", "Gaussian, alike", "Gaussian, term i of size (1 + i/50)⁻²", "Speed-up"], schemes.Select(scheme =>
        {
            ColumnRowOptions options = new() { Scheme = scheme };
            double[] errors = new double[inputs.Length];
            double[] ratios = new double[inputs.Length];
            for (int i = 0; i < inputs.Length; i++)
            {
                DenseMatrix<double> x = inputs[i];
                ratios[i] = exactTimes[i] / WarmTime.Median(() => ColumnRow.MultiplyInto(x, y, Samples, destination, options), Runs);
                errors[i] = TestMatrices.Distance(exact[i], destination) / exact[i].FrobeniusNorm();
            }

            return new[] { $"`{scheme}`", Number(errors[0], "G2"), Number(errors[1], "G2"),
                $"{Number(ratios.Min(), "F0")} to {Number(ratios.Max(), "F0")}" };
        }));
        return $"{table}\nThe exact product takes {Seconds(exactTimes[0])}.";
    }

    private static double Harmonic(int index) => 1.0 / (index + 1);

    private static double Geometric(int index) => Math.Pow(0.9, index);

    private static string Table(IReadOnlyList<string> headers, IEnumerable<string[]> rows) => MarkdownTable.Compose(headers, 1, rows, []);

    private static string[] Row(string name, IEnumerable<string> cells) => [name, .. cells];

    private static string Seconds(double milliseconds) => $"{Number(milliseconds / 1e3, milliseconds < 1e3 ? "F2" : "F1")} s";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
