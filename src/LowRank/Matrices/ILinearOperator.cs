using System.Numerics;

namespace LowRank;

/// <summary>
/// A matrix known by its products: all that the randomised algorithms ask of their input. Implement it for anything that can be
/// multiplied by a thin matrix; dense matrices and every low-rank result implement it already.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// Implementations must be safe to call from many threads at once and must not keep a reference to an argument: its memory is reused
/// after the call. Offer <see cref="IFrobeniusNorm"/>, <see cref="IColumnSource{T}"/> and <see cref="IRowSource{T}"/> too where they are
/// cheap: the first gives exact errors, the others column and row selection.
/// </remarks>
public interface ILinearOperator<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The number of rows m.</summary>
    int RowCount { get; }

    /// <summary>The number of columns n.</summary>
    int ColumnCount { get; }

    /// <summary>Computes <c>destination := A x</c>.</summary>
    /// <param name="x">An n × p matrix, to be left unchanged.</param>
    /// <param name="destination">An m × p matrix that shares no memory with <paramref name="x"/>; its content is overwritten.</param>
    void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination);

    /// <summary>Computes <c>destination := Aᴴ x</c>, with Aᴴ the conjugate transpose (the transpose for real types).</summary>
    /// <param name="x">An m × p matrix, to be left unchanged.</param>
    /// <param name="destination">An n × p matrix that shares no memory with <paramref name="x"/>; its content is overwritten.</param>
    void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination);
}
