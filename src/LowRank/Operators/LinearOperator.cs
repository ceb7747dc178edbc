using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank;

/// <summary>Makes linear operators from functions, and multiplies by them.</summary>
public static class LinearOperator
{
    /// <summary>Makes an operator from two functions.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">The number of rows m.</param>
    /// <param name="columns">The number of columns n.</param>
    /// <param name="multiply">Computes its second argument (m × p) as A times its first (n × p).</param>
    /// <param name="multiplyAdjoint">Computes its second argument (n × p) as Aᴴ times its first (m × p).</param>
    /// <returns>The m × n operator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static ILinearOperator<T> Create<T>(
        int rows, int columns, Action<DenseMatrix<T>, DenseMatrix<T>> multiply, Action<DenseMatrix<T>, DenseMatrix<T>> multiplyAdjoint)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentNullException.ThrowIfNull(multiply);
        ArgumentNullException.ThrowIfNull(multiplyAdjoint);
        Scalar<T>.EnsureSupported();
        return new FunctionOperator<T>(rows, columns, multiply, multiplyAdjoint);
    }

    /// <summary>Makes an operator of rows that are read some at a time: each product is one reading of them.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="rows">Hands out the rows.</param>
    /// <returns>An m × n operator, with a norm and chosen rows and columns, which cost a reading too, and with
    /// <see cref="INormalProduct{T}"/>.</returns>
    /// <exception cref="OverflowException">There are 2³¹ rows or more.</exception>
    /// <remarks>Memory: 2²¹ entries for the rows at hand, or one row where it is longer.</remarks>
    public static ILinearOperator<T> FromRowBlocks<T>(IRowBlockSource<T> rows)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        Scalar<T>.EnsureSupported();
        return new RowBlockOperator<T>(rows);
    }

    /// <summary>The product <c>A x</c> as a new matrix.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n operator.</param>
    /// <param name="x">An n × p matrix.</param>
    /// <returns>A new m × p matrix.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has other than n rows.</exception>
    public static DenseMatrix<T> Multiply<T>(this ILinearOperator<T> a, DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(x);
        MatrixGuard.CanMultiply(a, x, nameof(x));
        DenseMatrix<T> product = DenseMatrix.Create<T>(a.RowCount, x.ColumnCount, x.Layout);
        a.Multiply(x, product);
        return product;
    }

    /// <summary>The product <c>Aᴴ x</c> as a new matrix.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n operator.</param>
    /// <param name="x">An m × p matrix.</param>
    /// <returns>A new n × p matrix.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has other than m rows.</exception>
    public static DenseMatrix<T> MultiplyAdjoint<T>(this ILinearOperator<T> a, DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(x);
        MatrixGuard.HasRows(x, a.RowCount, nameof(x), $"the operator is {MatrixGuard.Shape(a)}");
        DenseMatrix<T> product = DenseMatrix.Create<T>(a.ColumnCount, x.ColumnCount, x.Layout);
        a.MultiplyAdjoint(x, product);
        return product;
    }

    private sealed class FunctionOperator<T>(
        int rows, int columns, Action<DenseMatrix<T>, DenseMatrix<T>> multiply, Action<DenseMatrix<T>, DenseMatrix<T>> multiplyAdjoint)
        : ILinearOperator<T>
        where T : unmanaged, INumberBase<T>
    {
        public int RowCount => rows;

        public int ColumnCount => columns;

        public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => multiply(x, destination);

        public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => multiplyAdjoint(x, destination);
    }
}
