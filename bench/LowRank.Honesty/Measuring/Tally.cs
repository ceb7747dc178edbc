namespace LowRank.Honesty;

/// <summary>What the runs of one method on one kind of matrix were like.</summary>
public sealed class Tally
{
    /// <summary>The failure probabilities that bounds are asked at.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = [0.5, 0.1, 0.01, 0.001];

    /// <summary>Runs to a rank, and</summary>
    public int Runs { get; private set; }

    /// <summary>those whose figure is an estimate above its resolution.</summary>
    public int Estimated { get; private set; }

    /// <summary>Estimates within 10 % of the error.</summary>
    public int Near { get; private set; }

    /// <summary>How often <see cref="ErrorEstimate.UpperBound"/> was exceeded at each probability.</summary>
    public int[] Exceeded { get; } = new int[Probabilities.Count];

    /// <summary>How often <see cref="ErrorEstimate.RelativeUpperBound"/> was.</summary>
    public int[] RelativeExceeded { get; } = new int[Probabilities.Count];

    /// <summary>Runs to a tolerance.</summary>
    public int ToTolerance { get; private set; }

    /// <summary>Those whose error is above it.</summary>
    public int Missed { get; private set; }

    /// <summary>The largest rank, less two, as a multiple of the least possible.</summary>
    public double LargestRankRatio { get; private set; }

    /// <summary>Counts a run to a rank.</summary>
    /// <param name="error">What it says.</param>
    /// <param name="truth">‖A − Â‖_F.</param>
    /// <param name="norm">‖A‖_F.</param>
    /// <param name="rounding">What the measurement of the truth may be off by.</param>
    public void Add(ErrorEstimate error, double truth, double norm, double rounding)
    {
        Runs++;
        bool isEstimate = error.Method is not (ErrorEstimateMethod.TraceBound or ErrorEstimateMethod.PerturbationBound
            or ErrorEstimateMethod.NormBound);
        if (isEstimate && truth > Math.Max(10 * rounding, error.Resolution))
        {
            Estimated++;
            Near += Math.Abs((error.Frobenius / truth) - 1) <= 0.1 ? 1 : 0;
        }

        for (int i = 0; i < Probabilities.Count; i++)
        {
            Exceeded[i] += truth - rounding > error.UpperBound(Probabilities[i]) ? 1 : 0;
            RelativeExceeded[i] += (truth - rounding) / norm > error.RelativeUpperBound(Probabilities[i]) ? 1 : 0;
        }
    }

    /// <summary>Counts a run to a tolerance.</summary>
    /// <param name="truth">‖A − Â‖_F / ‖A‖_F.</param>
    /// <param name="tolerance">What it was to be at most.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="best">The least rank that keeps the tolerance.</param>
    public void AddTolerance(double truth, double tolerance, int rank, int best)
    {
        ToTolerance++;
        Missed += truth > tolerance * (1 + 1e-6) ? 1 : 0;
        LargestRankRatio = Math.Max(LargestRankRatio, (rank - 2.0) / Math.Max(1, best));
    }

    /// <summary>Whether all was kept that is promised, chance of four standard errors aside.</summary>
    /// <param name="nearlyAlways">The share of estimates that is to be within 10 %.</param>
    /// <returns>What was not, in words; empty where all was.</returns>
    public IEnumerable<string> Broken(double nearlyAlways)
    {
        if (Near < (nearlyAlways * Estimated) - (4 * Math.Sqrt(nearlyAlways * (1 - nearlyAlways) * Estimated)))
        {
            yield return FormattableString.Invariant($"{Near} of {Estimated} estimates within 10 %");
        }

        for (int i = 0; i < Probabilities.Count; i++)
        {
            double delta = Probabilities[i];
            double allowed = (delta * Runs) + (4 * Math.Sqrt(delta * (1 - delta) * Runs));
            if (Exceeded[i] > allowed || RelativeExceeded[i] > allowed)
            {
                yield return FormattableString.Invariant(
                    $"bounds at {delta} exceeded {Exceeded[i]} and, relative, {RelativeExceeded[i]} times in {Runs}");
            }
        }

        if (Missed > (0.01 * ToTolerance) + (4 * Math.Sqrt(0.01 * ToTolerance)))
        {
            yield return FormattableString.Invariant($"{Missed} of {ToTolerance} tolerances missed");
        }
    }
}
