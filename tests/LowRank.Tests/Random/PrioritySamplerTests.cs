using LowRank.Random;

namespace LowRank.Tests;

public sealed class PrioritySamplerTests
{
    private static readonly double[] Weights = [0, 1, 2, 3, 10, 0.5, 4];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Estimates_of_weights_are_unbiased_and_uncorrelated(int count)
    {
        const int Trials = 20_000;
        List<double>[] estimates = [.. Weights.Select(_ => new List<double>(Trials))];
        for (int trial = 0; trial < Trials; trial++)
        {
            (int[] indices, double threshold) = PrioritySampler.Draw(Weights, count, new Philox4x32((ulong)trial, 2), 0);
            Assert.Equal(count, indices.Length);
            Assert.Equal(indices.Distinct().Order(), indices);
            for (int i = 0; i < Weights.Length; i++)
            {
                estimates[i].Add(indices.Contains(i) ? Math.Max(Weights[i], threshold) : 0);
            }
        }

        Assert.All(estimates[0], estimate => Assert.Equal(0, estimate));
        for (int i = 1; i < Weights.Length; i++)
        {
            Expect.Mean(estimates[i], Weights[i], $"the estimate of weight {i} with {count} samples");
        }

        if (count > 2)
        {
            // The fourth moment of 1/u is there only from five samples on; from three on the product of two estimates has a mean that
            // settles.
            double[] products = [.. estimates[2].Zip(estimates[3], (a, b) => a * b)];
            Expect.Mean(products, Weights[2] * Weights[3], "the product of two estimates");
        }
    }

    [Fact]
    public void Where_all_positive_weights_fit_all_are_taken_as_they_are()
    {
        (int[] indices, double threshold) = PrioritySampler.Draw(Weights, 6, new Philox4x32(5, 2), 0);
        Assert.Equal([1, 2, 3, 4, 5, 6], indices);
        Assert.Equal(0, threshold);
        Assert.Equal(indices, PrioritySampler.Draw(Weights, 60, new Philox4x32(5, 2), 0).Indices);
    }
}
