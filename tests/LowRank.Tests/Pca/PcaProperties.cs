using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class PcaPropertiesOfSingle : PcaProperties<float>;

public sealed class PcaPropertiesOfDouble : PcaProperties<double>;

public sealed class PcaPropertiesOfComplex : PcaProperties<Complex>;

/// <summary>Principal components without forming the centred matrix are those of the centred matrix.</summary>
public abstract class PcaProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly PcaOptions[] AllOptions =
    [
        .. from center in new[] { true, false }
           from scaling in Enum.GetValues<PcaScaling>()
           from method in Enum.GetValues<TruncatedSvdMethod>()
           select new PcaOptions { Center = center, Scaling = scaling, Svd = new TruncatedSvdOptions { Method = method } },
    ];

    /// <summary>The kinds of input that hold the same entries.</summary>
    private enum Kind
    {
        Dense,
        Sparse,
        Columns,
        Products,
    }

    [Fact]
    public void The_model_is_the_svd_of_the_standardised_samples() => Cases.Check(sizes =>
    {
        // Zeros for the sparse kind, an offset for the mean, features of different sizes for the scales.
        Samples samples = new(sizes);
        DenseMatrix<T> dense = new Stored<T>(sizes.A, samples.Entries, isPaddingNaN: true).Matrix;
        PcaOptions options = AllOptions[sizes.Seed % AllOptions.Length] with { Whiten = sizes.Seed % 3 == 0 };
        int rank = sizes.K % (samples.Min + 1);
        foreach (Kind kind in Enum.GetValues<Kind>())
        {
            (Pca<T> pca, DenseMatrix<T> scores) = Pca.FitTransform(Input(kind, dense), rank, options);
            AssertModel(pca, scores, samples, options, $"{kind}, {options.Scaling}, {options.Svd.Method}, {pca.Method}");
        }
    });

    [Fact]
    public void Scores_go_back_to_samples() => Cases.Check(sizes =>
    {
        Samples samples = new(sizes);
        DenseMatrix<T> dense = Oracle.ToMatrix<T>(samples.Entries, sizes.A.Layout);
        PcaOptions options = AllOptions[sizes.Seed % AllOptions.Length] with { Whiten = sizes.Seed % 3 == 0 };
        Pca<T> pca = Pca.Fit(dense, samples.Min, options);
        double size = samples.Entries.Norm() * pca.Scale.DefaultIfEmpty(1).Max() / pca.Scale.DefaultIfEmpty(1).Min();
        double rounding = Expect.Rounding<T>(samples.Max, size);

        // All components: the samples themselves; and what other samples keep is their projection.
        Expect.Close(Oracle.Of(pca.InverseTransform(pca.Transform(dense))), samples.Entries, rounding, "there and back");
        Complex[,] others = Oracle.Gaussian<T>(5, samples.Columns, sizes.Seed + 9);
        DenseMatrix<T> scores = pca.Transform(new Stored<T>(sizes.B, others, isPaddingNaN: true).Matrix);
        Assert.Equal((5, samples.Min), (scores.RowCount, scores.ColumnCount));
        DenseMatrix<T> again = pca.Transform(pca.InverseTransform(scores));
        double scoreSize = Math.Max(1, scores.FrobeniusNorm()) * size / Math.Max(1e-3, pca.SingularValues.DefaultIfEmpty(1).Last());
        if (pca.SingularValues.DefaultIfEmpty(1).Last() > 1e-3 * size)
        {
            Expect.Close(Oracle.Of(again), Oracle.Of(scores), Expect.Rounding<T>(samples.Max, scoreSize), "back and there");
        }

        // The sparse matrix with the same entries has the same scores.
        Expect.Close(
            Oracle.Of(pca.Transform(SparseMatrix.FromDense(dense))),
            Oracle.Of(pca.Transform(dense)),
            WhiteningFactor(pca) * Expect.Rounding<T>(samples.Max, size / pca.Scale.DefaultIfEmpty(1).Min()),
            "scores of sparse samples");
    });

    /// <summary>The trap of centring after a transposition chosen by shape (scikit-learn's issue of 2018): rows are samples, wide or
    /// tall.</summary>
    [Theory]
    [InlineData(200, 20)]
    [InlineData(20, 200)]
    public void Rows_are_samples_whatever_the_shape(int rows, int columns)
    {
        Complex[,] entries = Oracle.Gaussian<T>(rows, columns, 3).Add(Oracle.Filled(rows, columns, 10));
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
            {
                PcaOptions options = new() { Svd = new TruncatedSvdOptions { Method = method } };
                Pca<T> pca = Pca.Fit(Oracle.ToMatrix<T>(entries, layout), 19, options);
                double[] sigma = Oracle.SingularValues(Standardized(entries, true, false).Entries);
                Expect.AtMost(pca.SingularValues[0], sigma[0] * (1 + 1e-4), "σ₁");
                Expect.AtLeast(pca.SingularValues[0], sigma[0] * 0.99, "σ₁");
            }
        }
    }

    /// <summary>Powers of two pass through every step without rounding, so that the components are the same and the variances
    /// scaled.</summary>
    [Fact]
    public void Scaling_the_samples_by_a_power_of_two_scales_the_variances() => Cases.Check(sizes =>
    {
        Samples samples = new(sizes);
        PcaOptions options = AllOptions[sizes.Seed % AllOptions.Length];
        foreach (double factor in new[] { 1024.0, 1.0 / 4096 })
        {
            Pca<T> pca = Pca.Fit(Oracle.ToMatrix<T>(samples.Entries), samples.Min, options);
            Pca<T> scaled = Pca.Fit(Oracle.ToMatrix<T>(samples.Entries.Scale(factor)), samples.Min, options);
            bool keeps = options.Scaling == PcaScaling.UnitVariance;
            double expected = keeps && pca.Scale.All(s => s != 1) ? 1 : factor;
            if (keeps && pca.Scale.Any(s => s == 1))
            {
                continue;
            }

            double allowed = Expect.Rounding<T>(samples.Max, pca.TotalVariance) * expected * expected;
            for (int j = 0; j < samples.Min; j++)
            {
                Expect.Close(scaled.ExplainedVariance[j], pca.ExplainedVariance[j] * expected * expected, allowed, $"variance {j}");
            }

            Assert.Equal([.. pca.Mean.Select(m => Oracle.Of(m) * factor)], scaled.Mean.Select(Oracle.Of).ToArray());
        }
    });

    [Fact]
    public void Extreme_sizes_keep_the_ratios() => Cases.Check(sizes =>
    {
        Samples samples = new(sizes);
        double factor = Expect.ExtremeScale<T>((ulong)sizes.Seed);
        PcaOptions options = AllOptions[sizes.Seed % AllOptions.Length] with { Scaling = PcaScaling.None };
        Pca<T> pca = Pca.Fit(Oracle.ToMatrix<T>(samples.Entries), samples.Min, options);
        Pca<T> extreme = Pca.Fit(Oracle.ToMatrix<T>(samples.Entries.Scale(factor)), samples.Min, options);
        for (int j = 0; j < samples.Min; j++)
        {
            double allowed = Expect.Rounding<T>(samples.Max, samples.Entries.Norm() / Math.Max(1e-3, Math.Sqrt(pca.TotalVariance)));
            Expect.Close(extreme.ExplainedVarianceRatio[j], pca.ExplainedVarianceRatio[j], allowed, $"ratio {j}");
        }
    });

    [Fact]
    public void A_share_of_the_variance_is_reached_with_as_few_components_as_can_be() => Cases.Check(sizes =>
    {
        Samples samples = new(sizes);
        double share = new[] { 0.3, 0.6, 0.9, 0.99 }[sizes.Seed % 4];
        PcaOptions options = new() { Svd = new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full } };
        Pca<T> pca = Pca.Fit(Oracle.ToMatrix<T>(samples.Entries), Pca.ExplainedVariance(share), options);
        double rounding = Expect.Rounding<T>(samples.Max, 100);
        if (pca.TotalVariance > 0)
        {
            Expect.AtLeast(pca.ExplainedVarianceRatio.Sum(), share - rounding, "the share");
            Expect.AtMost(pca.ExplainedVarianceRatio.SkipLast(1).Sum(), share + rounding, "the share without the last component");
        }

        Assert.True(Pca.Fit(Oracle.ToMatrix<T>(samples.Entries), Pca.ExplainedVariance(0.999, 1), options).ComponentCount <= 1);
    });

    private static ILinearOperator<T> Input(Kind kind, DenseMatrix<T> dense) => kind switch
    {
        Kind.Dense => dense,
        Kind.Sparse => SparseMatrix.FromDense(dense),
        Kind.Columns => new SourceOperator<T>(dense),
        _ => LinearOperator.Create<T>(dense.RowCount, dense.ColumnCount, dense.Multiply, dense.MultiplyAdjoint),
    };

    private static void AssertModel(Pca<T> pca, DenseMatrix<T> scores, Samples samples, PcaOptions options, string what)
    {
        (Complex[,] standardized, Complex[] mean, double[] scale) = Standardized(
            samples.Entries, options.Center, options.Scaling == PcaScaling.UnitVariance);
        int rank = pca.ComponentCount;
        double root = Math.Sqrt(Math.Max(1, samples.Rows - 1));
        double norm = standardized.Norm();

        // What rounding does to the entries before they are centred, over the smallest scale, is what it may do to the result.
        double size = samples.Entries.Norm() / scale.DefaultIfEmpty(1).Min();
        double rounding = Expect.Rounding<T>(samples.Max, size);
        Assert.Equal((samples.Rows, samples.Columns), (pca.SampleCount, pca.FeatureCount));
        Assert.Equal((rank, samples.Columns), (pca.Components.RowCount, pca.Components.ColumnCount));
        double largestMean = mean.Select(Complex.Abs).DefaultIfEmpty(0).Max();
        for (int j = 0; j < samples.Columns; j++)
        {
            Expect.AtMost(Complex.Abs(Oracle.Of(pca.Mean[j]) - mean[j]), Expect.Rounding<T>(1, 2 * largestMean), $"mean {j}, {what}");
            Expect.Close(pca.Scale[j], scale[j], Expect.Rounding<T>(1, scale[j] + largestMean), $"scale {j}, {what}");
        }

        Expect.Orthonormal(pca.Components.ConjugateTranspose(), "the components");
        Complex[,] v = Oracle.Of(pca.Components).Adjoint();
        Complex[,] plain = Oracle.Of(scores).Multiply(Oracle.Diagonal([.. pca.SingularValues.Select(s => pca.IsWhitening ? s / root : 1)]));

        // U diag(σ) and the projections are the same for the best approximation; else they differ by less than the approximation does.
        double lost = pca.Method == TruncatedSvdMethod.Full ? 0 : Oracle.NormOfDifference(standardized, plain.Multiply(v.Adjoint()));
        Expect.Close(standardized.Multiply(v), plain, rounding + lost, $"the scores are the projections, {what}");
        if (pca.IsWhitening)
        {
            Expect.Close(Oracle.Of(scores.ConjugateTranspose()).Multiply(Oracle.Of(scores)), WhiteGram(pca, samples),
                Expect.Rounding<T>(samples.Max, Square(root) * 4), "white");
        }

        double factor = WhiteningFactor(pca);
        Expect.Close(Oracle.Of(pca.Transform(Oracle.ToMatrix<T>(samples.Entries))), Oracle.Of(scores),
            (factor * (rounding + lost)) + Expect.Rounding<T>(1, 1), $"Transform, {what}");

        // The variances are those of the scores; of all components by the full method they are the squares of the singular values.
        double[] sigma = Oracle.SingularValues(standardized);
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(pca.ExplainedVariance[j], Square(pca.SingularValues[j] / root), Expect.Rounding<T>(1, Square(norm)),
                $"variance {j}");
            Expect.Close(pca.SingularValues[j], plain.Columns([j]).Norm(), rounding, $"the scores' size {j}, {what}");
            if (pca.Method == TruncatedSvdMethod.Full)
            {
                Expect.Close(pca.SingularValues[j], sigma[j], rounding, $"σ_{j}, {what}");
            }

            Expect.AtMost(pca.SingularValues[j], sigma[j] + rounding, $"σ_{j}, {what}");
        }

        if (!pca.IsTotalVarianceEstimated)
        {
            Expect.Close(pca.TotalVariance * Square(root), Square(norm), Math.Max(norm, size) * rounding, $"the total variance, {what}");
            if (norm > 1e-2 * size)
            {
                double residual = Oracle.NormOfDifference(standardized, plain.Multiply(v.Adjoint()));
                int left = samples.Min - rank;
                double expected = left == 0 ? 0 : Square(residual / root) / left;
                bool isExact = pca.Error.Method == ErrorEstimateMethod.ExactIdentity;
                Expect.AtMost(pca.NoiseVariance,
                    (isExact ? expected : 9 * expected) + (Square(rounding) / Square(root)) + (rounding * norm), "noise");
                Expect.AtLeast(pca.NoiseVariance, (isExact ? expected : expected / 9) - (rounding * norm), "noise");
                Expect.Close(pca.ExplainedVarianceRatio.Sum(), pca.ExplainedVariance.Sum() / pca.TotalVariance, 1e-12, "the ratios");
            }
        }
    }

    private static Complex[,] WhiteGram(Pca<T> pca, Samples samples)
    {
        double floor = pca.SingularValues.DefaultIfEmpty(0).First() * Scalar<T>.Epsilon * samples.Max;
        return Oracle.Diagonal([.. pca.SingularValues.Select(s => s > floor ? Math.Max(1.0, samples.Rows - 1) : 0)]);
    }

    /// <summary>The largest factor that scores are multiplied by.</summary>
    private static double WhiteningFactor(Pca<T> pca) =>
        pca.IsWhitening ? pca.SingularValues.Where(s => s > 0).Select(s => Math.Sqrt(Math.Max(1, pca.SampleCount - 1)) / s).DefaultIfEmpty(
            1).Max() : 1;

    internal static (Complex[,] Entries, Complex[] Mean, double[] Scale) Standardized(Complex[,] a, bool center, bool scales)
    {
        (int m, int n) = (a.RowCount(), a.ColumnCount());
        Complex[] mean = new Complex[n];
        double[] scale = new double[n];
        for (int j = 0; j < n; j++)
        {
            int column = j;
            Complex average = m == 0
                ? 0 : Enumerable.Range(0, m).Aggregate(Complex.Zero, (sum, i) => sum + (a[i, column] - a[0, column])) / m + a[0, column];
            double deviation = Math.Sqrt(Enumerable.Range(0, m).Sum(i => Square(Complex.Abs(a[i, column] - average))) / Math.Max(1, m - 1));
            mean[j] = center ? average : 0;
            scale[j] = scales && deviation > 0 ? deviation : 1;
        }

        return (Oracle.Build(m, n, (i, j) => (a[i, j] - mean[j]) / scale[j]), mean, scale);
    }

    private static double Square(double value) => value * value;

    /// <summary>Samples whose features have means and sizes of their own, some of them constant, with zeros in them.</summary>
    private sealed class Samples
    {
        public Samples(Sizes sizes)
        {
            Complex[,] gaussian = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
            double offset = sizes.Seed % 5;
            Entries = Oracle.Build(sizes.M, sizes.N, (i, j) => Oracle.Rounded<T>(
                j % 7 == 3 ? new Complex(0.1 * j, -0.7)
                : j % 5 == 2 ? (((i * 31) + (j * 17)) % 3 == 0 ? gaussian[i, j] : 0)
                : (gaussian[i, j] * (1 + (j % 3))) + new Complex(offset, -offset)));
        }

        public Complex[,] Entries { get; }

        public int Rows => Entries.RowCount();

        public int Columns => Entries.ColumnCount();

        public int Min => Math.Min(Rows, Columns);

        public int Max => Math.Max(Rows, Columns);
    }
}
