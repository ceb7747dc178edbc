using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="PivotedQr"/>.</summary>
public sealed record PivotedQrOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="SketchRatio"/>.</summary>
    public const double DefaultSketchRatio = 1.5;

    /// <summary>The method; <see cref="PivotedQrMethod.Auto"/> by default.</summary>
    public PivotedQrMethod Method { get; init; } = PivotedQrMethod.Auto;

    /// <summary>
    /// How many rows the sketch of the preconditioned method has for each column of A; 1.5 by default, at least 1.1. More make A R⁻¹
    /// better conditioned: about 10 at 1.5, 6 at 2.
    /// </summary>
    public double SketchRatio { get; init; } = DefaultSketchRatio;

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Method);
        if (!(SketchRatio >= 1.1 && SketchRatio <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(SketchRatio), SketchRatio, "The ratio lies between 1.1 and 100.");
        }
    }
}
