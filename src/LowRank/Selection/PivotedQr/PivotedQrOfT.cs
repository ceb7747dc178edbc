using System.Collections.Immutable;
using System.Numerics;
using LowRank.Approximations;
using LowRank.Kernels;

namespace LowRank;

/// <summary>A QR factorisation with column pivoting, <c>A Π ≈ Q R</c>, whole or cut off.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class PivotedQr<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private PivotedQr(DenseMatrix<T> q, DenseMatrix<T> r, DenseMatrix<T> unpermuted, int[] pivots, ErrorEstimate error,
        PivotedQrMethod method)
        : base(new FactoredProduct<T>(new Factor<T>(q), null, new Factor<T>(unpermuted)), error)
    {
        Q = q;
        R = r;
        Pivots = ImmutableArray.Create(pivots);
        Method = method;
    }

    /// <summary>Orthonormal columns, m × k.</summary>
    public DenseMatrix<T> Q { get; }

    /// <summary>Upper trapezoidal, k × n; its columns are in the order of the pivots.</summary>
    public DenseMatrix<T> R { get; }

    /// <summary>The columns of A in the order of R: n numbers, from 0. The first k are the pivots.</summary>
    public ImmutableArray<int> Pivots { get; }

    /// <summary>The method that was used; never <see cref="PivotedQrMethod.Auto"/>.</summary>
    public PivotedQrMethod Method { get; }

    /// <summary>From R with columns in the order of the pivots; products need them in A's.</summary>
    internal static PivotedQr<T> Of(DenseMatrix<T> q, DenseMatrix<T> r, int[] pivots, ErrorEstimate error, PivotedQrMethod method)
    {
        DenseMatrix<T> unpermuted = DenseMatrix.Uninitialized<T>(r.RowCount, r.ColumnCount, MatrixLayout.ColumnMajor);
        for (int j = 0; j < pivots.Length; j++)
        {
            r.Span.Major(j).CopyTo(unpermuted.Span.Major(pivots[j]));
        }

        return new PivotedQr<T>(q, r, unpermuted, pivots, error, method);
    }
}
