namespace LowRank;

/// <summary>Where the coefficients of an interpolative decomposition come from.</summary>
public enum InterpolativeCoefficients
{
    /// <summary>The best ones for the columns chosen, <c>Z = C⁺A</c>: one product of A with k columns.</summary>
    Fitted,

    /// <summary>
    /// From the sketch <c>Y = ΩA</c> that the columns were chosen from, <c>Z = Y_J⁻¹Y</c>: no further product, so about half the time, at
    /// an error that is larger, for slowly falling singular values by a factor of two or more. What SciPy does. The method is then one
    /// pivoting of one sketch, whatever <see cref="InterpolativeDecompositionOptions.Selection"/> says, of which only the oversampling is
    /// used.
    /// </summary>
    FromSketch,
}
