namespace LowRank;

/// <summary>How many dimensions random projections need (Johnson and Lindenstrauss 1984), and what sign hashes keep.</summary>
public static class JohnsonLindenstrauss
{
    /// <summary>
    /// A number of dimensions n, <c>n > 24 ln N / ε²</c>, in which a Gaussian projection with entries of variance 1/n keeps all distances
    /// between N points to within 1 ± ε, with a probability of at least (N − 1)/N; and all inner products of N unit vectors to within ε,
    /// with at least (N − 2)/N.
    /// </summary>
    /// <param name="pointCount">The number of points N, at least 1.</param>
    /// <param name="epsilon">The distortion ε, between 0 and 1.</param>
    /// <returns>The number of dimensions; for 1000 points and 0.2 it is 4145.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>Follows from <c>P(|‖u‖² − 1| ≥ ε) ≤ 2 exp(−ε²n/8)</c> for u ~ N(0, 1/n)ⁿ and the union over all pairs. In practice far
    /// fewer do.</remarks>
    public static long Dimension(long pointCount, double epsilon) => Bound(24, pointCount, epsilon);

    /// <summary>
    /// A number of dimensions, <c>n > 16 ln N / ε²</c>, for which a projection of this kind exists: a Gaussian one has the property with
    /// a probability of at least 1/N.
    /// </summary>
    /// <param name="pointCount">The number of points N, at least 1.</param>
    /// <param name="epsilon">The distortion ε, between 0 and 1.</param>
    /// <returns>The number of dimensions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static long ExistenceDimension(long pointCount, double epsilon) => Bound(16, pointCount, epsilon);

    /// <summary>
    /// The expected cosine of two sign hashes, <c>E cos(sign Ax, sign Ay) = 1 − 2θ/π</c> for vectors at an angle θ and a Gaussian A: it
    /// grows with the cosine of the vectors but is not equal to it.
    /// </summary>
    /// <param name="cosine">cos θ, −1 … 1.</param>
    /// <returns>A number in −1 … 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cosine lies outside −1 … 1.</exception>
    public static double SignHashCosine(double cosine) => 1 - (2 * Math.Acos(Checked(cosine, nameof(cosine))) / Math.PI);

    /// <summary>The cosine of two vectors whose sign hashes have a given cosine: the inverse of <see cref="SignHashCosine"/>, <c>sin(π h
    /// / 2)</c>.</summary>
    /// <param name="hashCosine">The cosine h of the hashes, −1 … 1.</param>
    /// <returns>A number in −1 … 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cosine lies outside −1 … 1.</exception>
    public static double CosineFromSignHash(double hashCosine) => Math.Sin(Math.PI * Checked(hashCosine, nameof(hashCosine)) / 2);

    private static double Checked(double cosine, string name) =>
        cosine is >= -1 and <= 1 ? cosine : throw new ArgumentOutOfRangeException(name, cosine, "A cosine lies between −1 and 1.");

    private static long Bound(double factor, long pointCount, double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pointCount, 1);
        if (!(epsilon > 0 && epsilon < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "The distortion lies between 0 and 1.");
        }

        return (long)Math.Floor(factor * Math.Log(pointCount) / (epsilon * epsilon)) + 1;
    }
}
