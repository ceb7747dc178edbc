namespace LowRank.Random;

/// <summary>
/// Priority sampling: the items with the largest <c>w_i / u_i</c>, u_i uniform in (0, 1]; without replacement, of fixed size, unbiased,
/// and any two items' estimates are uncorrelated. Source: Duffield, Lund and Thorup, "Priority sampling for estimation of arbitrary
/// subset sums", J. ACM 54 (2007).
/// </summary>
internal static class PrioritySampler
{
    /// <summary>
    /// The indices, ascending, and the threshold τ: the largest priority that was not taken, 0 where all positive weights were. The
    /// estimate of w_i is max(w_i, τ).
    /// </summary>
    public static (int[] Indices, double Threshold) Draw(ReadOnlySpan<double> weights, int count, Philox4x32 generator, ulong firstDraw)
    {
        double[] priorities = new double[weights.Length];
        int[] indices = new int[weights.Length];
        int positive = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                // 1 − u lies in (0, 1]; the sign makes the largest come first.
                priorities[positive] = -weights[i] / (1 - generator.Uniform(firstDraw + (ulong)i));
                indices[positive++] = i;
            }
        }

        Array.Sort(priorities, indices, 0, positive);
        int[] taken = indices[..Math.Min(count, positive)];
        Array.Sort(taken);
        return (taken, positive > count ? -priorities[count] : 0);
    }
}
