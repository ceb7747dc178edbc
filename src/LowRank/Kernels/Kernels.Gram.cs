using System.Diagnostics;
using System.Numerics;
using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>The upper triangle of G := Yᴴ Y for a Y of any layout, conjugated or not, without a copy of it.</summary>
    public static void GramOfAny(MatrixSpan<T> y, MatrixSpan<T> g)
    {
        EnsureLoaded();
        AssertWorkspace(g);
        Debug.Assert(g.RowCount == y.ColumnCount && g.ColumnCount == y.ColumnCount, "shapes");
        bool isRows = y.Layout == MatrixLayout.RowMajor;
        if (!g.IsEmpty && y.RowCount == 0)
        {
            Fill(T.Zero, g);
        }
        else if (!g.IsEmpty)
        {
            fixed (T* py = &Reference(y), pg = &Reference(g))
            {
                if (isRows)
                {
                    // In memory it is the column-major Yᵀ.
                    Native<T>.HerkOfRows(y.ColumnCount, y.RowCount, py, y.LeadingDimension, pg, g.LeadingDimension);
                }
                else
                {
                    Native<T>.Herk(y.ColumnCount, y.RowCount, py, y.LeadingDimension, pg, g.LeadingDimension);
                }
            }

            // With S in memory: SᴴS for columns, and (Sᵀ)(Sᵀ)ᴴ = conj(SᴴS) for rows.
            if (isRows != y.IsConjugated)
            {
                ConjugateInPlace(g);
            }
        }
    }
}

internal static unsafe partial class Native<T>
{
    /// <summary>The upper triangle of C := A Aᴴ, for A n × k.</summary>
    public static void HerkOfRows(long n, long k, T* a, long lda, T* c, long ldc)
    {
        if (typeof(T) == typeof(float))
        {
            cblas_ssyrk(CblasLayout.ColumnMajor, CblasUplo.Upper, CblasTranspose.None, n, k, 1, (float*)a, lda, 0, (float*)c, ldc);
        }
        else if (typeof(T) == typeof(double))
        {
            cblas_dsyrk(CblasLayout.ColumnMajor, CblasUplo.Upper, CblasTranspose.None, n, k, 1, (double*)a, lda, 0, (double*)c, ldc);
        }
        else
        {
            cblas_zherk(CblasLayout.ColumnMajor, CblasUplo.Upper, CblasTranspose.None, n, k, 1, (Complex*)a, lda, 0, (Complex*)c, ldc);
        }
    }
}
