using System.Numerics;

namespace LowRank;

/// <summary>
/// A matrix that gives Aᴴ(A x) from one reading of its entries. Offer it where reading costs more than computing: files, distributed
/// matrices, generators.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public interface INormalProduct<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Computes <c>normal := Aᴴ(A x)</c>, and <c>image := A x</c> where it is wanted, from one reading of A.</summary>
    /// <param name="x">An n × p matrix, to be left unchanged.</param>
    /// <param name="normal">An n × p matrix that shares no memory with <paramref name="x"/>; its content is overwritten.</param>
    /// <param name="image">An m × p matrix, or null.</param>
    void MultiplyNormal(DenseMatrix<T> x, DenseMatrix<T> normal, DenseMatrix<T>? image = null);
}
