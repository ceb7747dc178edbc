using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class ColumnRowPropertiesOfSingle : ColumnRowProperties<float>;

public sealed class ColumnRowPropertiesOfDouble : ColumnRowProperties<double>;

public sealed class ColumnRowPropertiesOfComplex : ColumnRowProperties<Complex>;

public abstract class ColumnRowProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly ColumnRowOptions TopK = new() { Scheme = ColumnRowScheme.TopK };
    private static readonly ColumnRowOptions Sampled = new() { Scheme = ColumnRowScheme.Sampling };
    private static readonly ColumnRowOptions Probed = Sampled with { ErrorMeasurement = ColumnRowErrorMeasurement.Probes };
    private static readonly ColumnRowScheme[] FirstSchemes = [ColumnRowScheme.Sampling, ColumnRowScheme.TopK];

    // The case of E5: norm products 1, 5, 3, and E‖·‖² = 16 at two draws by the optimal probabilities, 28 by uniform ones.
    private static readonly DenseMatrix<T> X = Oracle.ToMatrix<T>(new Complex[,] { { 1, 2, 0 }, { 0, 1, 3 } });
    private static readonly DenseMatrix<T> Y = Oracle.ToMatrix<T>(new Complex[,] { { 1, 0 }, { 2, 1 }, { 0, 1 } });

    [Fact]
    public void E5_all_outcomes_of_the_golden_case()
    {
        Assert.Equal(16, EnumeratedSquare(X, Y, [1.0 / 9, 5.0 / 9, 3.0 / 9], 2), 1e-12);
        Assert.Equal(28, EnumeratedSquare(X, Y, [1.0 / 3, 1.0 / 3, 1.0 / 3], 2), 1e-12);
        Assert.Equal(4, ColumnRow.ExpectedError(X, Y, 2, Sampled).Frobenius, 1e-6);
    }

    /// <summary>What the library draws has the multinomial law of p = (1, 5, 3) / 9, and each outcome its weights: with E5 above, all of
    /// it.</summary>
    [Fact]
    public void E5_the_outcomes_have_the_right_law_weights_and_products()
    {
        const int Seeds = 20000;
        double[] p = [1.0 / 9, 5.0 / 9, 3.0 / 9];
        Dictionary<string, int> histogram = [];
        Complex[,] sum = new Complex[2, 2];
        double[] squares = new double[Seeds];
        Complex[,] exact = Oracle.Of(X * Y);
        for (int seed = 0; seed < Seeds; seed++)
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(X, Y, 2, Sampled with { Seed = (ulong)seed });
            int[] counts = new int[3];
            for (int i = 0; i < result.Indices.Length; i++)
            {
                double count = result.Weights[i] * 2 * p[result.Indices[i]];
                Assert.Equal(Math.Round(count), count, 1e-6);
                counts[result.Indices[i]] = (int)Math.Round(count);
            }

            Assert.Equal(2, counts.Sum());
            string outcome = string.Join(',', counts);
            histogram[outcome] = histogram.GetValueOrDefault(outcome) + 1;
            Complex[,] product = Oracle.Of(result.Product);
            sum = Oracle.Build(2, 2, (i, j) => sum[i, j] + product[i, j]);
            squares[seed] = Math.Pow(Oracle.NormOfDifference(exact, product), 2);
        }

        foreach ((string outcome, double probability) in new (string, double)[]
        {
            ("2,0,0", p[0] * p[0]), ("0,2,0", p[1] * p[1]), ("0,0,2", p[2] * p[2]),
            ("1,1,0", 2 * p[0] * p[1]), ("1,0,1", 2 * p[0] * p[2]), ("0,1,1", 2 * p[1] * p[2]),
        })
        {
            double deviation = Math.Sqrt(probability * (1 - probability) * Seeds);
            Expect.Close(histogram.GetValueOrDefault(outcome), probability * Seeds, 5 * deviation, $"how often {outcome} was drawn");
        }

        // Unbiased, entry by entry, with the entry variance of E5; and the squared error's mean is 16.
        Expect.Mean(squares, 16, "squared error");
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double variance = Enumerable.Range(0, 3).Sum(k => Oracle.Square(Oracle.Of(X[i, k]) * Oracle.Of(Y[k, j])) / p[k]);
                variance = (variance - Oracle.Square(exact[i, j])) / 2;
                Expect.Close(sum[i, j].Real / Seeds, exact[i, j].Real, 5 * Math.Sqrt(variance / Seeds), $"mean of entry {i}, {j}");
            }
        }
    }

    [Fact]
    public void E5_the_expected_error_is_that_of_the_enumeration() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        c = c with { Inner = Math.Min(c.Inner, 4), SampleCount = 1 + (c.SampleCount % 4) };
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double[] w = Weights(x, y);
        ErrorEstimate expected = ColumnRow.ExpectedError(x, y, c.SampleCount, Sampled);
        Assert.Equal(ErrorEstimateMethod.Expectation, expected.Method);
        if (w.Sum() == 0)
        {
            Assert.Equal((0.0, 0.0), (expected.Frobenius, expected.RelativeFrobenius));
            return;
        }

        double square = EnumeratedSquare(x, y, [.. w.Select(v => v / w.Sum())], c.SampleCount);
        double scale = w.Sum() * w.Sum();
        Expect.Close(expected.Frobenius * expected.Frobenius, square, Expect.Rounding<T>(c.Inner, scale), "E‖XY − CR‖²");
        Expect.Close(expected.ReferenceNorm, Oracle.Norm(Product(x, y)), Expect.Rounding<T>(c.Inner, w.Sum()), "‖XY‖");
        Expect.AtLeast(expected.UpperBound(0.25), 2 * expected.Frobenius, "Markov's bound");
    }, tests: 100);

    [Fact]
    public void Samples_are_merged_weighted_by_count_over_r_p_and_multiplied() => PropertyCheck.Holds(ProductCase.AnyOrEmpty, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        (DenseMatrix<T> xBefore, DenseMatrix<T> yBefore) = (x.ToDense(), y.ToDense());
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, c.SampleCount, Probed with { Seed = (ulong)c.Seed });
        Assert.Equal((c.Rows, c.Columns, c.SampleCount, false),
            (result.Product.RowCount, result.Product.ColumnCount, result.SampleCount, result.IsExact));
        Assert.Equal(x.Layout, result.Product.Layout);

        double[] w = Weights(x, y);
        Assert.Equal(result.Indices.Distinct().Order(), result.Indices);
        if (w.Sum() == 0)
        {
            Assert.Empty(result.Indices);
            Assert.Equal((0.0, 0.0), (Oracle.Norm(Oracle.Of(result.Product)), result.Error.Frobenius));
            return;
        }

        // Σ λ_i p_i r counts the draws; each count is a whole number of at least one.
        double[] counts = [.. result.Indices.Select((index, i) => result.Weights[i] * c.SampleCount * w[index] / w.Sum())];
        Assert.All(counts, count => Assert.Equal(Math.Max(1, Math.Round(count)), count, 1e-5));
        Assert.Equal(c.SampleCount, counts.Sum(), 1e-4);
        AssertProduct(x, y, result);
        Expect.SameBits(xBefore, x.ToDense(), "X");
        Expect.SameBits(yBefore, y.ToDense(), "Y");
    });

    [Fact]
    public void C5_topk_takes_the_largest_norm_products_unscaled() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        int count = 1 + (c.SampleCount % c.Inner);
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, TopK);
        double[] w = Weights(x, y);
        int[] expected = [.. Enumerable.Range(0, c.Inner).OrderByDescending(i => w[i]).Take(count).Order()];
        Assert.Equal(expected, result.Indices);
        Assert.All(result.Weights, weight => Assert.Equal(1, weight));
        Assert.Equal((count, false), (result.SampleCount, result.IsExact));
        AssertProduct(x, y, result);

        // E6: the error is the sum of the dropped terms.
        int[] dropped = [.. Enumerable.Range(0, c.Inner).Except(expected)];
        double error = Oracle.Norm(Oracle.Multiply(Oracle.Columns(Oracle.Of(x), dropped), Oracle.Rows(Oracle.Of(y), dropped)));
        Expect.AtMost(error, result.Error.UpperBound(1e-6), "the dropped terms against the bound");
        Expect.AtMost(error, (w.Sum() - expected.Sum(i => w[i])) * (1 + 1e-6), "the error against the dropped norm products");

        ColumnRowProduct<T> all = ColumnRow.Multiply(x, y, c.Inner, TopK);
        Expect.Close(Oracle.Of(all.Product), Product(x, y), Expect.Rounding<T>(c.Inner, w.Sum()), "all terms");
        Expect.AtMost(all.Error.Frobenius, Expect.Rounding<T>(c.Inner, w.Sum()), "the error of all terms");
    });

    [Fact]
    public void C5_topk_is_optimal_for_orthogonal_terms_and_ties_go_to_the_lowest_index()
    {
        // x_i = d_i e_i: the terms are orthogonal whatever Y is.
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Diagonal([1, -3, 2, 0.5, 4]));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5, 3, 8));
        double[] w = Weights(x, y);
        for (int count = 1; count <= 5; count++)
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, TopK);
            double error = Oracle.NormOfDifference(Product(x, y), Oracle.Of(result.Product));
            double dropped = Enumerable.Range(0, 5).Except(result.Indices).Sum(i => w[i] * w[i]);
            Expect.Close(error * error, dropped, Expect.Rounding<T>(5, 50), "error² is the sum of the dropped ‖v_i‖²");
            for (int subset = 0; subset < 32; subset++)
            {
                int[] kept = [.. Enumerable.Range(0, 5).Where(i => (subset >> i & 1) == 1)];
                if (kept.Length == count)
                {
                    Complex[,] product = Oracle.Multiply(Oracle.Columns(Oracle.Of(x), kept), Oracle.Rows(Oracle.Of(y), kept));
                    Expect.AtMost(error, Oracle.NormOfDifference(Product(x, y), product) + Expect.Rounding<T>(5, 10),
                        $"top-{count} against subset {subset}");
                }
            }
        }

        DenseMatrix<T> equal = Oracle.ToMatrix<T>(Oracle.Build(2, 6, (i, j) => j % 2 == 0 ? 1 : -1));
        Assert.Equal([0, 1, 2], ColumnRow.Multiply(equal, equal.Transpose(), 3, TopK).Indices);
    }

    [Fact]
    public void C5_counter_example_topk_errs_by_9_where_the_optimum_is_0()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(new Complex[,] { { 10, -10, 1 } });
        DenseMatrix<T> y = Oracle.ToMatrix<T>(new Complex[,] { { 1 }, { 1 }, { 1 } });
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 1, TopK);
        Assert.Equal([0], result.Indices);
        Assert.Equal(10, Oracle.Of(result.Product[0, 0]));
        Expect.AtLeast(result.Error.UpperBound(1e-6), 9, "the bound");
        IEnumerable<double> squares = Enumerable.Range(0, 800).Select(
            seed => Square(ColumnRow.Multiply(x, y, 1, TopK with { Seed = (ulong)seed }).Error));
        Expect.Mean([.. squares], 81, "squared estimate");
    }

    /// <summary>Relative to ‖XY‖ = 0 any error is infinite, but it must not be reported as none.</summary>
    [Fact]
    public void A_product_of_zero_from_terms_that_are_not_has_a_true_error()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(new Complex[,] { { 1, -1 } });
        DenseMatrix<T> y = Oracle.ToMatrix<T>(new Complex[,] { { 1 }, { 1 } });
        foreach (ColumnRowScheme scheme in FirstSchemes)
        {
            double size = scheme == ColumnRowScheme.TopK ? 1 : 2;
            List<double> squares = [];
            for (ulong seed = 0; seed < 500; seed++)
            {
                ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 1, Probed with { Scheme = scheme, Seed = seed });
                Assert.Equal(size, Complex.Abs(Oracle.Of(result.Product[0, 0])));
                Expect.AtLeast(result.Error.UpperBound(1e-6), size, "the bound");
                Assert.Equal(0, result.Error.ReferenceNorm);
                Assert.Equal(double.PositiveInfinity, result.Error.RelativeFrobenius);
                Assert.False(result.Error.IsBelowResolution);
                squares.Add(Square(result.Error));
            }

            Expect.Mean(squares, size * size, "squared estimate");
        }

        Assert.Equal(2, ColumnRow.ExpectedError(x, y, 1, Sampled).Frobenius, 1e-6);
    }

    [Fact]
    public void The_measured_error_is_right_on_average_and_its_bound_holds()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(6, 12, 3));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 5, 4));
        Complex[,] exact = Product(x, y);
        const int Seeds = 1500;
        List<double> differences = [];
        List<double> expected = [];
        List<double> squares = [];
        int failures = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 9, Probed with { Seed = (ulong)seed });
            double error = Oracle.NormOfDifference(exact, Oracle.Of(result.Product));
            differences.Add(Square(result.Error) - (error * error));
            squares.Add(error * error);
            expected.Add(Square(result.ExpectedError));
            failures += error > result.Error.UpperBound(0.05) ? 1 : 0;
            Assert.Equal(ErrorEstimateMethod.RandomProbe, result.Error.Method);
            Assert.Equal(ErrorEstimateMethod.Expectation, result.ExpectedError.Method);
        }

        double truth = Square(ColumnRow.ExpectedError(x, y, 9, Sampled));
        Expect.Mean(differences, 0, "estimate² − error²");
        Expect.Mean(squares, truth, "error²");
        Expect.Mean(expected, truth, "the expectation, with a probed ‖XY‖");
        Expect.AtMost(failures, (0.05 * Seeds) + (5 * Math.Sqrt(0.05 * Seeds)), "failures of UpperBound(0.05)");
    }

    [Fact]
    public void A_tolerance_is_met_in_expectation_by_the_smallest_number_of_draws_or_exactly() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double[] w = Weights(x, y);
        double norm = Oracle.Norm(Product(x, y));
        double relative = new[] { 3, 1, 0.7, 0.3, 0.01 }[c.SampleCount % 5];
        bool isRelative = c.Seed % 2 == 0 && relative < 1;
        double tolerance = isRelative ? relative : relative * Math.Max(norm, 0.1);
        Truncation truncation = isRelative ? Truncation.RelativeError(tolerance) : Truncation.AbsoluteError(tolerance);
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, truncation, Probed with { Seed = (ulong)c.Seed });
        double allowed = isRelative ? tolerance * result.ExpectedError.ReferenceNorm : tolerance;
        if (result.IsExact)
        {
            Expect.Close(Oracle.Of(result.Product), Product(x, y), Expect.Rounding<T>(c.Inner, w.Sum()), "the exact product");
            Assert.Equal(Enumerable.Range(0, c.Inner), result.Indices);
            Assert.All(result.Weights, weight => Assert.Equal(1, weight));
            Assert.Equal(0, result.Error.Frobenius);

            // One draw fewer than l would not have done. (‖XY‖ here is the estimate, so the expectation may be clamped at 0.)
            if (c.Inner > 1)
            {
                double oneDraw = Math.Max(0, (w.Sum() * w.Sum()) - Math.Pow(result.ExpectedError.ReferenceNorm, 2));
                Expect.AtLeast(oneDraw / (c.Inner - 1) * (1 + 1e-5), allowed * allowed, "E‖·‖² at l − 1 draws");
            }
        }
        else if (w.Sum() > 0)
        {
            Expect.AtMost(Square(result.ExpectedError), allowed * allowed * (1 + 1e-9), "the expected error²");
            Assert.True(result.SampleCount < c.Inner);
            if (result.SampleCount > 1)
            {
                double fewer = Square(result.ExpectedError) * result.SampleCount / (result.SampleCount - 1);
                Expect.AtLeast(fewer, allowed * allowed * (1 - 1e-9), "E‖·‖² with a draw fewer");
            }

            AssertProduct(x, y, result);
        }
    });

    [Fact]
    public void Topk_holds_the_sum_of_dropped_norm_products_to_the_tolerance() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double[] w = [.. Weights(x, y).OrderDescending()];
        double tolerance = (new[] { 0.9, 0.5, 0.1, 1e-3 }[c.SampleCount % 4] * w.Sum()) + 1e-3;
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, Truncation.AbsoluteError(tolerance), TopK);
        int count = Enumerable.Range(1, c.Inner).First(k => w.Skip(k).Sum() <= tolerance * (1 + 1e-6));
        Assert.Equal(count, result.SampleCount);
        Assert.Equal(count == c.Inner, result.IsExact);
        Expect.AtMost(Oracle.NormOfDifference(Product(x, y), Oracle.Of(result.Product)), tolerance + Expect.Rounding<T>(c.Inner, w.Sum()),
            "the error");
    });

    [Fact]
    public void The_largest_number_of_terms_is_respected_and_a_rank_is_a_number_of_terms()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(6, 12, 3));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 5, 4));
        foreach (ColumnRowScheme scheme in FirstSchemes)
        {
            ColumnRowOptions options = new() { Scheme = scheme };
            Assert.Equal(4, ColumnRow.Multiply(x, y, Truncation.RelativeError(1e-3, maxRank: 4), options).SampleCount);
            Assert.True(ColumnRow.Multiply(x, y, Truncation.RelativeError(1e-3), options).IsExact);
            ColumnRowProduct<T> byRank = ColumnRow.Multiply(x, y, Truncation.Rank(4), options);
            ColumnRowProduct<T> byCount = ColumnRow.Multiply(x, y, 4, options);
            Assert.Equal(byCount.Indices, byRank.Indices);
            Assert.Equal(byCount.Weights, byRank.Weights);
        }

        // Draws repeat, so there may be more of them than terms.
        Assert.Equal(500, ColumnRow.Multiply(x, y, 500).SampleCount);
        Assert.True(ColumnRow.Multiply(x, y, 500).Indices.Length <= 12);
    }

    [Fact]
    public void Extreme_scales_change_neither_the_draws_nor_the_relative_error() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double extreme = Scalar<T>.IsSingle ? 1e18 : 1e150;
        (double forX, double forY) =
            new[] { (extreme, extreme), (1 / extreme, 1 / extreme), (extreme, 1 / extreme), (1 / extreme, 1) }[c.Seed % 4];
        DenseMatrix<T> scaledX = Oracle.ToMatrix<T>(Oracle.Scale(Oracle.Of(x), forX), c.LeftLayout);
        DenseMatrix<T> scaledY = Oracle.ToMatrix<T>(Oracle.Scale(Oracle.Of(y), forY), c.RightLayout);
        foreach (ColumnRowScheme scheme in FirstSchemes)
        {
            ColumnRowOptions options = Probed with { Scheme = scheme, Seed = (ulong)c.Seed };
            int count = scheme == ColumnRowScheme.TopK ? 1 + (c.SampleCount % c.Inner) : c.SampleCount;
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, options);
            ColumnRowProduct<T> scaled = ColumnRow.Multiply(scaledX, scaledY, count, options);
            Assert.Equal(result.Indices, scaled.Indices);
            double sum = Weights(x, y).Sum();
            double rounding = Expect.Rounding<T>(c.Inner, sum * 10);
            double weighted = rounding * Math.Max(1, result.Weights.DefaultIfEmpty(1).Max());
            Complex[,] back = Oracle.Scale(Oracle.Scale(Oracle.Of(scaled.Product), 1 / forX), 1 / forY);
            Expect.Close(back, Oracle.Of(result.Product), weighted, "the product");
            Expect.Close(scaled.Error.Frobenius / forX / forY, result.Error.Frobenius, weighted, "the error");
            Expect.Close(Math.Pow(scaled.ExpectedError.Frobenius / forX / forY, 2), Square(result.ExpectedError), rounding * sum,
                "the expected error²");
        }
    }, tests: 100);

    [Fact]
    public void One_huge_column_is_always_drawn_and_zero_columns_never()
    {
        Complex[,] values = Oracle.Gaussian<T>(4, 7, 5);
        for (int i = 0; i < 4; i++)
        {
            values[i, 2] *= Scalar<T>.IsSingle ? 1e12 : 1e100;
            values[i, 6] = 0;
        }

        DenseMatrix<T> x = Oracle.ToMatrix<T>(values);
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(7, 3, 6));
        for (ulong seed = 0; seed < 200; seed++)
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 3, Sampled with { Seed = seed });
            Assert.Equal([2], result.Indices);
            Assert.Equal(1, result.Weights[0], 1e-6);
        }
    }

    [Fact]
    public void Thread_counts_and_layouts_change_no_draw_and_the_product_only_by_rounding()
    {
        Complex[,] left = Oracle.Gaussian<T>(90, 200, 3);
        Complex[,] right = Oracle.Gaussian<T>(200, 70, 4);
        ColumnRowProduct<T> first = ColumnRow.Multiply(Oracle.ToMatrix<T>(left), Oracle.ToMatrix<T>(right), 50, Probed);
        double rounding = Expect.Rounding<T>(200, Oracle.Norm(Oracle.Of(first.Product)));
        foreach (int? threads in new int?[] { 1, 2, 8 })
        {
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                ColumnRowOptions options = Probed with { MaxDegreeOfParallelism = threads };
                ColumnRowProduct<T> result = ColumnRow.Multiply(
                    Oracle.ToMatrix<T>(left, layout), Oracle.ToMatrix<T>(right, layout), 50, options);
                Assert.Equal(first.Indices, result.Indices);
                Expect.Close(Oracle.Of(result.Product), Oracle.Of(first.Product), rounding, "the product");
                Expect.Close(result.Error.RelativeFrobenius, first.Error.RelativeFrobenius, Expect.Rounding<T>(200, 1), "the error");
            }
        }

        ColumnRowOptions otherSeed = Sampled with { Seed = 1 };
        Assert.NotEqual(first.Indices, ColumnRow.Multiply(Oracle.ToMatrix<T>(left), Oracle.ToMatrix<T>(right), 50, otherSeed).Indices);
    }

    private static double Square(ErrorEstimate estimate) => estimate.Frobenius * estimate.Frobenius;

    private static Complex[,] Product(DenseMatrix<T> x, DenseMatrix<T> y) => Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));

    /// <summary>‖x_i‖‖y_i‖.</summary>
    private static double[] Weights(DenseMatrix<T> x, DenseMatrix<T> y) =>
        [.. Enumerable.Range(0, x.ColumnCount).Select(
            i => Oracle.Norm(Oracle.Columns(Oracle.Of(x), [i])) * Oracle.Norm(Oracle.Rows(Oracle.Of(y), [i])))];

    /// <summary>Product is Σ λ_i x_i y_iᵀ, and its measured error is about the true one.</summary>
    private static void AssertProduct(DenseMatrix<T> x, DenseMatrix<T> y, ColumnRowProduct<T> result)
    {
        Complex[,] c = Oracle.Columns(Oracle.Of(x), result.Indices);
        Complex[,] r = Oracle.Rows(Oracle.Of(y), result.Indices);
        Complex[,] product = Oracle.Multiply(c, Oracle.Diagonal(result.Weights), r);
        double size = Weights(x, y).Sum() * Math.Max(1, result.Weights.DefaultIfEmpty(1).Max());
        Expect.Close(Oracle.Of(result.Product), product, Expect.Rounding<T>(x.ColumnCount, size), "Σ λ_i x_i y_iᵀ");
        double error = Oracle.NormOfDifference(Product(x, y), product);
        Expect.AtMost(error, result.Error.UpperBound(1e-6) + Expect.Rounding<T>(x.ColumnCount, size), "the error against its bound");
        Expect.AtMost(result.Error.Frobenius, (4 * error) + Expect.Rounding<T>(x.ColumnCount, size), "the estimate against the error");
    }

    /// <summary>E‖XY − CR‖² over all l^r outcomes.</summary>
    private static double EnumeratedSquare(DenseMatrix<T> x, DenseMatrix<T> y, double[] p, int r)
    {
        Complex[,] exact = Product(x, y);
        (Complex[,] left, Complex[,] right) = (Oracle.Of(x), Oracle.Of(y));
        Complex[][,] terms = [.. Enumerable.Range(0, x.ColumnCount).Select(
            i => Oracle.Multiply(Oracle.Columns(left, [i]), Oracle.Rows(right, [i])))];
        double sum = 0;
        int[] outcome = new int[r];
        do
        {
            double probability = outcome.Aggregate(1.0, (product, i) => product * p[i]);
            if (probability > 0)
            {
                Complex[,] estimate = Oracle.Build(
                    x.RowCount, y.ColumnCount, (a, b) => outcome.Aggregate(Complex.Zero, (s, i) => s + (terms[i][a, b] / (r * p[i]))));
                sum += probability * Math.Pow(Oracle.NormOfDifference(exact, estimate), 2);
            }
        }
        while (Next(outcome, x.ColumnCount));
        return sum;
    }

    private static bool Next(int[] outcome, int count)
    {
        for (int i = 0; i < outcome.Length; i++)
        {
            if (++outcome[i] < count)
            {
                return true;
            }

            outcome[i] = 0;
        }

        return false;
    }
}
