
namespace LowRank.Tests;

/// <summary>
/// Two-sided tests with a stated false-alarm probability: 6e-7 for each mean (5 standard errors), 1e-6 for each distribution. Seeds are
/// fixed, so a test that passes always passes.
/// </summary>
internal static class Statistics
{
    private const double StandardErrors = 5;
    private const double FalseAlarm = 1e-6;

    /// <summary>A mean of n independent numbers of known mean and variance.</summary>
    public static void Mean(double expected, double variance, double measured, long count, string what) =>
        Expect.Close(measured, expected, StandardErrors * Math.Sqrt(variance / count), what);

    /// <summary>A frequency out of n independent trials of known probability.</summary>
    public static void Frequency(double probability, long hits, long trials, string what) =>
        Mean(probability, probability * (1 - probability), (double)hits / trials, trials, what);

    /// <summary>Kolmogorov and Smirnov: sup |F_n − F| exceeds x/√n with a probability of at most 2 exp(−2x²) (Massart 1990).</summary>
    public static void Distribution(double[] sample, Func<double, double> distribution, string what)
    {
        double[] sorted = [.. sample.Order()];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double f = distribution(sorted[i]);
            largest = Math.Max(largest, Math.Max(f - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - f));
        }

        Expect.AtMost(largest, Math.Sqrt(Math.Log(2 / FalseAlarm) / 2 / sorted.Length), $"sup |F_n − F| of {what}");
    }

    /// <summary>χ² of counts against probabilities; the quantile by Wilson and Hilferty, whose z of 4.75 has a tail of 1e-6.</summary>
    public static void Counts(ReadOnlySpan<double> probabilities, ReadOnlySpan<long> counts, long trials, string what)
    {
        double sum = 0;
        int cells = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (probabilities[i] == 0)
            {
                Assert.True(counts[i] == 0, $"{what}: cell {i} has probability 0 and {counts[i]} hits.");
                continue;
            }

            cells++;
            double expected = trials * probabilities[i];
            sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        double freedom = cells - 1;
        double quantile = freedom * Math.Pow(1 - (2 / (9 * freedom)) + (4.75 * Math.Sqrt(2 / (9 * freedom))), 3);
        Expect.AtMost(sum, quantile, $"χ² of {what} with {freedom} degrees of freedom");
    }

    /// <summary>Φ(x), by its Taylor series near 0 and Laplace's continued fraction in the tails.</summary>
    public static double Normal(double x)
    {
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(x) > 4)
        {
            double fraction = 0;
            for (int k = 60; k > 0; k--)
            {
                fraction = k / (Math.Abs(x) + fraction);
            }

            double tail = density / (Math.Abs(x) + fraction);
            return x > 0 ? 1 - tail : tail;
        }

        double term = x;
        double sum = x;
        for (int k = 1; k < 200; k++)
        {
            term *= x * x / ((2 * k) + 1);
            sum += term;
        }

        return 0.5 + (density * sum);
    }

    /// <summary>P{χ² ≤ x} for an even number of degrees of freedom, where it is a finite sum.</summary>
    public static double ChiSquare(int evenDegrees, double x)
    {
        double term = 1;
        double sum = 0;
        for (int i = 0; i < evenDegrees / 2; i++)
        {
            sum += term;
            term *= x / 2 / (i + 1);
        }

        return 1 - (Math.Exp(-x / 2) * sum);
    }
}
