namespace LowRank.Random;

/// <summary>Which terms a sample of independent inclusions takes for certain, and the threshold below which it takes them by
/// chance.</summary>
internal static class InclusionProbabilities
{
    /// <summary>
    /// The threshold τ of <c>p_i = min(1, w_i / τ)</c> with <c>Σ p_i = count</c>: of all independent inclusions of that expected size
    /// those of the smallest Σ w_i²/p_i (water-filling). 0 where so few weights are positive that all are taken.
    /// </summary>
    /// <remarks>
    /// Taking a weight w ≥ τ for certain lowers τ = (sum of the others) / (what is left of the count), so each pass fixes those for good,
    /// and the last one fixes none: exact, without sorting.
    /// </remarks>
    public static double Threshold(ReadOnlySpan<double> weights, double count)
    {
        double threshold = double.PositiveInfinity;
        int certain = 0;
        while (true)
        {
            double sum = 0;
            int taken = 0;
            int others = 0;
            foreach (double weight in weights)
            {
                if (weight >= threshold)
                {
                    taken++;
                }
                else if (weight > 0)
                {
                    sum += weight;
                    others++;
                }
            }

            if (others == 0 || others + taken <= count)
            {
                return 0;
            }

            if (!double.IsPositiveInfinity(threshold) && taken == certain)
            {
                return threshold;
            }

            certain = taken;

            // Never up again, whatever rounding does: so the loop ends.
            threshold = Math.Min(threshold, sum / Math.Max(0, count - certain));
        }
    }

    /// <summary>min(1, w/τ); 1 for every positive weight where τ is 0.</summary>
    public static double Of(double weight, double threshold) => weight <= 0 ? 0 : weight >= threshold ? 1 : weight / threshold;

    /// <summary>Which indices are taken, ascending: i with its probability, by its own random number.</summary>
    public static int[] Draw(ReadOnlySpan<double> weights, double threshold, Philox4x32 generator, ulong firstDraw)
    {
        List<int> taken = [];
        for (int i = 0; i < weights.Length; i++)
        {
            double probability = Of(weights[i], threshold);
            if (probability >= 1 || (probability > 0 && generator.Uniform(firstDraw + (ulong)i) < probability))
            {
                taken.Add(i);
            }
        }

        return [.. taken];
    }
}
