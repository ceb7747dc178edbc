using System.Numerics;

namespace LowRank;

/// <summary>A matrix that can hand out chosen columns, as column selection (interpolative decomposition, CUR, CR) needs.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public interface IColumnSource<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Computes <c>destination := A[:, columns]</c>.</summary>
    /// <param name="columns">k column numbers, from 0; repetitions are allowed.</param>
    /// <param name="destination">An m × k matrix; its content is overwritten.</param>
    void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination);
}
