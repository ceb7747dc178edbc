using System.Numerics;

namespace LowRank;

/// <summary>
/// A Hermitian positive semidefinite n × n matrix known entry by entry, such as a kernel matrix <c>k(x_i, x_j)</c> too large to be
/// stored. The column methods of <see cref="NystromApproximation"/> read (k + 1)n of its n² entries.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// <see cref="KernelSource.Create"/> makes one from a function of two indices. Implementations must be safe to call from many threads at
/// once and must not keep a reference to a destination. An exception thrown by one reaches the caller as it is, and leaves nothing
/// behind.
/// </remarks>
public interface IKernelSource<T> : IColumnSource<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The number of rows and columns n.</summary>
    int Size { get; }

    /// <summary>Computes <c>destination[i] := A[i, i]</c>, which is real and not negative.</summary>
    /// <param name="destination">n numbers; their content is overwritten.</param>
    void CopyDiagonal(Span<double> destination);

    /// <summary>Computes <c>destination := A[rows, columns]</c>.</summary>
    /// <param name="rows">p row numbers, from 0; repetitions are allowed.</param>
    /// <param name="columns">q column numbers, from 0; repetitions are allowed.</param>
    /// <param name="destination">A p × q matrix; its content is overwritten.</param>
    void CopyBlock(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, DenseMatrix<T> destination);
}
