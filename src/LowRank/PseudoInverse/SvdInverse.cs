using System.Globalization;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Tall;

namespace LowRank.PseudoInverses;

/// <summary>A⁺ = V diag(1/σ) Uᴴ, or V diag(σ/(σ² + ε)) Uᴴ with a ridge.</summary>
internal static class SvdInverse<T>
    where T : unmanaged, INumberBase<T>
{
    public static Inversion<T> Of(DenseMatrix<T> a, ThresholdRule rule, double ridge, string reason)
    {
        ThinSvd<T> svd = ThinSvd<T>.Of(a);
        int rank = rule.Rank<T>(svd.S);
        return FromFactors(svd.U.AsColumns(0, rank), svd.S, rank, svd.VT.AsRows(0, rank), svd.Driver, rule, ridge, reason);
    }

    /// <summary>From U (m × k), all singular values, and VT (k × n).</summary>
    public static Inversion<T> FromFactors(
        DenseMatrix<T> u, double[] singularValues, int rank, DenseMatrix<T> vt, SvdDriver driver, ThresholdRule rule, double ridge,
            string reason)
    {
        double[] kept = singularValues[..rank];
        double[] inverse = Array.ConvertAll(kept, s => Filter(s, ridge));
        KeptSpectrum spectrum = new(kept, singularValues.Length == 0 ? rule.Absolute : rule.Of(singularValues[0]), driver);
        return new Inversion<T>(
            new FactoredProduct<T>(new Factor<T>(vt, IsAdjoint: true), inverse, new Factor<T>(u, IsAdjoint: true)),
            PseudoInverseMethod.Svd,
            string.Create(CultureInfo.InvariantCulture,
                $"{reason}; {rank} of {singularValues.Length} singular values exceed {spectrum.Threshold:G3}"),
            new Lazy<KeptSpectrum>(spectrum),
            rank == 0 ? double.PositiveInfinity : kept[^1],
            () => Norm(inverse));
    }

    /// <summary>σ / (σ² + ε), written so that no square overflows.</summary>
    public static double Filter(double singularValue, double ridge) => 1 / (singularValue + (ridge / singularValue));

    public static double Norm(double[] values) =>
        Kernels<double>.FrobeniusNorm(new MatrixSpan<double>(values, 1, values.Length, MatrixLayout.RowMajor, Math.Max(1, values.Length)));
}
