using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;

namespace LowRank;

/// <summary>A two-sided interpolative decomposition <c>A ≈ P A[I, J] Z</c>: k rows and k columns, around the entries where they
/// meet.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks><c>P[I, :]</c> and <c>Z[:, J]</c> are identities, so the entries <c>A[I, J]</c> are reproduced exactly, and the side chosen
/// first to rounding.</remarks>
public sealed class TwoSidedInterpolativeDecomposition<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal TwoSidedInterpolativeDecomposition(
        int[] rowIndices, int[] columnIndices, DenseMatrix<T> rowCoefficients, DenseMatrix<T> core, DenseMatrix<T> columnCoefficients,
            ErrorEstimate error)
        : base(new FactoredProduct<T>(new Factor<T>(rowCoefficients), null, new Factor<T>(core.Multiply(columnCoefficients))), error)
    {
        RowIndices = ImmutableArray.Create(rowIndices);
        ColumnIndices = ImmutableArray.Create(columnIndices);
        RowCoefficients = rowCoefficients;
        Core = core;
        ColumnCoefficients = columnCoefficients;
    }

    /// <summary>I, the chosen rows in the order of their choice, from 0.</summary>
    public ImmutableArray<int> RowIndices { get; }

    /// <summary>J, the chosen columns in the order of their choice, from 0.</summary>
    public ImmutableArray<int> ColumnIndices { get; }

    /// <summary>P, m × k.</summary>
    public DenseMatrix<T> RowCoefficients { get; }

    /// <summary>A[I, J], k × k: a copy of entries of A.</summary>
    public DenseMatrix<T> Core { get; }

    /// <summary>Z, k × n.</summary>
    public DenseMatrix<T> ColumnCoefficients { get; }
}
