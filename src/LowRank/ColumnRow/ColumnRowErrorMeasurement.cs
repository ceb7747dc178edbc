namespace LowRank;

/// <summary>How a column–row product's <see cref="ColumnRowProduct{T}.Error"/> is found.</summary>
public enum ColumnRowErrorMeasurement
{
    /// <summary>
    /// <see cref="Norms"/> for the schemes that draw, whose expected error follows from norms that are known anyway; <see cref="Probes"/> where there is
    /// no expectation: top-k, greedy, fitted weights.
    /// </summary>
    Automatic,

    /// <summary>
    /// From the norms: the root of the expected squared error for the schemes that draw; for top-k and greedy the bound Σ‖x_i‖‖y_i‖ over the dropped
    /// terms. Costs nothing.
    /// </summary>
    Norms,

    /// <summary>Measured on this very product by Gaussian probes <c>(X Y − C R) ω</c>. Costs another pass over both factors and the result: 40 l (n + m) flops.</summary>
    Probes,
}
