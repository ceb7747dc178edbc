using System.Collections.Immutable;

namespace LowRank;

/// <summary>Chosen columns (or rows) of a matrix, and how good a choice they are.</summary>
public sealed class ColumnSubset
{
    internal ColumnSubset(
        int[] indices, ColumnSelectionMethod method, ErrorEstimate error, double largestCoefficient, double basisConstant, int swapCount)
    {
        Indices = ImmutableArray.Create(indices);
        Method = method;
        Error = error;
        LargestCoefficient = largestCoefficient;
        BasisConstant = basisConstant;
        SwapCount = swapCount;
    }

    /// <summary>The chosen columns (rows), from 0, all different, in the order of their choice where the method has one.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>The method that chose them.</summary>
    public ColumnSelectionMethod Method { get; }

    /// <summary>The error of A projected on them, <c>‖A − CC⁺A‖_F</c>.</summary>
    public ErrorEstimate Error { get; }

    /// <summary>The largest |z_ij| of the coefficients <c>Z = C⁺A</c>; 1 or a little more for a well-conditioned choice.</summary>
    public double LargestCoefficient { get; }

    /// <summary>
    /// <c>η = ‖V_J⁻¹‖₂</c>, at least 1, where the choice was made from singular vectors V: then <c>‖A − CC⁺A‖ ≤ η ‖A − AVVᴴ‖</c>, in the
    /// spectral and the Frobenius norm. NaN for other methods, and where columns were exchanged.
    /// </summary>
    public double BasisConstant { get; }

    /// <summary>How many columns were exchanged for the sake of <see cref="ColumnSelectionOptions.StrongSwapBound"/>.</summary>
    public int SwapCount { get; }
}
