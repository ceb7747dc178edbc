using System.Numerics;
using LowRank.Matrices;

namespace LowRank.Decompositions;

/// <summary>A dense matrix for the methods that need every entry.</summary>
internal static class DenseInput
{
    /// <summary>The matrix itself where it is dense, else the operator written out, or multiplied out.</summary>
    public static DenseMatrix<T> Of<T>(ILinearOperator<T> a)
        where T : unmanaged, INumberBase<T>
    {
        if (a is DenseMatrix<T> dense)
        {
            return dense;
        }

        if (a is IDenseForm<T> form)
        {
            return form.ToDense(MatrixLayout.ColumnMajor);
        }

        DenseMatrix<T> identity = DenseMatrix.Create<T>(a.ColumnCount, a.ColumnCount);
        for (int i = 0; i < a.ColumnCount; i++)
        {
            identity[i, i] = T.One;
        }

        DenseMatrix<T> product = DenseMatrix.Create<T>(a.RowCount, a.ColumnCount, MatrixLayout.ColumnMajor);
        a.Multiply(identity, product);
        MatrixGuard.FiniteProduct(product, a, nameof(a));
        return product;
    }
}
