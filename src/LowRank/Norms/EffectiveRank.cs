namespace LowRank;

/// <summary>Measures of how many directions of a matrix matter, from its singular values.</summary>
/// <remarks>
/// The continuous ones lie between 1 and the rank, and do not change when the matrix is scaled. All take the singular values in any
/// order; all give 0 for a matrix of zeros.
/// </remarks>
public static class EffectiveRank
{
    /// <summary>How many singular values exceed a threshold.</summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <param name="threshold">The threshold, not negative.</param>
    /// <returns><c>#{i : σ_i > threshold}</c>.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative or NaN.</exception>
    public static int CountAbove(ReadOnlySpan<double> singularValues, double threshold)
    {
        Largest(singularValues);
        if (!(threshold >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold must not be negative.");
        }

        int count = 0;
        foreach (double value in singularValues)
        {
            count += value > threshold ? 1 : 0;
        }

        return count;
    }

    /// <summary>How many singular values exceed a share of the largest.</summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <param name="share">The share, not negative.</param>
    /// <returns><c>#{i : σ_i > share · σ₁}</c>.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is negative or NaN.</exception>
    public static int CountAboveShare(ReadOnlySpan<double> singularValues, double share)
    {
        if (!(share >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share must not be negative.");
        }

        return CountAbove(singularValues, share * Largest(singularValues));
    }

    /// <summary>
    /// The smallest i whose leading singular values hold a share 1 − ε of the Frobenius norm, <c>(Σ_{j≤i} σ_j² / Σ_j σ_j²)^½ ≥ 1 − ε</c>.
    /// That is not the same as a relative error of ε of the truncated decomposition, which asks for <c>Σ_{j>i} σ_j² ≤ ε² Σ_j σ_j²</c>:
    /// far fewer are left out there.
    /// </summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <param name="epsilon">ε, 0 … 1.</param>
    /// <returns>The rank.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε lies outside 0 … 1.</exception>
    public static int Energy(ReadOnlySpan<double> singularValues, double epsilon)
    {
        if (!(epsilon is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε lies between 0 and 1.");
        }

        double[] shares = Shares(singularValues);
        Array.Sort(shares, (x, y) => y.CompareTo(x));

        // From the tail, so that ε = 0 leaves out what is exactly 0 and nothing else.
        double whole = shares.Reverse().Sum(s => s * s);
        double tail = 0;
        int rank = shares.Length;
        while (rank > 0)
        {
            tail += shares[rank - 1] * shares[rank - 1];
            if (tail > 0 && whole - tail < (1 - epsilon) * (1 - epsilon) * whole)
            {
                break;
            }

            rank--;
        }

        return rank;
    }

    /// <summary>The nuclear norm over the spectral norm, <c>Σσ_i / σ₁</c>.</summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <returns>A number between 1 and the rank.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    public static double NuclearOverSpectral(ReadOnlySpan<double> singularValues) => Shares(singularValues).Sum();

    /// <summary>The stable rank, <c>‖A‖_F² / ‖A‖₂² = Σσ_i² / σ₁²</c>.</summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <returns>A number between 1 and the rank.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    public static double Stable(ReadOnlySpan<double> singularValues) => Shares(singularValues).Sum(s => s * s);

    /// <summary>The nuclear norm over the Frobenius norm, squared: <c>(Σσ_i)² / Σσ_i²</c>.</summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <returns>A number between 1 and the rank.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    public static double NuclearOverFrobenius(ReadOnlySpan<double> singularValues)
    {
        double[] shares = Shares(singularValues);
        double nuclear = shares.Sum();
        return nuclear == 0 ? 0 : nuclear * nuclear / shares.Sum(s => s * s);
    }

    /// <summary>
    /// The exponential of the entropy of the singular values, <c>exp(−Σ p_i ln p_i)</c> with <c>p_i = σ_i^γ / Σσ_j^γ</c> (Roy and
    /// Vetterli 2007 for γ = 1).
    /// </summary>
    /// <param name="singularValues">The singular values, none negative.</param>
    /// <param name="exponent">γ, positive: 1 or 2 are usual.</param>
    /// <returns>A number between 1 and the rank.</returns>
    /// <exception cref="ArgumentException">A singular value is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive and finite.</exception>
    public static double Entropy(ReadOnlySpan<double> singularValues, double exponent = 1)
    {
        if (!(exponent > 0 && double.IsFinite(exponent)))
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent must be positive and finite.");
        }

        double[] powers = Array.ConvertAll(Shares(singularValues), s => Math.Pow(s, exponent));
        double sum = powers.Sum();
        return sum == 0 ? 0 : Math.Exp(-powers.Where(p => p > 0).Sum(p => p / sum * Math.Log(p / sum)));
    }

    /// <summary>σ_i / σ₁: the measures do not depend on the scale, and squares of shares do not overflow.</summary>
    private static double[] Shares(ReadOnlySpan<double> singularValues)
    {
        double largest = Largest(singularValues);
        double[] shares = new double[singularValues.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = largest == 0 ? 0 : singularValues[i] / largest;
        }

        return shares;
    }

    private static double Largest(ReadOnlySpan<double> singularValues)
    {
        double largest = 0;
        foreach (double value in singularValues)
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw new ArgumentException($"{value} is no singular value; they are finite and not negative.", nameof(singularValues));
            }

            largest = Math.Max(largest, value);
        }

        return largest;
    }
}
