using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Decompositions;

/// <summary>LAPACK's thin SVD, A = U diag(S) VT, as new matrices in A's layout.</summary>
internal sealed record ThinSvd<T>(DenseMatrix<T> U, double[] S, DenseMatrix<T> VT, SvdDriver Driver)
    where T : unmanaged, INumberBase<T>
{
    public static ThinSvd<T> Of(DenseMatrix<T> a)
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(a.RowCount, min, a.Layout);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(min, a.ColumnCount, a.Layout);
        double[] s = new double[min];
        SvdDriver driver = Kernels<T>.ThinSvd(a.Span, s, u.Span, vt.Span);
        return new ThinSvd<T>(u, s, vt, driver);
    }
}
