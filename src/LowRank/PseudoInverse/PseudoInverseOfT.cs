using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;

namespace LowRank;

/// <summary>The Moore–Penrose pseudo-inverse <c>A⁺ = V diag(1/σ) Uᴴ</c> of an m × n matrix, in factored form: an n × m operator.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// <see cref="LowRankApproximation{T}.Multiply(DenseMatrix{T})"/> solves least-squares problems without forming A⁺. The error is a bound on what rounding does to A⁺ (Wedin
/// 1973, E15), for the matrix of the same rank that the threshold leaves of A.
/// </remarks>
public sealed class PseudoInverse<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal PseudoInverse(
        DenseMatrix<T> u, double[] singularValues, DenseMatrix<T> vt, double threshold, ErrorEstimate error, SvdDriver driver)
        : base(
            new FactoredProduct<T>(new Factor<T>(vt, IsAdjoint: true), Array.ConvertAll(singularValues, s => 1 / s), new Factor<T>(u, IsAdjoint: true)),
            error)
    {
        SingularValues = ImmutableArray.Create(singularValues);
        Threshold = threshold;
        Driver = driver;
    }

    /// <summary>The singular values of A above the threshold, descending; as many as the rank.</summary>
    public ImmutableArray<double> SingularValues { get; }

    /// <summary>Singular values of A up to this number counted as zero: max(absolute tolerance, relative tolerance · σ₁).</summary>
    public double Threshold { get; }

    /// <summary>The LAPACK driver that computed the singular values.</summary>
    public SvdDriver Driver { get; }
}
