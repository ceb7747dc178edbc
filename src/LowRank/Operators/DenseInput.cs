using System.Numerics;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>A dense matrix for the methods that need every entry.</summary>
internal static class DenseInput
{
    /// <summary>The matrix itself where it is dense, else the operator written out, or multiplied out; of an operator in parts, these
    /// rows.</summary>
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

        // The identity of the shorter side, so that A is multiplied by as few columns as can be.
        bool isWide = a.RowCount < a.ColumnCount && RowSpace.Of(a).IsLocal;
        int min = isWide ? a.RowCount : a.ColumnCount;
        DenseMatrix<T> identity = DenseMatrix.Create<T>(min, min, MatrixLayout.ColumnMajor);
        for (int i = 0; i < min; i++)
        {
            identity[i, i] = T.One;
        }

        DenseMatrix<T> product = DenseMatrix.Create<T>(isWide ? a.ColumnCount : a.RowCount, min, MatrixLayout.ColumnMajor);
        if (isWide)
        {
            a.MultiplyAdjoint(identity, product);
        }
        else
        {
            a.Multiply(identity, product);
        }

        MatrixGuard.FiniteProduct(RowSpace.Of(a).Maximum(product.FrobeniusNorm()), a, nameof(a));
        return isWide ? product.ConjugateTranspose() : product;
    }
}
