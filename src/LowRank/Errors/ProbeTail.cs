namespace LowRank.Errors;

/// <summary>The tails of the Gaussian error estimator.</summary>
internal static class ProbeTail
{
    /// <summary>
    /// The factor by which a squared estimate must grow to be a bound with the given failure probability:
    /// P{estimate ≤ (1 − e) truth} ≤ [eᵉ (1 − e)]^(β q / 2), so the factor is 1 / (1 − e) at equality.
    /// </summary>
    public static double Inflation(int degreesOfFreedom, double failureProbability)
    {
        // With x = 1 − e: the bound is exp(half (1 − x + ln x)), increasing in x on (0, 1), so bisect ln x.
        double half = degreesOfFreedom / 2.0;
        double target = Math.Log(failureProbability) / half;
        double low = target - 1;
        double high = 0;
        for (int i = 0; i < 100; i++)
        {
            double middle = 0.5 * (low + high);
            if (1 - Math.Exp(middle) + middle < target)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Exp(-low);
    }

    /// <summary>
    /// The factor by which a squared estimate must shrink to be a lower bound: P{estimate ≥ (1 + e) truth} ≤ [e^(−e) (1 + e)]^(β q / 2),
    /// so the factor is 1 / (1 + e) at equality.
    /// </summary>
    public static double Deflation(int degreesOfFreedom, double failureProbability)
    {
        // ln(1 + e) − e falls from 0, and is below its target at e = 1 − 2 · target at the latest.
        double target = 2 * Math.Log(failureProbability) / degreesOfFreedom;
        double low = 0;
        double high = 4 - (2 * target);
        for (int i = 0; i < 100; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Math.Log(1 + middle) - middle > target ? (middle, high) : (low, middle);
        }

        return 1 / (1 + high);
    }
}
