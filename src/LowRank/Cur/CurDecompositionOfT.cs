using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.CurParts;
using LowRank.Decompositions;

namespace LowRank;

/// <summary>A CUR decomposition <c>A ≈ C U R</c>: columns of A, a small core, rows of A.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// Products with it use <c>X = U R</c>, which is computed without forming U, so that an ill-conditioned core loses no digits; that is k × n elements of memory beside
/// the factors.
/// </remarks>
public sealed class CurDecomposition<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T> _coefficients;

    internal CurDecomposition(CurParts<T> parts, DenseMatrix<T> c, DenseMatrix<T> r, DenseMatrix<T> coefficients)
        : base(new FactoredProduct<T>(new Factor<T>(c), null, new Factor<T>(coefficients)), parts.Error)
    {
        ColumnIndices = ImmutableArray.Create(parts.Columns);
        RowIndices = ImmutableArray.Create(parts.Rows);
        C = c;
        U = parts.Factors.U;
        R = r;
        _coefficients = coefficients;
        Core = parts.Core;
        IntersectionCondition = parts.Condition;
        ColumnError = parts.ColumnError;
        RowError = parts.RowError;
    }

    /// <summary>J, the chosen columns, from 0.</summary>
    public ImmutableArray<int> ColumnIndices { get; }

    /// <summary>I, the chosen rows, from 0.</summary>
    public ImmutableArray<int> RowIndices { get; }

    /// <summary>A[:, J], m × |J|: a copy of columns of A.</summary>
    public DenseMatrix<T> C { get; }

    /// <summary>The core, |J| × |I|. Columns (rows) that depend on others, to rounding, have zeros in their row (column).</summary>
    public DenseMatrix<T> U { get; }

    /// <summary>A[I, :], |I| × n: a copy of rows of A.</summary>
    public DenseMatrix<T> R { get; }

    /// <summary>The core that was used: what the options say, or the optimal one where the intersection was too ill-conditioned.</summary>
    public CurCore Core { get; }

    /// <summary>The condition number of <c>A[I, J]</c>; NaN where it was not looked at, as the optimal core was asked for.</summary>
    public double IntersectionCondition { get; }

    /// <summary>The part of the error outside the chosen columns, <c>‖A − CC⁺A‖_F</c>.</summary>
    public double ColumnError { get; }

    /// <summary>
    /// The part of the error inside them, <c>‖CC⁺A − CUR‖_F</c>: for the optimal core at most <c>‖A − AR⁺R‖_F</c>. The squares of both add up to that of the error (E13).
    /// </summary>
    public double RowError { get; }

    /// <summary>The singular value decomposition of this approximation.</summary>
    /// <returns>As many singular triplets as there are columns, min(m, n) at most; their error is this one's.</returns>
    /// <remarks>Cost: a QR of each factor and an SVD of k × k; nothing is multiplied out, and A is not needed.</remarks>
    public TruncatedSvd<T> ToSvd()
    {
        ProductSvd<T> svd = ProductSvd<T>.Of(C, _coefficients);
        return svd.ToResult(Error);
    }
}
