using System.Numerics;
using LowRank.Approximations;
using LowRank.CurParts;
using LowRank.Matrices;

namespace LowRank;

/// <summary>A CUR decomposition <c>A ≈ C U R</c> of a sparse matrix, whose columns and rows stay as sparse as they are.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// It keeps the entries of C and R that are not zero, and |J| × |I| numbers three times: U, and two factors of it, by which products are
/// applied, so that an ill-conditioned core loses no digits. The dense form is <see cref="CurDecomposition{T}"/>.
/// </remarks>
public sealed class SparseCurDecomposition<T> : CurApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly CurProduct<T> _product;

    private SparseCurDecomposition(CurParts<T> parts, SparseMatrix<T> c, SparseMatrix<T> r, CurProduct<T> product)
        : base(product, parts)
    {
        _product = product;
        C = c;
        R = r;
    }

    /// <summary>A[:, J], m × |J|: the columns of A as they are.</summary>
    public SparseMatrix<T> C { get; }

    /// <summary>A[I, :], |I| × n: the rows of A as they are.</summary>
    public SparseMatrix<T> R { get; }

    /// <inheritdoc/>
    /// <remarks>Cost: a QR of m × |J| and of n × |J|, dense, and an SVD of k × k; A is not needed.</remarks>
    public override TruncatedSvd<T> ToSvd()
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> coefficients = workspace.Rent(Rank, ColumnCount);
        _product.Coefficients(coefficients);
        return ProductSvd<T>.Of(C.ToDense(MatrixLayout.ColumnMajor), coefficients).ToResult(Error);
    }

    internal static SparseCurDecomposition<T> Of(SparseMatrix<T> a, CurParts<T> parts)
    {
        SparseMatrix<T> c = a.SelectColumns(parts.Columns);
        SparseMatrix<T> r = a.SelectRows(parts.Rows);
        return new SparseCurDecomposition<T>(parts, c, r, new CurProduct<T>(c, parts.Factors, r));
    }
}
