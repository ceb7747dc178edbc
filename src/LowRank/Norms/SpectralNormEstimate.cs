using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;

namespace LowRank;

/// <summary>The largest singular value of a matrix: from below, with its vectors, and from above with a chosen certainty.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class SpectralNormEstimate<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly double _largestProbe;
    private readonly KrylovTail _tail;

    internal SpectralNormEstimate(double lowerBound, DenseMatrix<T> left, DenseMatrix<T> right, double largestProbe, KrylovTail tail)
    {
        LowerBound = lowerBound;
        Left = left;
        Right = right;
        _largestProbe = largestProbe;
        _tail = tail;
    }

    /// <summary><c>‖A K‖₂</c> for the orthonormal Krylov basis K that was built: never above ‖A‖₂, and usually very near it.</summary>
    public double LowerBound { get; }

    /// <summary>The left vector u₁, m × 1. Where σ₁ > σ₂, <c>u₁ v₁ᴴ</c> is the gradient of ‖A‖₂.</summary>
    public DenseMatrix<T> Left { get; }

    /// <summary>The right vector v₁, n × 1, with <c>A v₁ = LowerBound · u₁</c>.</summary>
    public DenseMatrix<T> Right { get; }

    /// <summary>A bound that ‖A‖₂ exceeds with at most the given probability.</summary>
    /// <param name="failureProbability">The probability δ, 0 &lt; δ &lt; 1, over the random vectors.</param>
    /// <returns>The bound; never below <see cref="LowerBound"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    /// <remarks>
    /// From T ≥ 2 products with r vectors: <c>LowerBound · cosh(arsinh(s) / (2T − 1))</c> with <c>s = (2(n − 1)/π)^½ δ^(−1/r)</c> for
    /// real numbers and <c>s² = (n − 1) δ^(−1/r)</c> for complex ones (Kuczyński and Woźniakowski 1992, for r starts): 6 % above for n =
    /// 1000, T = 6, r = 10 and δ = 1 %. From one product: <c>α (2/π)^½ max ‖A ω_i‖</c>, with α⁻ʳ = δ (Halko, Martinsson and Tropp 2011,
    /// lemma 4.1); for complex numbers |vᴴω|² is exponential, and the bound is <c>δ^(−1/2r) max ‖A ω_i‖</c>; both are wide.
    /// <see cref="SpectralNorm.UpperBound"/> is certain, but needs the Gram matrix.
    /// </remarks>
    public double UpperBound(double failureProbability)
    {
        if (!(failureProbability > 0 && failureProbability < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(failureProbability), failureProbability, "A failure probability lies between 0 and 1.");
        }

        if (_tail.IsWhole || _tail.Steps > 1)
        {
            return LowerBound * _tail.Inflation(failureProbability);
        }

        double alpha = Math.Pow(failureProbability, -1.0 / _tail.Starts);
        return Math.Max(LowerBound, _largestProbe * (Scalar<T>.IsComplex ? Math.Sqrt(alpha) : alpha * Math.Sqrt(2 / Math.PI)));
    }
}
