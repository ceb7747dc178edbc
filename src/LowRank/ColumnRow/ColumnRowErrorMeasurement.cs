namespace LowRank;

/// <summary>How a column–row product's <see cref="ColumnRowProduct{T}.Error"/> is found.</summary>
public enum ColumnRowErrorMeasurement
{
    /// <summary>
    /// For the schemes that draw, the root of the expected squared error, which follows from norms that are known anyway, with ‖XY‖_F
    /// estimated from some twenty terms; <see cref="Probes"/> where there is no expectation: top-k, fitted weights.
    /// </summary>
    Automatic,

    /// <summary>
    /// From the norms alone: the root of the expected squared error for the schemes that draw, where ‖XY‖_F plays a part with 0 in its
    /// place, which overestimates; for top-k the bound Σ‖x_i‖‖y_i‖ over the dropped terms. Costs nothing; the relative error is not
    /// known.
    /// </summary>
    Norms,

    /// <summary>Measured on this very product by Gaussian probes <c>(X Y − C R) ω</c>. Costs another pass over both factors and the
    /// result: 40 l (n + m) flops.</summary>
    Probes,
}
