using LowRank.Random;

namespace LowRank.Tests;

public sealed class DistributionTests
{
    private const int Count = 200_000;
    private const ulong Seed = 12345;

    [Fact]
    public void The_yardsticks_are_right()
    {
        Expect.Close(Statistics.Normal(1.96), 0.9750021048517795, 1e-14, "Φ(1.96)");
        Expect.Close(Statistics.Normal(-6), 9.865876450376981e-10, 1e-22, "Φ(−6)");
        Expect.Close(Statistics.Normal(4 + 1e-9), Statistics.Normal(4 - 1e-9), 1e-12, "Φ around 4");
        Expect.Close(Statistics.ChiSquare(10, 18.307038053275146), 0.95, 1e-12, "χ²₁₀");
    }

    [Fact]
    public void Uniform_numbers_are_uniform_on_the_half_open_interval()
    {
        Philox4x32 generator = new(Seed, 0);
        double[] numbers = [.. Enumerable.Range(0, Count).Select(i => generator.Uniform((ulong)i))];
        Assert.All(numbers, u => Assert.True(u is >= 0 and < 1, $"{u:R} is not in [0, 1)"));
        Assert.All(numbers, u => Assert.Equal(Math.Floor(u * (1L << 53)), u * (1L << 53)));
        Assert.True(numbers.Any(u => ((long)(u * (1L << 53)) & 1) == 1), "the last of the 53 bits is used");
        Statistics.Distribution(numbers, u => u, "uniform numbers");
        Statistics.Mean(0.5, 1.0 / 12, numbers.Average(), Count, "the mean");
        Statistics.Mean(
            0, 1.0 / 144, Enumerable.Range(0, Count - 1).Average(i => (numbers[i] - 0.5) * (numbers[i + 1] - 0.5)), Count - 1,
                "neighbours");
    }

    [Fact]
    public void Gaussian_numbers_have_the_moments_of_the_normal_distribution()
    {
        (double[] first, double[] second) = Pairs(Seed, 0, Count);
        foreach (double[] x in new[] { first, second })
        {
            Assert.All(x, value => Assert.True(Math.Abs(value) < 8.6, $"{value:R}"));
            Statistics.Mean(0, 1, x.Average(), Count, "the mean");
            Statistics.Mean(1, 2, x.Average(v => v * v), Count, "the second moment");
            Statistics.Mean(0, 15, x.Average(v => v * v * v), Count, "the third moment");
            Statistics.Mean(3, 96, x.Average(v => v * v * v * v), Count, "the fourth moment");
            Statistics.Distribution(x, Statistics.Normal, "Gaussian numbers");
        }
    }

    /// <summary>The two numbers of a pair, those of neighbouring indices, of two streams and of two seeds: x, and x² − 1, are
    /// uncorrelated.</summary>
    [Fact]
    public void Gaussian_numbers_are_independent_of_their_neighbours()
    {
        (double[] first, double[] second) = Pairs(Seed, 0, Count);
        (double[] other, _) = Pairs(Seed, 1, Count);
        (double[] third, _) = Pairs(Seed, 2, Count);
        (double[] foreign, _) = Pairs(Seed + 1, 0, Count);
        (double[] far, _) = Pairs(Seed, 0, Count, 1UL << 32);
        Uncorrelated(first, second, "the two of a pair");
        Uncorrelated(first[..^1], first[1..], "neighbours");
        Uncorrelated(second[..^1], first[1..], "neighbours across pairs");
        Uncorrelated(first, other, "streams 0 and 1");
        Uncorrelated(first, third, "streams 0 and 2");
        Uncorrelated(other, third, "streams 1 and 2");
        Uncorrelated(first, foreign, "two seeds");
        Uncorrelated(first, far, "two columns");
    }

    private static void Uncorrelated(double[] x, double[] y, string what)
    {
        Statistics.Mean(0, 1, x.Zip(y, (a, b) => a * b).Average(), x.Length, $"E xy of {what}");
        Statistics.Mean(0, 4, x.Zip(y, (a, b) => ((a * a) - 1) * ((b * b) - 1)).Average(), x.Length, $"E (x² − 1)(y² − 1) of {what}");
    }

    private static (double[] First, double[] Second) Pairs(ulong seed, ulong stream, int count, ulong start = 0)
    {
        Philox4x32 generator = new(seed, stream);
        double[] first = new double[count];
        double[] second = new double[count];
        for (int i = 0; i < count; i++)
        {
            (first[i], second[i]) = generator.GaussianPair(start + (ulong)i);
        }

        return (first, second);
    }
}
