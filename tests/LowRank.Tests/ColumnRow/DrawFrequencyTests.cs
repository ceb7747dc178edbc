namespace LowRank.Tests;

/// <summary>
/// How often each scheme takes which terms, against the probabilities that its theorem rests on: χ² over the outcomes, each test with a
/// false-alarm probability of 1e-6. The seeds are fixed, so a test that passes always passes.
/// </summary>
public sealed class DrawFrequencyTests
{
    private const int Seeds = 20_000;

    [Theory]
    [InlineData(ColumnRowProbabilities.Optimal)]
    [InlineData(ColumnRowProbabilities.Uniform)]
    [InlineData(ColumnRowProbabilities.Custom)]
    public void Draws_with_replacement(ColumnRowProbabilities probabilities)
    {
        const int Draws = 5;
        double[] w = [3, 0, 1, 0.25, 2, 5];
        double[] p = probabilities switch
        {
            ColumnRowProbabilities.Uniform => [.. w.Select(_ => 1.0 / w.Length)],
            ColumnRowProbabilities.Custom => [0.1, 0.05, 0.4, 0.15, 0.2, 0.1],
            _ => [.. w.Select(weight => weight / w.Sum())],
        };
        ColumnRowOptions options = new()
        {
            Scheme = ColumnRowScheme.Sampling,
            Probabilities = probabilities,
            CustomProbabilities = probabilities == ColumnRowProbabilities.Custom ? p : null,
        };
        long[] counts = new long[w.Length];
        foreach (ColumnRowProduct<double> product in Products(w, Draws, options))
        {
            // An index that was drawn c times has the weight c / (r p).
            int drawn = 0;
            foreach ((int index, double weight) in product.Indices.Zip(product.Weights))
            {
                double repeats = weight * Draws * p[index];
                Expect.Close(repeats, Math.Round(repeats), 1e-9, "how often an index was drawn");
                counts[index] += (long)Math.Round(repeats);
                drawn += (int)Math.Round(repeats);
            }

            Assert.Equal(Draws, drawn);
        }

        Statistics.Counts(p, counts, (long)Seeds * Draws, $"indices drawn, {probabilities}");
    }

    /// <summary>Of a heavy term and others like each other the heavy one is exact, and the others are drawn by their sizes.</summary>
    [Fact]
    public void Draws_beside_the_heavy_terms()
    {
        // With three of them another term taken for certain does not pay: 3²/1 > 4²/2.
        const int Count = 3;
        double[] w = [1, 100, 0.5, 0, 0.75, 1, 0.75];
        double[] p = [.. w.Select(weight => weight == 100 ? 0 : weight / 4)];
        long[] counts = new long[w.Length];
        foreach (ColumnRowProduct<double> product in Products(w, Count, new ColumnRowOptions { Scheme = ColumnRowScheme.Hybrid }))
        {
            foreach ((int index, double weight) in product.Indices.Zip(product.Weights))
            {
                if (index == 1)
                {
                    Assert.Equal(1, weight);
                }
                else
                {
                    counts[index] += (long)Math.Round(weight * (Count - 1) * p[index]);
                }
            }

            Assert.Contains(1, product.Indices);
        }

        Assert.Equal((long)Seeds * (Count - 1), counts.Sum());
        Statistics.Counts(p, counts, counts.Sum(), "indices drawn beside the heavy one");
    }

    /// <summary>Independent inclusions with p = min(1, w/τ): the probability of a set is a product.</summary>
    [Fact]
    public void Independent_inclusions()
    {
        // With 3 of them expected τ is 4: the last is certain.
        double[] w = [1, 0, 2, 3, 2, 9];
        double[] p = [0.25, 0, 0.5, 0.75, 0.5, 1];
        double[] probabilities = Sets(
            w.Length, set => Enumerable.Range(0, w.Length).Aggregate(1.0, (product, i) => product * (set.Contains(i) ? p[i] : 1 - p[i])));
        Check(w, 3, ColumnRowScheme.Bernoulli, probabilities);
    }

