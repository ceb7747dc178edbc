namespace LowRank;

/// <summary>With what probabilities <see cref="ColumnRowScheme.Sampling"/> draws.</summary>
public enum ColumnRowProbabilities
{
    /// <summary>p_i ∝ ‖x_i‖‖y_i‖: the smallest expected error (Drineas, Kannan and Mahoney 2006).</summary>
    Optimal,

    /// <summary>p_i = 1/l: what can be drawn before the data is seen.</summary>
    Uniform,

    /// <summary>
    /// Nine tenths by the leverage scores of X's columns and Y's rows in their dominant directions, one tenth as <see cref="Optimal"/>,
    /// which keeps the expected squared error below ten times the smallest.
    /// </summary>
    Leverage,

    /// <summary>Those of <see cref="ColumnRowOptions.CustomProbabilities"/>.</summary>
    Custom,
}
