using System.Numerics;
using LowRank.Kernels;
using LowRank.Random;

namespace LowRank.Tests;

public sealed class SchemePropertiesOfSingle : SchemeProperties<float>;

public sealed class SchemePropertiesOfDouble : SchemeProperties<double>;

public sealed class SchemePropertiesOfComplex : SchemeProperties<Complex>;

/// <summary>The schemes beside plain sampling and top-k.</summary>
public abstract class SchemeProperties<T>
    where T : unmanaged, INumberBase<T>
{
    // The case of E5 and E6: norm products 1, 5, 3.
    private static readonly DenseMatrix<T> X = Oracle.ToMatrix<T>(new Complex[,] { { 1, 2, 0 }, { 0, 1, 3 } });
    private static readonly DenseMatrix<T> Y = Oracle.ToMatrix<T>(new Complex[,] { { 1, 0 }, { 2, 1 }, { 0, 1 } });
    private static readonly ColumnRowScheme[] Unbiased =
        [ColumnRowScheme.Sampling, ColumnRowScheme.Bernoulli, ColumnRowScheme.Hybrid, ColumnRowScheme.Priority];

    [Fact]
    public void E6_all_outcomes_of_the_golden_case()
    {
        Assert.Equal(6, EnumeratedSquare(X, Y, [0.25, 1, 0.75]), 1e-12);
        ErrorEstimate expected = ColumnRow.ExpectedError(X, Y, 2, With(ColumnRowScheme.Bernoulli));
        Assert.Equal(6, Square(expected), Scalar<T>.IsSingle ? 1e-5 : 1e-12);
        ColumnRowProduct<T> product = ColumnRow.Multiply(X, Y, 2, With(ColumnRowScheme.Bernoulli));
        Assert.Equal(ErrorEstimateMethod.Expectation, product.Error.Method);
        Assert.Equal(6, Square(product.Error), Scalar<T>.IsSingle ? 1e-5 : 1e-12);
    }

    [Fact]
    public void E5_uniform_and_own_probabilities_of_the_golden_case()
    {
        ColumnRowOptions uniform = new() { Probabilities = ColumnRowProbabilities.Uniform };
        ColumnRowOptions own = new() { Probabilities = ColumnRowProbabilities.Custom, CustomProbabilities = [2, 10, 6] };
        double rounding = Scalar<T>.IsSingle ? 1e-4 : 1e-12;
        Assert.Equal(28, Square(ColumnRow.ExpectedError(X, Y, 2, uniform)), rounding);
        Assert.Equal(16, Square(ColumnRow.ExpectedError(X, Y, 2, own)), rounding);
    }

    [Fact]
    public void E6_the_expected_error_is_that_of_the_enumeration() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        c = c with { Inner = Math.Min(c.Inner, 7), SampleCount = 1 + (c.SampleCount % 7) };
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double[] w = Weights(x, y);
        double threshold = InclusionProbabilities.Threshold(w, c.SampleCount);
        double[] p = [.. w.Select(weight => InclusionProbabilities.Of(weight, threshold))];
        ErrorEstimate expected = ColumnRow.ExpectedError(x, y, c.SampleCount, With(ColumnRowScheme.Bernoulli));
        double scale = w.Sum() * Math.Max(threshold, w.Max());
        Expect.Close(Square(expected), EnumeratedSquare(x, y, p), Expect.Rounding<T>(c.Inner, scale), "E‖XY − CR‖²");
    }, tests: 100);

    [Fact]
    public void Products_are_the_weighted_sums_of_the_terms_they_name() => PropertyCheck.Holds(ProductCase.AnyOrEmpty, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double[] w = Weights(x, y);
        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>())
        {
            int count = scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy
                ? Math.Min(c.SampleCount, Math.Max(1, c.Inner)) : c.SampleCount;
            if (c.Inner == 0 && scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy)
            {
                continue;
            }

            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, With(scheme, (ulong)c.Seed));
            Assert.Equal(result.Indices.Distinct().Order(), result.Indices);
            Assert.Equal(result.Indices.Length, result.Weights.Length);
            Assert.All(result.Weights, weight => Assert.True(weight > 0, $"{scheme}: weight {weight}"));
            double size = w.Sum() * Math.Max(1, result.Weights.DefaultIfEmpty(1).Max());
            Complex[,] sum = Oracle.Multiply(
                Oracle.Columns(Oracle.Of(x), result.Indices), Oracle.Diagonal(result.Weights), Oracle.Rows(Oracle.Of(y), result.Indices));
            Expect.Close(Oracle.Of(result.Product), sum, Expect.Rounding<T>(x.ColumnCount, size), $"{scheme}: Σ λ_i x_i y_iᵀ");
            double error = Oracle.NormOfDifference(Product(x, y), Oracle.Of(result.Product));
            double allowed = result.Error.UpperBound(1e-9) + Expect.Rounding<T>(x.ColumnCount, size);
            Expect.AtMost(error, allowed, $"{scheme}: the error against its bound");
            if (scheme is ColumnRowScheme.Priority && w.Count(weight => weight > 0) > count)
            {
                Assert.Equal(count, result.Indices.Length);
            }
        }
    });

    [Fact]
    public void From_as_many_samples_as_terms_on_independent_and_split_products_are_exact() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double rounding = Expect.Rounding<T>(c.Inner, Weights(x, y).Sum());
        foreach (ColumnRowScheme scheme in new[]
        {
            ColumnRowScheme.Bernoulli, ColumnRowScheme.Priority, ColumnRowScheme.Hybrid, ColumnRowScheme.Greedy, ColumnRowScheme.Auto,
        })
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, scheme == ColumnRowScheme.Greedy ? c.Inner : c.Inner + 2, With(scheme));
            Expect.Close(Oracle.Of(result.Product), Product(x, y), rounding, $"{scheme}: all terms");
            Expect.AtMost(result.Error.Frobenius, Math.Sqrt(Expect.Rounding<T>(c.Inner, 1)) * Weights(x, y).Sum(), $"{scheme}: the error");
            Assert.Equal(scheme == ColumnRowScheme.Auto, result.IsExact);
        }
    }, tests: 60);

    /// <summary>The means of many products are X Y entry by entry, and their mean squared error is what was predicted.</summary>
    [Theory]
    [InlineData("flat", 8)]
    [InlineData("log-normal", 8)]
    [InlineData("Zipf", 8)]
    [InlineData("one-hot", 4)]
    [InlineData("non-negative", 8)]
    public void Products_are_unbiased_and_err_as_predicted(string distribution, int count)
    {
        const int Seeds = 2000;
        (DenseMatrix<T> x, DenseMatrix<T> y) = Factors(distribution);
        Complex[,] exact = Product(x, y);
        foreach (ColumnRowScheme scheme in Unbiased)
        {
            double[] squares = new double[Seeds];
            double[] first = new double[Seeds];
            double[] estimated = new double[Seeds];
            for (int seed = 0; seed < Seeds; seed++)
            {
                ColumnRowOptions options = With(scheme, (ulong)seed) with { ErrorMeasurement = ColumnRowErrorMeasurement.Norms };
                ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, options);
                Complex[,] product = Oracle.Of(result.Product);
                squares[seed] = Math.Pow(Oracle.NormOfDifference(exact, product), 2);
                estimated[seed] = Square(result.Error);
                first[seed] = product[0, 0].Real;
            }

            double rounding = Expect.Rounding<T>(x.ColumnCount, 1000);
            Expect.Mean(first, exact[0, 0].Real, $"{scheme}, {distribution}: an entry", rounding);
            ErrorEstimate expected = ColumnRow.ExpectedError(x, y, count, With(scheme));
            if (scheme == ColumnRowScheme.Priority)
            {
                Expect.Mean([.. squares.Zip(estimated, (s, e) => s - e)], 0, $"{scheme}, {distribution}: error² less its estimate",
                    rounding);
                Expect.AtMost(squares.Average() - Deviation(squares), Square(expected),
                    $"{scheme}, {distribution}: the mean against Szegedy's bound");
            }
            else if (scheme == ColumnRowScheme.Hybrid)
            {
                // Exact but for ‖Σ_rest v‖², which the norms do not know; so against E5 of the rest as it is.
                Expect.Mean(squares, HybridSquare(x, y, count), $"{scheme}, {distribution}: error²", rounding);
            }
            else
            {
                Expect.Mean(squares, Square(expected), $"{scheme}, {distribution}: error²", rounding);
            }
        }
    }

    /// <summary>For nearly orthogonal terms: independent inclusions ≤ draws with replacement ≤ uniform draws.</summary>
    [Fact]
    public void Bernoulli_errs_less_than_sampling_and_sampling_less_than_uniform() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double[] w = Weights(x, y);
        double sum = w.Sum();
        double norm = Oracle.Norm(Product(x, y));
        double uniform = Square(
            ColumnRow.ExpectedError(x, y, c.SampleCount, new ColumnRowOptions { Probabilities = ColumnRowProbabilities.Uniform }));
        double sampling = Square(ColumnRow.ExpectedError(x, y, c.SampleCount, With(ColumnRowScheme.Sampling)));
        double bernoulli = Square(ColumnRow.ExpectedError(x, y, c.SampleCount, With(ColumnRowScheme.Bernoulli)));
        double rounding = Expect.Rounding<T>(c.Inner, sum * sum);
        Expect.AtMost(sampling, uniform + rounding, "optimal against uniform draws");

        // With q = r w/Σw as inclusion probabilities, cut off at 1, the claim follows wherever ‖XY‖² is at most this; the optimum is no
        // worse.
        double most = w.Sum(v => v * c.SampleCount < sum ? c.SampleCount * v * v : v * sum);
        if (norm * norm <= most)
        {
            Expect.AtMost(bernoulli, sampling + rounding, "Bernoulli against draws with replacement");
        }
    });

    [Fact]
    public void For_terms_that_all_point_one_way_draws_of_a_fixed_number_err_less()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Filled(3, 20, 1));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Filled(20, 4, 1));
        Assert.Equal(0, ColumnRow.ExpectedError(x, y, 5).RelativeFrobenius, Scalar<T>.IsSingle ? 1e-3 : 1e-7);
        Expect.AtLeast(ColumnRow.ExpectedError(x, y, 5, With(ColumnRowScheme.Bernoulli)).RelativeFrobenius, 0.3, "Bernoulli");
        Assert.Equal(ColumnRowScheme.Hybrid, ColumnRow.Multiply(x, y, 5, With(ColumnRowScheme.Auto)).Scheme);
    }

    [Fact]
    public void Auto_takes_independent_inclusions_for_terms_in_many_directions()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(60, 100, 1));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(100, 50, 2));
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 50, With(ColumnRowScheme.Auto));
        Assert.Equal(ColumnRowScheme.Bernoulli, result.Scheme);
        Assert.Equal(ColumnRow.Multiply(x, y, 50, With(ColumnRowScheme.Bernoulli)).Indices, result.Indices);
        ColumnRowOptions probed = With(ColumnRowScheme.Auto) with { ErrorMeasurement = ColumnRowErrorMeasurement.Probes };

        // Orthogonal terms that fall off fast: what top-k drops is a fifth of what chance adds.
        DenseMatrix<T> steep = Oracle.ToMatrix<T>(Oracle.Diagonal([.. Enumerable.Range(0, 12).Select(i => Math.Pow(2, -i))]));
        DenseMatrix<T> right = Oracle.ToMatrix<T>(Oracle.Filled(12, 6, 1));
        Assert.Equal(ColumnRowScheme.TopK, ColumnRow.Multiply(steep, right, 5, probed).Scheme);
    }

    /// <summary>C-11 against a search written down anew, on l = 8: the dropped tuples, the error, and its three special cases.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void C11_greedy_drops_the_tuples_of_the_smallest_sums(int tupleSize)
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5, 8, 11));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(8, 4, 12));
        for (int count = 1; count <= 8; count++)
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, With(ColumnRowScheme.Greedy) with { GreedyTupleSize = tupleSize });
            List<int> left = [.. Enumerable.Range(0, 8)];
            while (left.Count > count)
            {
                int size = Math.Min(tupleSize, left.Count - count);
                int[] best = Tuples(left, size).MinBy(tuple => Norm(x, y, tuple))!;
                left.RemoveAll(best.Contains);
            }

            Assert.Equal(left, result.Indices);
            Assert.Equal(ErrorEstimateMethod.ExactIdentity, result.Error.Method);
            double error = Norm(x, y, [.. Enumerable.Range(0, 8).Except(left)]);
            Expect.Close(Square(result.Error), error * error, Expect.Rounding<T>(8, 400), "the error², by the identity");
            Expect.Close(result.Error.ReferenceNorm, Oracle.Norm(Product(x, y)), Expect.Rounding<T>(8, 100), "‖XY‖");
            if (tupleSize == 1)
            {
                Assert.Equal(ColumnRow.Multiply(x, y, count, With(ColumnRowScheme.TopK)).Indices, result.Indices);
            }
        }
    }

    [Fact]
    public void C11_pairs_see_what_single_terms_do_not()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(new Complex[,] { { 10, -10, 1 } });
        DenseMatrix<T> y = Oracle.ToMatrix<T>(new Complex[,] { { 1 }, { 1 }, { 1 } });
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 1, With(ColumnRowScheme.Greedy));
        Assert.Equal([2], result.Indices);
        Assert.Equal(1, Oracle.Of(result.Product[0, 0]));
        Expect.AtMost(result.Error.Frobenius, 1e-2, "the error");
        Assert.Equal([2], ColumnRow.Multiply(x, y, Truncation.AbsoluteError(0.5), With(ColumnRowScheme.Greedy)).Indices);
    }

    [Fact]
    public void A_tolerance_is_met_by_the_fewest_terms_of_each_scheme() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double tolerance = new[] { 1.5, 0.7, 0.3, 0.05 }[c.SampleCount % 4] * (Weights(x, y).Sum() + 1e-3);
        foreach (ColumnRowScheme scheme in new[] { ColumnRowScheme.Bernoulli, ColumnRowScheme.Priority, ColumnRowScheme.Hybrid })
        {
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, Truncation.AbsoluteError(tolerance), With(scheme, (ulong)c.Seed));
            if (result.IsExact)
            {
                Expect.Close(Oracle.Of(result.Product), Product(x, y), Expect.Rounding<T>(c.Inner, Weights(x, y).Sum()),
                    "the exact product");
            }
            else
            {
                Expect.AtMost(result.ExpectedError.Frobenius, tolerance * (1 + 1e-6), $"{scheme}: the expected error");
            }

            int count = result.IsExact ? c.Inner : result.SampleCount;
            if (count > 1 && scheme == ColumnRowScheme.Bernoulli)
            {
                Expect.AtLeast(
                    ColumnRow.ExpectedError(x, y, count - 1, With(scheme)).Frobenius, tolerance * (1 - 1e-6),
                        $"{scheme}: the error with a term fewer");
            }
        }
    }, tests: 100);

    [Theory]
    [InlineData(ColumnRowProbabilities.Uniform)]
    [InlineData(ColumnRowProbabilities.Leverage)]
    [InlineData(ColumnRowProbabilities.Custom)]
    public void Draws_by_other_probabilities_are_unbiased_and_err_as_predicted(ColumnRowProbabilities kind)
    {
        (DenseMatrix<T> x, DenseMatrix<T> y) = Factors("log-normal");
        ColumnRowOptions options = new()
        {
            Probabilities = kind,
            CustomProbabilities = kind == ColumnRowProbabilities.Custom
                ? [.. Enumerable.Range(1, x.ColumnCount).Select(i => (double)i)] : null,
            ErrorMeasurement = ColumnRowErrorMeasurement.Norms,
        };
        Complex[,] exact = Product(x, y);
        List<double> squares = [];
        List<double> entries = [];
        for (ulong seed = 0; seed < 1500; seed++)
        {
            // The leverage scores come from the seed's sketch, so the expectation does too.
            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 10, options with { Seed = seed });
            Complex[,] product = Oracle.Of(result.Product);
            double expected = Square(ColumnRow.ExpectedError(x, y, 10, options with { Seed = seed }));
            squares.Add(Math.Pow(Oracle.NormOfDifference(exact, product), 2) - expected);
            entries.Add(product[0, 0].Real);
        }

        Expect.Mean(squares, 0, $"{kind}: error² less its expectation");
        Expect.Mean(entries, exact[0, 0].Real, $"{kind}: an entry");
    }

    [Fact]
    public void Bounds_hold_as_often_as_they_say_and_are_sharper_than_Markovs()
    {
        (DenseMatrix<T> x, DenseMatrix<T> y) = Factors("log-normal");
        Complex[,] exact = Product(x, y);
        foreach (ColumnRowScheme scheme in Unbiased)
        {
            int failures = 0;
            for (ulong seed = 0; seed < 500; seed++)
            {
                ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 10, With(scheme, seed));
                failures += Oracle.NormOfDifference(exact, Oracle.Of(result.Product)) > result.ExpectedError.UpperBound(0.05) ? 1 : 0;
                if (scheme is ColumnRowScheme.Sampling or ColumnRowScheme.Bernoulli)
                {
                    Expect.AtMost(result.ExpectedError.UpperBound(1e-4), 20 * ColumnRow.ExpectedError(x, y, 10, With(scheme)).Frobenius,
                        "Bernstein's bound");
                }
            }

            Expect.AtMost(failures, 25 + (5 * Math.Sqrt(25)), $"{scheme}: failures of UpperBound(0.05)");
        }
    }

    [Fact]
    public void Extreme_scales_and_thread_counts_change_no_choice() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        double extreme = Scalar<T>.IsSingle ? 1e18 : 1e150;
        DenseMatrix<T> tiny = Oracle.ToMatrix<T>(Oracle.Scale(Oracle.Of(x), 1 / extreme), c.LeftLayout);
        DenseMatrix<T> huge = Oracle.ToMatrix<T>(Oracle.Scale(Oracle.Of(y), extreme), c.RightLayout);
        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>())
        {
            int count = scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy ? 1 + (c.SampleCount % c.Inner) : c.SampleCount;
            if (scheme == ColumnRowScheme.Greedy && Scalar<T>.IsSingle)
            {
                continue; // Ties of tuples are decided by rounding.
            }

            ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count, With(scheme, (ulong)c.Seed));
            foreach (int threads in new[] { 1, 2, 8 })
            {
                ColumnRowProduct<T> scaled = ColumnRow.Multiply(
                    tiny, huge, count, With(scheme, (ulong)c.Seed) with { MaxDegreeOfParallelism = threads });
                Assert.Equal(result.Indices, scaled.Indices);
                Assert.Equal(result.Scheme, scaled.Scheme);
                double size = Weights(x, y).Sum() * 10 * Math.Max(1, result.Weights.DefaultIfEmpty(1).Max());
                Expect.Close(Oracle.Of(scaled.Product), Oracle.Of(result.Product), Expect.Rounding<T>(c.Inner, size),
                    $"{scheme}: the product");
            }
        }
    }, tests: 60);

    [Fact]
    public void A_destination_is_overwritten_and_returned() => PropertyCheck.Holds(ProductCase.AnyOrEmpty, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        Stored<T> destination = Stored<T>.Destination(new Storage(c.RightLayout, 1, c.Padding), c.Rows, c.Columns);
        ColumnRowProduct<T> result = ColumnRow.MultiplyInto(x, y, c.SampleCount, destination.Matrix);
        Assert.Same(destination.Matrix, result.Product);
        destination.AssertPaddingUntouched();
        ColumnRowProduct<T> fresh = ColumnRow.Multiply(x, y, c.SampleCount);
        double size = Weights(x, y).Sum() * Math.Max(1, fresh.Weights.DefaultIfEmpty(1).Max());
        Expect.Close(Oracle.Of(result.Product), Oracle.Of(fresh.Product), Expect.Rounding<T>(Math.Max(1, c.Inner), size), "the product");
    }, tests: 100);

    [Fact]
    public void Options_that_contradict_each_other_or_the_factors_are_refused()
    {
        Refused("Probabilities",
            new ColumnRowOptions { Scheme = ColumnRowScheme.Bernoulli, Probabilities = ColumnRowProbabilities.Uniform });
        Refused("CustomProbabilities", new ColumnRowOptions { Probabilities = ColumnRowProbabilities.Custom });
        Refused("CustomProbabilities", new ColumnRowOptions { CustomProbabilities = [1, 1, 1] });
        foreach (double[] bad in new double[][] { [1, 1], [1, 0, 1], [1, -1, 1], [1, double.NaN, 1], [1, double.PositiveInfinity, 1] })
        {
            Refused("CustomProbabilities", new ColumnRowOptions
            {
                Probabilities = ColumnRowProbabilities.Custom, CustomProbabilities = bad,
            });
        }

        Refused("ControlVariateRank", new ColumnRowOptions { ControlVariateRank = 1, Weighting = ColumnRowWeighting.Diagonal });
        Refused("ControlVariateRank", new ColumnRowOptions { ControlVariateRank = -1 });
        Refused("GreedyTupleSize", new ColumnRowOptions { GreedyTupleSize = 0 });
        Refused("Weighting", new ColumnRowOptions { Weighting = (ColumnRowWeighting)9 });
        Refused("Probabilities", new ColumnRowOptions { Probabilities = (ColumnRowProbabilities)9 });
        Refused("ErrorMeasurement", new ColumnRowOptions { ErrorMeasurement = (ColumnRowErrorMeasurement)9 });
        DenseMatrix<T> wide = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(1, 400, 1));
        Assert.Throws<ArgumentException>(
            "GreedyTupleSize",
            () => ColumnRow.Multiply(wide, wide.Transpose(), 10, With(ColumnRowScheme.Greedy) with { GreedyTupleSize = 6 }));
        Assert.Throws<ArgumentException>("destination", () => ColumnRow.MultiplyInto(X, Y, 1, DenseMatrix.Create<T>(3, 2)));
        DenseMatrix<T> square = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(3, 3, 1));
        Assert.Throws<ArgumentException>("destination", () => ColumnRow.MultiplyInto(square, square, 1, square));
    }

    private static void Refused(string name, ColumnRowOptions options) =>
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => ColumnRow.Multiply(X, Y, 1, options)).ParamName);

    private static ColumnRowOptions With(ColumnRowScheme scheme, ulong seed = 1) => new() { Scheme = scheme, Seed = seed };

    private static double Square(ErrorEstimate estimate) => estimate.Frobenius * estimate.Frobenius;

    private static double Deviation(double[] samples)
    {
        double mean = samples.Average();
        return 5 * Math.Sqrt(samples.Average(s => (s - mean) * (s - mean)) / samples.Length);
    }

    private static Complex[,] Product(DenseMatrix<T> x, DenseMatrix<T> y) => Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));

    private static double Norm(DenseMatrix<T> x, DenseMatrix<T> y, int[] terms) =>
        Oracle.Norm(Oracle.Multiply(Oracle.Columns(Oracle.Of(x), terms), Oracle.Rows(Oracle.Of(y), terms)));

    private static double[] Weights(DenseMatrix<T> x, DenseMatrix<T> y) =>
        [.. Enumerable.Range(0, x.ColumnCount).Select(
            i => Oracle.Norm(Oracle.Columns(Oracle.Of(x), [i])) * Oracle.Norm(Oracle.Rows(Oracle.Of(y), [i])))];

    private static IEnumerable<int[]> Tuples(List<int> from, int size) =>
        size == 0
            ? [[]]
            : from.SelectMany((first, i) => Tuples(from[(i + 1)..], size - 1).Select(rest => (int[])[first, .. rest]));

    /// <summary>24 terms whose sizes follow a distribution.</summary>
    private static (DenseMatrix<T> X, DenseMatrix<T> Y) Factors(string distribution)
    {
        const int Inner = 24;
        Complex[,] x = Oracle.Gaussian<T>(5, Inner, 21);
        Complex[,] y = Oracle.Gaussian<T>(Inner, 4, 22);
        Complex[,] normal = Oracle.Gaussian<double>(1, Inner, 23);
        double Size(int i) => distribution switch
        {
            "log-normal" => Math.Exp(normal[0, i].Real),
            "Zipf" => 5.0 / (i + 1),
            "one-hot" => i == 7 ? 10 : 0.3,
            _ => 1,
        };
        return (
            Oracle.ToMatrix<T>(Oracle.Build(
                5, Inner, (i, j) => Size(j) * (distribution == "non-negative" ? Complex.Abs(x[i, j]) : x[i, j]))),
            Oracle.ToMatrix<T>(Oracle.Build(Inner, 4, (i, j) => distribution == "non-negative" ? Complex.Abs(y[i, j]) : y[i, j])));
    }

    /// <summary>E5 of the terms that the best split leaves to chance, written down anew.</summary>
    private static double HybridSquare(DenseMatrix<T> x, DenseMatrix<T> y, int count)
    {
        double[] w = Weights(x, y);
        int[] order = [.. Enumerable.Range(0, w.Length).OrderByDescending(i => w[i])];
        double Cost(int h) => Math.Pow(order.Skip(h).Sum(i => w[i]), 2) / (count - h);
        int heavy = Enumerable.Range(0, count).MinBy(Cost);
        return Cost(heavy) - (Math.Pow(Norm(x, y, [.. order.Skip(heavy)]), 2) / (count - heavy));
    }

    /// <summary>E‖XY − Σ Z_i/p_i x_i y_iᵀ‖² over all 2^l outcomes.</summary>
    private static double EnumeratedSquare(DenseMatrix<T> x, DenseMatrix<T> y, double[] p)
    {
        Complex[,] exact = Product(x, y);
        double sum = 0;
        for (int outcome = 0; outcome < 1 << p.Length; outcome++)
        {
            double probability = 1;
            double[] weights = new double[p.Length];
            for (int i = 0; i < p.Length; i++)
            {
                bool isIn = (outcome >> i & 1) == 1;
                probability *= isIn ? p[i] : 1 - p[i];
                weights[i] = isIn && p[i] > 0 ? 1 / p[i] : 0;
            }

            if (probability > 0)
            {
                Complex[,] estimate = Oracle.Multiply(Oracle.Of(x), Oracle.Diagonal(weights), Oracle.Of(y));
                sum += probability * Math.Pow(Oracle.NormOfDifference(exact, estimate), 2);
            }
        }

        return sum;
    }
}