    /// <summary>
    /// The r largest of w/u: a set S is taken where for some i in S, with t = w_i/u_i, all others of S have priorities above t and all
    /// other terms below, so <c>P(S) = Σ_{i∈S} ∫₀¹ Π_{j∈S∖i} min(1, w_j/t) Π_{j∉S} (1 − min(1, w_j/t)) du</c>, piecewise a polynomial.
    /// </summary>
    [Fact]
    public void Priorities()
    {
        const int Count = 2;
        double[] w = [1, 0, 2, 3, 2, 5];
        double[] probabilities = Sets(w.Length, set => set.Length == Count ? set.Sum(last => Last(set, last)) : 0);
        Check(w, Count, ColumnRowScheme.Priority, probabilities);

        double Last(int[] set, int last) => w[last] == 0 ? 0 : Integral(
            [0, .. w.Where(weight => weight > w[last]).Select(weight => w[last] / weight).Distinct().Order(), 1],
            u =>
            {
                double product = 1;
                for (int j = 0; j < w.Length; j++)
                {
                    double above = Math.Min(1, w[j] * u / w[last]);
                    product *= j == last ? 1 : set.Contains(j) ? above : 1 - above;
                }

                return product;
            });
    }

    /// <summary>Draws sets, and compares how often each came up with its probability.</summary>
    private static void Check(double[] w, int count, ColumnRowScheme scheme, double[] probabilities)
    {
        Expect.Close(probabilities.Sum(), 1, 1e-9, $"{scheme}: the sum of the probabilities of all sets");
        long[] counts = new long[probabilities.Length];
        foreach (ColumnRowProduct<double> product in Products(w, count, new ColumnRowOptions { Scheme = scheme }))
        {
            counts[product.Indices.Sum(index => 1 << index)]++;
        }

        // χ² wants some hits in every cell.
        Assert.All(probabilities, p => Assert.True(p < 1e-15 || p * Seeds > 50, $"a set of probability {p}"));
        Statistics.Counts([.. probabilities.Select(p => p < 1e-15 ? 0 : p)], counts, Seeds, $"sets taken, {scheme}");
    }

    /// <summary>One number for each of the 2^n sets of indices, whose bits are its place.</summary>
    private static double[] Sets(int count, Func<int[], double> value) =>
        [.. Enumerable.Range(0, 1 << count).Select(set => value([.. Enumerable.Range(0, count).Where(i => (set >> i & 1) == 1)]))];

    /// <summary>Boole's rule on 64 parts of each piece: exact to 1e-12 for the polynomials at hand.</summary>
    private static double Integral(double[] breaks, Func<double, double> f)
    {
        const int Parts = 64;
        double sum = 0;
        foreach ((double from, double to) in breaks.Zip(breaks.Skip(1)))
        {
            double h = (to - from) / Parts;
            for (int i = 0; i < Parts; i++)
            {
                double a = from + (i * h);
                sum += h / 90 * ((7 * f(a)) + (32 * f(a + (h / 4))) + (12 * f(a + (h / 2))) + (32 * f(a + (3 * h / 4))) + (7 * f(a + h)));
            }
        }

        return sum;
    }

    /// <summary>Products of one row and one column whose terms have the given sizes.</summary>
    private static IEnumerable<ColumnRowProduct<double>> Products(double[] w, int count, ColumnRowOptions options)
    {
        DenseMatrix<double> x = DenseMatrix.Wrap([.. w], 1, w.Length);
        DenseMatrix<double> y = DenseMatrix.Wrap([.. w.Select(_ => 1.0)], w.Length, 1);
        for (int seed = 0; seed < Seeds; seed++)
        {
            yield return ColumnRow.Multiply(
                x, y, count, options with { Seed = (ulong)seed, ErrorMeasurement = ColumnRowErrorMeasurement.Norms });
        }
    }
}
