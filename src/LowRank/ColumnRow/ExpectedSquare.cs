namespace LowRank.ColumnRowProducts;

/// <summary>
/// The expected squared error of a product that is drawn, <c>Sum − Share ‖M‖²</c>, with M the part of X Y that is left to chance: all
/// that the norms say, in units of their scale.
/// </summary>
/// <param name="Sum">The part that the norms give exactly: never less than the expected squared error.</param>
/// <param name="Share">What share of ‖M‖² is to be taken off it: 1/r for draws with replacement, 0 for independent
/// inclusions.</param>
/// <param name="Alignable">(Σ of the weights that are left to chance)²: ‖M‖² is at most this.</param>
/// <param name="Jump">The most that one random choice can move the product from its mean; infinite where choices depend on each
/// other.</param>
/// <param name="Dropped">For schemes that draw nothing: the bound Σw_i over the dropped terms; NaN where there is an expectation.</param>
internal readonly record struct ExpectedSquare(double Sum, double Share, double Alignable, double Jump, double Dropped = double.NaN)
{
    public static ExpectedSquare None => new(0, 0, 0, 0);

    /// <summary>What the expected squared error surely does not exceed.</summary>
    public double AtMost { get; init; } = Sum;

    /// <summary>How many of the largest terms are not left to chance.</summary>
    public int Certain { get; init; }

    public bool IsBound => !double.IsNaN(Dropped);

    /// <summary>The expected squared error, where ‖M‖² is the given share of the most that it can be.</summary>
    public double At(double alignment) => Math.Max(0, Sum - (Share * Alignable * Math.Clamp(alignment, 0, 1)));

    /// <summary>Draws with replacement, for any p: Σw²/p / r − ‖M‖²/r.</summary>
    public static ExpectedSquare WithReplacement(TermNorms norms, ReadOnlySpan<double> probabilities, int draws)
    {
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < norms.Count; i++)
        {
            double weight = norms.Weights[i];
            if (weight > 0)
            {
                sum += weight / probabilities[i] * weight;
                largest = Math.Max(largest, weight / probabilities[i]);
            }
        }

        // ‖v/p − M‖ / r ≤ 2 max(w/p) / r, since ‖M‖ ≤ Σw ≤ max(w/p).
        return new ExpectedSquare(sum / draws, 1.0 / draws, norms.Sum * norms.Sum, 2 * largest / draws);
    }

    /// <summary>Draws with replacement, for p ∝ w over terms whose weights add up to a sum.</summary>
    public static ExpectedSquare Optimal(double sum, double draws) => new(sum / draws * sum, 1 / draws, sum * sum, 2 * sum / draws);

    /// <summary>Independent inclusions, for p = min(1, w/τ): Σ (1/p − 1) w² = Σ w (τ − w) over w &lt; τ.</summary>
    public static ExpectedSquare Independent(TermNorms norms, double threshold)
    {
        double square = 0;
        double sum = 0;
        double jump = 0;
        foreach (double weight in norms.Weights)
        {
            if (weight > 0 && weight < threshold)
            {
                square += weight * (threshold - weight);
                sum += weight;
                jump = Math.Max(jump, Math.Max(weight, threshold - weight));
            }
        }

        return new ExpectedSquare(square, 0, sum * sum, jump);
    }

    /// <summary>For terms that are dropped for certain.</summary>
    public static ExpectedSquare Bound(double dropped) => new(dropped * dropped, 0, dropped * dropped, 0, dropped);
}
