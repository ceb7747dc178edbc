using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;

namespace LowRank;

/// <summary>
/// An interpolative decomposition: <c>A ≈ A[:, J] Z</c> from chosen columns, or <c>A ≈ Z A[I, :]</c> from chosen rows.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>The coefficients of the chosen columns (rows) are exactly an identity matrix, so these are reproduced exactly.</remarks>
public sealed class InterpolativeDecomposition<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal InterpolativeDecomposition(
        InterpolativeSide side, int[] indices, DenseMatrix<T> skeleton, DenseMatrix<T> coefficients, ErrorEstimate error,
        InterpolativeDecompositionMethod method, double largestCoefficient)
        : base(
            side == InterpolativeSide.Columns
                ? new FactoredProduct<T>(new Factor<T>(skeleton), null, new Factor<T>(coefficients))
                : new FactoredProduct<T>(new Factor<T>(coefficients), null, new Factor<T>(skeleton)),
            error)
    {
        Side = side;
        Indices = ImmutableArray.Create(indices);
        Skeleton = skeleton;
        Coefficients = coefficients;
        Method = method;
        LargestCoefficient = largestCoefficient;
    }

    /// <summary>Whether columns or rows were chosen.</summary>
    public InterpolativeSide Side { get; }

    /// <summary>The chosen columns (rows) in the order of their choice, most important first: k numbers, from 0.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>The chosen columns, m × k, or rows, k × n: copies of those of A.</summary>
    public DenseMatrix<T> Skeleton { get; }

    /// <summary>The coefficients Z: k × n for columns, m × k for rows.</summary>
    public DenseMatrix<T> Coefficients { get; }

    /// <summary>
    /// The largest |z_ij|: a measure of how well the skeleton interpolates. Seldom above 2; column pivoting alone does not bound it (I-6).
    /// </summary>
    public double LargestCoefficient { get; }

    /// <summary>The method that was used; never <see cref="InterpolativeDecompositionMethod.Auto"/>.</summary>
    public InterpolativeDecompositionMethod Method { get; }
}
