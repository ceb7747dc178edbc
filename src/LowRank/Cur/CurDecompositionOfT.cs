using System.Numerics;
using LowRank.Approximations;
using LowRank.CurParts;

namespace LowRank;

/// <summary>A CUR decomposition <c>A ≈ C U R</c>: columns of A, a small core, rows of A.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// Products with it use <c>X = U R</c>, which is computed without forming U, so that an ill-conditioned core loses no digits; that is k ×
/// n elements of memory beside the factors.
/// </remarks>
public sealed class CurDecomposition<T> : CurApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T> _coefficients;

    internal CurDecomposition(CurParts<T> parts, DenseMatrix<T> c, DenseMatrix<T> r, DenseMatrix<T> coefficients)
        : base(new FactoredProduct<T>(new Factor<T>(c), null, new Factor<T>(coefficients)), parts)
    {
        C = c;
        R = r;
        _coefficients = coefficients;
    }

    /// <summary>A[:, J], m × |J|: a copy of columns of A.</summary>
    public DenseMatrix<T> C { get; }

    /// <summary>A[I, :], |I| × n: a copy of rows of A.</summary>
    public DenseMatrix<T> R { get; }

    /// <inheritdoc/>
    public override TruncatedSvd<T> ToSvd() => ProductSvd<T>.Of(C, _coefficients).ToResult(Error);
}
