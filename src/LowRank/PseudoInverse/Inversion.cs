using System.Numerics;
using LowRank.Approximations;

namespace LowRank.PseudoInverses;

/// <summary>The singular values that count, descending, the threshold that the others do not exceed, and who computed them.</summary>
internal sealed record KeptSpectrum(double[] Values, double Threshold, SvdDriver Driver);

/// <summary>What a method makes of its input.</summary>
/// <param name="Product">A⁺, in factors.</param>
/// <param name="Method">The method that gave it in the end.</param>
/// <param name="Reason">Why that one.</param>
/// <param name="Spectrum">The singular values: known, or computed from the small triangle when they are asked for.</param>
/// <param name="Smallest">The smallest singular value that counts, known or estimated; infinity where none does.</param>
/// <param name="InverseNorm">‖A⁺‖_F, computed when it is asked for.</param>
internal sealed record Inversion<T>(
    IFactoredOperator<T> Product, PseudoInverseMethod Method, string Reason, Lazy<KeptSpectrum> Spectrum, double Smallest,
        Func<double> InverseNorm)
    where T : unmanaged, INumberBase<T>;
