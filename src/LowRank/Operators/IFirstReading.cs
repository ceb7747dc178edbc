using System.Numerics;

namespace LowRank.Operators;

/// <summary>
/// An operator whose first reading tells everything at once: whether its entries are finite, its norm (and, of samples to be centred, their
/// means), and the product that a search starts from.
/// </summary>
internal interface IFirstReading<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Whether the norm is known already, so that asking for it takes no reading.</summary>
    bool IsMeasured => false;

    /// <summary>normal := Aᴴ(A x) and ‖A‖_F, from one reading.</summary>
    /// <param name="x">An n × p matrix, to be left unchanged.</param>
    /// <param name="normal">An n × p matrix, overwritten: good enough to start from, where A is centred in the same reading.</param>
    /// <returns>‖A‖_F, to all digits.</returns>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    double ReadFirst(DenseMatrix<T> x, DenseMatrix<T> normal);
}
