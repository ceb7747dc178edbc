using LowRank.Random;

namespace LowRank.Tests;

public sealed class InclusionProbabilitiesTests
{
    private static readonly double[][] Weights =
    [
        [1, 5, 3],
        [1, 1, 1, 1, 1, 1],
        [100, 1, 1, 1, 1e-3, 0, 0],
        [64, 32, 16, 8, 4, 2, 1, 0.5],
        [1, 1e-8, 1e-16, 1e-24, 1e-32],
        [0, 0, 3, 0],
        [0.3, 0.2, 0.9, 0.9, 0.9, 0.1, 0.7],
    ];

    public static TheoryData<int, double> Cases()
    {
        TheoryData<int, double> cases = [];
        for (int i = 0; i < Weights.Length; i++)
        {
            foreach (double count in new[] { 1, 2, 2.5, 3, 4, 5 })
            {
                cases.Add(i, count);
            }
        }

        return cases;
    }

    [Fact]
    public void E6_the_golden_case()
    {
        double threshold = InclusionProbabilities.Threshold([1, 5, 3], 2);
        Assert.Equal(4, threshold, 1e-15);
        Assert.Equal([0.25, 1, 0.75], new double[] { 1, 5, 3 }.Select(w => InclusionProbabilities.Of(w, threshold)));
    }

    /// <summary>The conditions of Kuhn and Tucker: the sum is right, and w²/p² is the same for all p below 1 and no smaller for those at
    /// 1.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Water_filling_is_optimal(int weights, double count)
    {
        double[] w = Weights[weights];
        double threshold = InclusionProbabilities.Threshold(w, count);
        double[] p = [.. w.Select(weight => InclusionProbabilities.Of(weight, threshold))];
        int positive = w.Count(weight => weight > 0);
        Expect.Close(p.Sum(), Math.Min(count, positive), 1e-12, "Σp");
        for (int i = 0; i < w.Length; i++)
        {
            Assert.InRange(p[i], 0, 1);
            Assert.Equal(w[i] == 0, p[i] == 0);
            if (p[i] is > 0 and < 1)
            {
                Expect.Close(w[i] / p[i], threshold, 1e-12 * threshold, "w/p below 1");
            }
            else if (w[i] > 0)
            {
                Expect.AtLeast(w[i], threshold * (1 - 1e-12), "w at p = 1");
            }
        }
    }

    [Fact]
    public void Inclusions_have_their_probabilities_and_are_independent()
    {
        const int Trials = 40_000;
        double[] w = [0, 1, 2, 3, 10];
        double threshold = InclusionProbabilities.Threshold(w, 3);
        double[] p = [.. w.Select(weight => InclusionProbabilities.Of(weight, threshold))];
        long[] hits = new long[5];
        long both = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            int[] taken = InclusionProbabilities.Draw(w, threshold, new Philox4x32((ulong)trial, 2), 0);
            Assert.Equal(taken.Order(), taken);
            foreach (int i in taken)
            {
                hits[i]++;
            }

            both += taken.Contains(1) && taken.Contains(2) ? 1 : 0;
        }

        Assert.Equal((0L, (long)Trials), (hits[0], hits[4]));
        for (int i = 1; i < 4; i++)
        {
            Statistics.Frequency(p[i], hits[i], Trials, $"inclusion of {i}");
        }

        Statistics.Frequency(p[1] * p[2], both, Trials, "inclusion of 1 and 2");
    }
}
