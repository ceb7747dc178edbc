using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Orthogonalization;

namespace LowRank.Pivoting;

/// <summary>QR with column pivoting, A Π = Q R, without Q (I-4).</summary>
/// <param name="Pivots">The columns of A in the order in which they were chosen.</param>
/// <param name="R">min(m, n) × n, upper triangular; its columns are in pivot order. It belongs to the workspace.</param>
internal readonly record struct ColumnPivotedQr<T>(int[] Pivots, DenseMatrix<T> R)
    where T : unmanaged, INumberBase<T>
{
    // From this ratio of rows to columns on, a plain QR first and pivoting on its R is cheaper; the pivots are the same, since
    // the norms of columns and their inner products are.
    private const double TallRatio = 1.5;

    /// <summary>Factors a copy of A.</summary>
    public static ColumnPivotedQr<T> Of(DenseMatrix<T> a, Workspace<T> workspace)
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        DenseMatrix<T> copy = workspace.Rent(a.RowCount, a.ColumnCount);
        Kernels<T>.Copy(a.Span, copy.Span);
        using Rented<T> tau = new(min);
        if (a.RowCount > TallRatio * a.ColumnCount)
        {
            Kernels<T>.QrFactor(copy.Span, tau.Span);
            DenseMatrix<T> triangle = workspace.Rent(min, a.ColumnCount);
            Orthonormalizer<T>.CopyUpper(copy, triangle);
            copy = triangle;
        }

        int[] pivots = new int[a.ColumnCount];
        Kernels<T>.PivotedQrFactor(copy.Span, pivots, tau.Span);
        DenseMatrix<T> r = workspace.Rent(min, a.ColumnCount);
        Orthonormalizer<T>.CopyUpper(copy, r);
        return new ColumnPivotedQr<T>(pivots, r);
    }
}
