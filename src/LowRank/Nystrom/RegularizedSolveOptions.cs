namespace LowRank;

/// <summary>The options of <see cref="RegularizedSystem"/>.</summary>
public sealed record RegularizedSolveOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="MaxIterations"/>.</summary>
    public const int DefaultMaxIterations = 500;

    /// <summary>
    /// The residual at which to stop, <c>‖b − (A + μI)x‖ ≤ tolerance · ‖b‖</c> for each right-hand side; null, the default, for 1e-10
    /// (single: 1e-5).
    /// </summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>The most iterations, each one product with A; 500 by default.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    internal override void Validate()
    {
        base.Validate();
        CheckTolerance(RelativeTolerance, nameof(RelativeTolerance));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxIterations);
    }
}
