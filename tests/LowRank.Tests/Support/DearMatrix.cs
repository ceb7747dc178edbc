using System.Numerics;
using LowRank.Operators;

namespace LowRank.Tests;

/// <summary>A dense matrix that behaves like one that is dear to read: it counts its readings, and offers two products for one.</summary>
internal sealed class DearMatrix<T>(DenseMatrix<T> a) : ILinearOperator<T>, INormalProduct<T>, IFirstReading<T>
    where T : unmanaged, INumberBase<T>
{
    public int RowCount => a.RowCount;

    public int ColumnCount => a.ColumnCount;

    /// <summary>How often all of A has been read.</summary>
    public int Readings { get; private set; }

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        Readings++;
        a.Multiply(x, destination);
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        Readings++;
        a.MultiplyAdjoint(x, destination);
    }

    public void MultiplyNormal(DenseMatrix<T> x, DenseMatrix<T> normal, DenseMatrix<T>? image = null)
    {
        Readings++;
        DenseMatrix<T> product = image ?? DenseMatrix.Create<T>(a.RowCount, x.ColumnCount);
        a.Multiply(x, product);
        a.MultiplyAdjoint(product, normal);
    }

    public double ReadFirst(DenseMatrix<T> x, DenseMatrix<T> normal)
    {
        MultiplyNormal(x, normal);
        return a.FrobeniusNorm();
    }
}
