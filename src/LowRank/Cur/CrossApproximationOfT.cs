using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;

namespace LowRank;

/// <summary>A cross (skeleton) approximation <c>A ≈ A[:, J] A[I, J]⁻¹ A[I, :]</c> in two factors, <c>Left · Right</c>.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>The rows I and the columns J are reproduced to rounding.</remarks>
public sealed class CrossApproximation<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    internal CrossApproximation(DenseMatrix<T> left, DenseMatrix<T> right, int[] rows, int[] columns, long entriesRead, ErrorEstimate error)
        : base(new FactoredProduct<T>(new Factor<T>(left), null, new Factor<T>(right)), error)
    {
        Left = left;
        Right = right;
        RowIndices = ImmutableArray.Create(rows);
        ColumnIndices = ImmutableArray.Create(columns);
        EntriesRead = entriesRead;
    }

    /// <summary>m × k: what each chosen column had left when it was chosen.</summary>
    public DenseMatrix<T> Left { get; }

    /// <summary>k × n: what each chosen row had left, over the pivot.</summary>
    public DenseMatrix<T> Right { get; }

    /// <summary>I, the rows of the pivots in the order of their choice, from 0.</summary>
    public ImmutableArray<int> RowIndices { get; }

    /// <summary>J, the columns of the pivots in the order of their choice, from 0.</summary>
    public ImmutableArray<int> ColumnIndices { get; }

    /// <summary>How many times the callback was asked for an entry.</summary>
    public long EntriesRead { get; }

    /// <summary>The singular value decomposition of this approximation.</summary>
    /// <returns>Its k singular triplets; their error is this one's.</returns>
    public TruncatedSvd<T> ToSvd()
    {
        ProductSvd<T> svd = ProductSvd<T>.Of(Left, Right);
        return svd.ToResult(Error);
    }
}
