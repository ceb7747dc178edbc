using LowRank.Random;

namespace LowRank.ColumnRowProducts;

/// <summary>The draws of one product.</summary>
/// <param name="seed">The user's seed.</param>
/// <param name="item">Which of several products that share the seed: each has draws of its own.</param>
internal readonly struct TermDraws(ulong seed, int item)
{
    public Philox4x32 Generator => new(seed, (ulong)RandomStream.ColumnRow);

    /// <summary>Draws are addressed by 64 bits: the upper half is the product, the lower half the draw.</summary>
    public ulong First => (ulong)item << 32;

    /// <summary>Independent draws; a repeated index is merged into one term of weight count / (r p), with p = share / sum.</summary>
    public (int[] Indices, double[] Weights) WithReplacement(double[] shares, double sum, int count)
    {
        WeightedSampler sampler = new(shares);
        Philox4x32 generator = Generator;
        int[] counts = new int[shares.Length];
        for (int draw = 0; draw < count; draw++)
        {
            counts[sampler.Draw(generator, First + (ulong)draw)]++;
        }

        List<int> indices = [];
        List<double> weights = [];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                indices.Add(i);
                weights.Add(counts[i] * sum / (count * shares[i]));
            }
        }

        return ([.. indices], [.. weights]);
    }
}
