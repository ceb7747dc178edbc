using System.Numerics;

namespace LowRank;

/// <summary>
/// A matrix that is read some rows at a time, from the first to the last: a file, a query, a generator.
/// <see cref="LinearOperator.FromRowBlocks{T}"/> makes an operator of it. An operator that implements it too is read once where else two
/// products would be asked for.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public interface IRowBlockSource<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The number of rows m.</summary>
    long RowCount { get; }

    /// <summary>The number of columns n.</summary>
    int ColumnCount { get; }

    /// <summary>Reads rows.</summary>
    /// <param name="first">The number of the first of them, from 0.</param>
    /// <param name="into">A row-major p × n matrix; as many of its leading rows as are returned are overwritten.</param>
    /// <returns>How many rows were read: at least 1 and at most p while there are any, 0 after the last.</returns>
    int Read(long first, DenseMatrix<T> into);
}
