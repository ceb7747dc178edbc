using LowRank.Random;

namespace LowRank.Tests;

public sealed class WeightedSamplerTests
{
    private const int Trials = 100_000;

    [Theory]
    [InlineData(new[] { 1.0, 5.0, 3.0 })]
    [InlineData(new[] { 0.0, 2.0, 0.0, 0.0, 1.0, 0.0 })]
    [InlineData(new[] { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 })]
    [InlineData(new[] { 1e-3, 1e-2, 1e-1, 1.0 })]
    [InlineData(new[] { 3e-300, 1e-300 })]
    [InlineData(new[] { 3e300, 1e300, 0.0 })]
    public void Draws_follow_the_weights(double[] weights)
    {
        double largest = weights.Max();
        double sum = weights.Sum(w => w / largest);
        double[] probabilities = [.. weights.Select(w => w / largest / sum)];
        WeightedSampler sampler = new(weights);
        Philox4x32 generator = new(99, (ulong)RandomStream.ColumnRow);
        long[] counts = new long[weights.Length];
        for (int i = 0; i < Trials; i++)
        {
            counts[sampler.Draw(generator, (ulong)i)]++;
        }

        Statistics.Counts(probabilities, counts, Trials, "the draws");
    }

    [Fact]
    public void Successive_draws_are_independent()
    {
        double[] probabilities = [1.0 / 9, 5.0 / 9, 3.0 / 9];
        WeightedSampler sampler = new(probabilities);
        Philox4x32 generator = new(7, 2);
        long[] counts = new long[9];
        double[] products = new double[9];
        for (int i = 0; i < 9; i++)
        {
            products[i] = probabilities[i / 3] * probabilities[i % 3];
        }

        for (int i = 0; i < Trials; i++)
        {
            counts[(3 * sampler.Draw(generator, (ulong)(2 * i))) + sampler.Draw(generator, (ulong)((2 * i) + 1))]++;
        }

        Statistics.Counts(products, counts, Trials, "pairs of draws");
    }

    /// <summary>With the smallest weight there is, every second target rounds up to the total itself: the draw must step back to
    /// it.</summary>
    [Theory]
    [InlineData(new[] { double.Epsilon }, 0)]
    [InlineData(new[] { double.Epsilon, 0.0, 0.0 }, 0)]
    [InlineData(new[] { 0.0, double.Epsilon, 0.0 }, 1)]
    [InlineData(new[] { 0.0, 0.0, double.Epsilon }, 2)]
    [InlineData(new[] { 4.0 }, 0)]
    [InlineData(new[] { 0.0, 4.0, 0.0 }, 1)]
    public void A_weight_of_0_is_never_drawn(double[] weights, int only)
    {
        WeightedSampler sampler = new(weights);
        for (ulong i = 0; i < 1000; i++)
        {
            Assert.Equal(only, sampler.Draw(new Philox4x32(3, 2), i));
        }
    }

    [Fact]
    public void A_draw_does_not_depend_on_the_draws_before_it()
    {
        WeightedSampler sampler = new([1, 2, 3, 4]);
        Philox4x32 generator = new(11, 2);
        int[] forward = [.. Enumerable.Range(0, 100).Select(i => sampler.Draw(generator, (ulong)i))];
        int[] backward = [.. Enumerable.Range(0, 100).Reverse().Select(i => sampler.Draw(generator, (ulong)i)).Reverse()];
        Assert.Equal(forward, backward);
    }
}
