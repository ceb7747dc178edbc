using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="TruncatedSvd"/>.</summary>
public sealed record TruncatedSvdOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="Oversampling"/>.</summary>
    public const int DefaultOversampling = 10;

    /// <summary>The default of <see cref="PowerIterations"/>.</summary>
    public const int DefaultPowerIterations = 2;

    /// <summary>The method; <see cref="TruncatedSvdMethod.Auto"/> by default.</summary>
    public TruncatedSvdMethod Method { get; init; } = TruncatedSvdMethod.Auto;

    /// <summary>What <see cref="TruncatedSvdMethod.Auto"/> is accurate in; <see cref="SvdAccuracy.Values"/> by default.</summary>
    public SvdAccuracy Accuracy { get; init; } = SvdAccuracy.Values;

    /// <summary>How many columns the sketch has beyond the rank; 10 by default, and up to 7 more where that makes the products faster.
    /// Not used by the full method.</summary>
    public int Oversampling { get; init; } = DefaultOversampling;

    /// <summary>
    /// The number q of applications of A Aᴴ after the first product. Null, the default, leaves it to the method: subspace iteration and
    /// block Krylov by name take <see cref="DefaultPowerIterations"/>, and <see cref="TruncatedSvdMethod.Auto"/> goes on until its target
    /// is met. A number is a fixed effort: Auto then takes subspace iteration with it. Each costs two products. The full method, the Gram
    /// method and Lanczos do not use it.
    /// </summary>
    public int? PowerIterations { get; init; }

    internal int PowerIterationsOrDefault => PowerIterations ?? DefaultPowerIterations;

    /// <summary>The random matrix that the randomised methods start from; <see cref="SketchKind.Gaussian"/> by default.</summary>
    public SketchKind Sketch { get; init; } = SketchKind.Gaussian;

    /// <summary>
    /// The precision in which directions are looked for; <see cref="Precision.Auto"/> by default. <see cref="TruncatedSvdMethod.Auto"/> and
    /// <see cref="TruncatedSvdMethod.SubspaceIteration"/> use it.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Which end of the spectrum is computed; <see cref="SpectrumEnd.Largest"/> by default.</summary>
    public SpectrumEnd End { get; init; } = SpectrumEnd.Largest;

    /// <summary>
    /// The residual, as a share of the largest singular value, to which <see cref="TruncatedSvdMethod.Lanczos"/> computes each triplet;
    /// null, the default, means 1e-10 in double and 1e-5 in single precision. No other method uses it.
    /// </summary>
    public double? RelativeTolerance { get; init; }

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Method);
        Defined.Check(Sketch);
        Defined.Check(Precision);
        Defined.Check(End);
        Defined.Check(Accuracy);
        CheckTolerance(RelativeTolerance, nameof(RelativeTolerance));
        ArgumentOutOfRangeException.ThrowIfNegative(Oversampling);
        ArgumentOutOfRangeException.ThrowIfNegative(PowerIterations ?? 0, nameof(PowerIterations));
    }
}
