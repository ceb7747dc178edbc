namespace LowRank.Errors;

/// <summary>How far ‖B‖₂ may lie above what a block Krylov space from a Gaussian start has found of it.</summary>
/// <param name="Dimension">n, the length of the start vectors.</param>
/// <param name="Starts">r, the number of independent start vectors.</param>
/// <param name="Steps">k, the number of blocks: the space spans <c>(BᴴB)^j Ω, j &lt; k</c>.</param>
/// <param name="IsComplex">Whether the start vectors are complex Gaussian.</param>
/// <param name="IsWhole">Whether the space is everything, so that what was found is exact.</param>
internal readonly record struct KrylovTail(int Dimension, int Starts, int Steps, bool IsComplex, bool IsWhole)
{
    /// <summary>The factor c for which ‖B‖₂ ≤ c · found but with the given probability.</summary>
    /// <remarks>
    /// After Kuczyński and Woźniakowski, SIAM J. Matrix Anal. Appl. 13 (1992), for r starts of which one is enough. Let the start have
    /// the coefficients c_i along the right singular vectors. If no polynomial of degree k − 1 in BᴴB makes a Rayleigh quotient of (1 −
    /// e) σ₁², then with T_{2k−1}(y) / y for it, y² = 1 − x / (1 − e): <c>|c₁|² sinh²((2k − 1) artanh √e) &lt; Σ_{i&gt;1} |c_i|²</c>.
    /// That has probability at most <c>(2(n − 1)/π)^½ / sinh</c> for real numbers and <c>(n − 1) / sinh²</c> for complex ones, and of r
    /// independent starts all must fail.
    /// </remarks>
    public double Inflation(double failureProbability)
    {
        if (IsWhole || Dimension <= 1)
        {
            return 1;
        }

        double others = Dimension - 1;
        double single = Math.Pow(failureProbability, -1.0 / Starts);
        double sinh = IsComplex ? Math.Sqrt(others * single) : Math.Sqrt(2 * others / Math.PI) * single;
        return Math.Cosh(Math.Asinh(sinh) / ((2 * Steps) - 1));
    }
}
