using System.Numerics;

namespace LowRank;

/// <summary>A matrix that can hand out chosen rows, as row selection (interpolative decomposition, CUR, CR) needs.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public interface IRowSource<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Computes <c>destination := A[rows, :]</c>.</summary>
    /// <param name="rows">k row numbers, from 0; repetitions are allowed.</param>
    /// <param name="destination">A k × n matrix; its content is overwritten.</param>
    void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination);
}
