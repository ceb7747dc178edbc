namespace LowRank.Random;

/// <summary>Draws indices with replacement, i with probability w_i / Σw, by binary search in the prefix sums.</summary>
internal sealed class WeightedSampler
{
    private readonly double[] _prefixSums;

    public WeightedSampler(ReadOnlySpan<double> weights)
    {
        _prefixSums = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            _prefixSums[i] = sum;
        }
    }

    /// <summary>The index of draw number <paramref name="draw"/>: the same for every order in which draws are made.</summary>
    public int Draw(Philox4x32 generator, ulong draw)
    {
        double target = generator.Uniform(draw) * _prefixSums[^1];

        // The first index whose prefix sum exceeds the target: one with weight 0 never does.
        int low = 0;
        int high = _prefixSums.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_prefixSums[middle] > target)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        // Rounding can lift the target to the total itself; then step back over trailing weights of 0.
        while (low > 0 && _prefixSums[low] == _prefixSums[low - 1])
        {
            low--;
        }

        return low;
    }
}
