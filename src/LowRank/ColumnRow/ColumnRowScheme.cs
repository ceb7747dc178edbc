namespace LowRank;

/// <summary>How a column–row product chooses its terms. With w_i = ‖x_i‖‖y_i‖, the size of term i.</summary>
/// <remarks>
/// <see cref="Bernoulli"/> errs less than <see cref="Sampling"/> in expectation wherever ‖XY‖² ≤ r Σw_i² (over the terms that are left to
/// chance), so for terms that are nearly orthogonal, as those of data around 0 are. Where they all point one way, as those of
/// non-negative data do, <see cref="Sampling"/> and <see cref="Hybrid"/> err less, since the number of their draws is fixed.
/// <see cref="Auto"/> finds out.
/// </remarks>
public enum ColumnRowScheme
{
    /// <summary>
    /// Independent draws with replacement, term i with probability p_i, scaled by 1/(r p_i): unbiased. With p_i ∝ w_i, the default, of
    /// the smallest variance of all such draws (Drineas, Kannan and Mahoney 2006); other probabilities by
    /// <see cref="ColumnRowOptions.Probabilities"/>.
    /// </summary>
    Sampling,

    /// <summary>The terms with the largest w_i, unscaled: not unbiased; best where the terms are nearly orthogonal.</summary>
    /// <remarks>Where all terms point the same way, as those of non-negative data do, it loses nearly everything: there take
    /// <see cref="Sampling"/>.</remarks>
    TopK,

    /// <summary>
    /// Each term by itself with probability p_i = min(1, w_i/τ), where Σp_i = r, scaled by 1/p_i: unbiased, and of the smallest variance
    /// of all independent inclusions. The number of terms is r in expectation. The expected error is exact, and known from the
    /// norms.
    /// </summary>
    Bernoulli,

    /// <summary>
    /// The r terms with the largest w_i/u_i, u_i uniform in (0, 1], scaled by max(1, τ/w_i) with τ the largest that was not taken:
    /// unbiased, without replacement, exactly r terms (Duffield, Lund and Thorup 2007). Its expected error is at most
    /// <see cref="Bernoulli"/>'s with one term less (Szegedy 2006).
    /// </summary>
    Priority,

    /// <summary>
    /// The heaviest terms exactly, and draws with replacement among the rest, unbiased. How many are taken exactly makes (Σ_rest w_i)² /
    /// (r − h) the least.
    /// </summary>
    Hybrid,

    /// <summary>
    /// Drops, <see cref="ColumnRowOptions.GreedyTupleSize"/> at a time, those terms whose sum is smallest: not unbiased; for small l,
    /// since it forms l × l Gram matrices and looks at every tuple.
    /// </summary>
    Greedy,

    /// <summary>
    /// <see cref="Bernoulli"/> or <see cref="Hybrid"/> (of which <see cref="Sampling"/> is the case h = 0), whichever has the smaller
    /// expected error, with ‖XY‖ from a small pilot sample; where errors are measured by probes, <see cref="TopK"/> too. From l samples
    /// on, the exact product.
    /// </summary>
    Auto,
}
