using System.Collections.Immutable;
using System.Numerics;
using LowRank.PseudoInverses;

namespace LowRank;

/// <summary>The Moore–Penrose pseudo-inverse <c>A⁺</c> of an m × n matrix, in factored form: an n × m operator.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// <see cref="LowRankApproximation{T}.Multiply(DenseMatrix{T})"/> solves least-squares problems without forming A⁺. The error is measured
/// with Gaussian probes: how far this result is from the pseudo-inverse of the matrix of the same rank that the threshold leaves of A.
/// Its resolution is <c>4 ε ‖A‖_F ‖A⁺‖₂²</c>, the change of A⁺ that the last digits of A's own entries stand for (Wedin 1973);
/// <see cref="ErrorEstimate.UpperBound"/> adds it. With a ridge the error is a perturbation bound.
/// </remarks>
public sealed class PseudoInverse<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Lazy<KeptSpectrum> _spectrum;
    private readonly Lazy<ImmutableArray<double>> _singularValues;

    internal PseudoInverse(Inversion<T> inversion, ErrorEstimate error)
        : base(inversion.Product, error)
    {
        _spectrum = inversion.Spectrum;
        _singularValues = new Lazy<ImmutableArray<double>>(() => ImmutableArray.Create(_spectrum.Value.Values));
        Method = inversion.Method;
        Reason = inversion.Reason;
    }

    /// <summary>The method that gave this result; never <see cref="PseudoInverseMethod.Auto"/>.</summary>
    public PseudoInverseMethod Method { get; }

    /// <summary>Why that method: what was found out about the matrix on the way, in words for people.</summary>
    public string Reason { get; }

    /// <summary>The singular values of A above the threshold, descending; as many as the rank.</summary>
    /// <remarks>Where the method did without them they are computed when they are first asked for, from a triangle of the size of the
    /// rank.</remarks>
    public ImmutableArray<double> SingularValues => _singularValues.Value;

    /// <summary>Singular values of A up to this number counted as zero: max(absolute tolerance, relative tolerance · σ₁).</summary>
    /// <remarks>Like <see cref="SingularValues"/> it may be computed when it is first asked for.</remarks>
    public double Threshold => _spectrum.Value.Threshold;

    /// <summary>The LAPACK driver that computed the singular values.</summary>
    public SvdDriver Driver => _spectrum.Value.Driver;
}
