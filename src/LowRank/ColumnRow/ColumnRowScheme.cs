namespace LowRank;

/// <summary>How a column–row product chooses its terms.</summary>
public enum ColumnRowScheme
{
    /// <summary>
    /// Independent draws with replacement, term i with probability p_i ∝ ‖x_i‖‖y_i‖, scaled by 1/(r p_i): unbiased, and of the smallest variance of all such draws (C-9).
    /// </summary>
    Sampling,

    /// <summary>The terms with the largest ‖x_i‖‖y_i‖, unscaled: not unbiased; best where the terms are nearly orthogonal (C-5).</summary>
    /// <remarks>Where all terms point the same way, as those of non-negative data do, it loses nearly everything: there take <see cref="Sampling"/>.</remarks>
    TopK,
}
