using LowRank.Random;

namespace LowRank.Selection;

/// <summary>Draws different indices, one after the other, each in proportion to weights.</summary>
internal sealed class IndexSampler(ulong seed)
{
    private readonly Philox4x32 _generator = new(seed, (ulong)RandomStream.ColumnSelection);

    /// <summary>One index, i with probability w_i / Σw over the positive weights; draw number <paramref name="draw"/> always takes the
    /// same random number.</summary>
    public int Draw(ReadOnlySpan<double> weights, int draw)
    {
        double total = 0;
        foreach (double weight in weights)
        {
            total += Math.Max(0, weight);
        }

        double target = _generator.Uniform((ulong)draw) * total;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                target -= weights[i];
                if (target < 0)
                {
                    return i;
                }
            }
        }

        return last;
    }

    /// <summary>
    /// Up to <paramref name="count"/> different indices: a drawn one is taken out and the others keep their proportions. Those of weight
    /// 0 come last, lowest first.
    /// </summary>
    public int[] DrawDistinct(ReadOnlySpan<double> weights, int count)
    {
        double[] left = weights.ToArray();
        List<int> indices = [];
        while (indices.Count < count && left.Any(weight => weight > 0))
        {
            int index = Draw(left, indices.Count);
            left[index] = double.NegativeInfinity;
            indices.Add(index);
        }

        for (int i = 0; indices.Count < count; i++)
        {
            if (left[i] == 0)
            {
                indices.Add(i);
            }
        }

        return [.. indices];
    }

    /// <summary>The same for equal weights, without walking over all of them: a drawn number says which of the indices left it
    /// is.</summary>
    /// <param name="total">How many indices there are.</param>
    /// <param name="count">How many are drawn.</param>
    public int[] DrawDistinct(int total, int count)
    {
        int[] indices = new int[count];
        List<int> taken = [];
        for (int k = 0; k < count; k++)
        {
            int index = Math.Min(total - k - 1, (int)(_generator.Uniform((ulong)k) * (total - k)));
            int place = 0;
            while (place < k && taken[place] <= index)
            {
                place++;
                index++;
            }

            taken.Insert(place, index);
            indices[k] = index;
        }

        return indices;
    }

    public double Uniform(int draw) => _generator.Uniform((ulong)draw);
}
