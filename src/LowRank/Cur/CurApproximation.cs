using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.CurParts;

namespace LowRank;

/// <summary>What a CUR decomposition <c>A ≈ C U R</c> is beside its columns C and its rows R, which are dense or sparse.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public abstract class CurApproximation<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private protected CurApproximation(IFactoredOperator<T> product, CurParts<T> parts)
        : base(product, parts.Error)
    {
        ColumnIndices = ImmutableArray.Create(parts.Columns);
        RowIndices = ImmutableArray.Create(parts.Rows);
        U = parts.Factors.U;
        Core = parts.Core;
        Method = parts.Method;
        IntersectionCondition = parts.Condition;
        ColumnError = parts.ColumnError;
        RowError = parts.RowError;
    }

    /// <summary>J, the chosen columns, from 0.</summary>
    public ImmutableArray<int> ColumnIndices { get; }

    /// <summary>I, the chosen rows, from 0.</summary>
    public ImmutableArray<int> RowIndices { get; }

    /// <summary>The core, |J| × |I|. Columns (rows) that depend on others, to rounding, have zeros in their row (column).</summary>
    public DenseMatrix<T> U { get; }

    /// <summary>The core that was used: what the options say, or the optimal one where the intersection was too ill-conditioned.</summary>
    public CurCore Core { get; }

    /// <summary>The selector that chose the columns, never <see cref="ColumnSelectionMethod.Auto"/>; null where they were
    /// given.</summary>
    public ColumnSelectionMethod? Method { get; }

    /// <summary>The condition number of <c>A[I, J]</c>; NaN where it was not looked at, as the optimal core was asked for.</summary>
    public double IntersectionCondition { get; }

    /// <summary>The part of the error outside the chosen columns, <c>‖A − CC⁺A‖_F</c>.</summary>
    public double ColumnError { get; }

    /// <summary>
    /// The part of the error inside them, <c>‖CC⁺A − CUR‖_F</c>: for the optimal core at most <c>‖A − AR⁺R‖_F</c>. The squares of both
    /// add up to that of the error.
    /// </summary>
    public double RowError { get; }

    /// <summary>The singular value decomposition of this approximation.</summary>
    /// <returns>As many singular triplets as there are columns, min(m, n) at most; their error is this one's.</returns>
    /// <remarks>Cost: a QR of each factor and an SVD of k × k; nothing is multiplied out, and A is not needed.</remarks>
    public abstract TruncatedSvd<T> ToSvd();
}
