using System.Numerics;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>
/// An operator that counts what it multiplies, so that a result can say what it cost. Products of an operator that is not a dense matrix
/// are the only place where its entries show, so they are checked to be finite here.
/// </summary>
internal sealed class CountedOperator<T>(ILinearOperator<T> inner, string name) : ILinearOperator<T>, IRowPartitioned
    where T : unmanaged, INumberBase<T>
{
    /// <summary>A; where its rows are handed out, as an operator that gives all from one reading.</summary>
    public ILinearOperator<T> Inner { get; } = RowBlockOperator<T>.Of(inner) ?? inner;

    /// <summary>The parameter that A came by.</summary>
    public string Name => name;

    public int RowCount => inner.RowCount;

    public int ColumnCount => inner.ColumnCount;

    public RowSpace Rows { get; } = RowSpace.Of(inner);

    /// <summary>The number of products with A or Aᴴ.</summary>
    public int Products { get; private set; }

    /// <summary>The number of columns that they multiplied together; a dense matrix spends 2mn flops on each.</summary>
    public long ProductColumns { get; private set; }

    /// <summary>How many of them were multiplied in single precision though A is not.</summary>
    public long SinglePrecisionColumns { get; private set; }

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        inner.Multiply(x, destination);
        Count(1, x.ColumnCount);
        Check(destination, isTall: true);
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        inner.MultiplyAdjoint(x, destination);
        Count(1, x.ColumnCount);
        Check(destination, isTall: false);
    }

    /// <summary>Adds products that were made elsewhere.</summary>
    public void Count(int products, long columns)
    {
        Products += products;
        ProductColumns += columns;
    }

    /// <summary>Adds products that were made in single precision; of a matrix of singles that is nothing special.</summary>
    public void CountSingle(int products, long columns)
    {
        Count(products, columns);
        SinglePrecisionColumns += typeof(T) == typeof(float) ? 0 : columns;
    }

    private void Check(DenseMatrix<T> product, bool isTall)
    {
        if (inner is not DenseMatrix<T>)
        {
            // All parts stop, or none.
            double norm = product.FrobeniusNorm();
            MatrixGuard.FiniteProduct(isTall ? Rows.Maximum(norm) : norm, inner, name);
        }
    }
}
