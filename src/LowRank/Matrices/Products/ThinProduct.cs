using System.Numerics;
using LowRank.Interop;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>
/// A x for a large row-major A and an x of few columns, in panels of rows that stay in the cache, each on one thread. MKL's own threads
/// take up to twice the time with such shapes, and it multiplies panels fastest by row-major matrices, so x is turned first, and what
/// comes out where it has to be.
/// </summary>
/// <remarks>Each row of the product is computed in the same way on any number of threads.</remarks>
internal static class ThinProduct<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>destination := a x; false where a plain product serves as well, and nothing has been done.</summary>
    public static bool TryMultiply(DenseMatrix<T> a, DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (Scalar<T>.IsComplex || a.Layout != MatrixLayout.RowMajor
            || x.ColumnCount is < Machine.FewestThinColumns or > Machine.MostThinColumns
            || (long)a.RowCount * a.ColumnCount < Machine.ElementsOfThinProduct
            || a.RowCount < 2 * Machine.RowsPerThinPanel || !NativeThreads.CanLimit)
        {
            return false;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> rows = x;
        if (x.Layout == MatrixLayout.ColumnMajor)
        {
            rows = workspace.Rent(x.RowCount, x.ColumnCount, MatrixLayout.RowMajor);
            Kernels<T>.Copy(x.Span, rows.Span);
        }

        int panels = (a.RowCount + Machine.RowsPerThinPanel - 1) / Machine.RowsPerThinPanel;
        int teams = Math.Min(NativeThreads.Current, panels);
        DenseMatrix<T> turned = destination.Layout == MatrixLayout.RowMajor
            ? destination : workspace.Rent(teams * Machine.RowsPerThinPanel, x.ColumnCount, MatrixLayout.RowMajor);
        ParallelPieces.RunTeams(teams, panels, (team, first, end) =>
        {
            for (int panel = first; panel < end; panel++)
            {
                int start = panel * Machine.RowsPerThinPanel;
                int count = Math.Min(Machine.RowsPerThinPanel, a.RowCount - start);
                MatrixSpan<T> target = destination.AsRows(start, count).Span;
                MatrixSpan<T> product = destination.Layout == MatrixLayout.RowMajor
                    ? target : turned.AsRows(team * Machine.RowsPerThinPanel, count).Span;
                Kernels<T>.Gemm(T.One, a.AsRows(start, count).Span, rows.Span, T.Zero, product);
                if (destination.Layout == MatrixLayout.ColumnMajor)
                {
                    Kernels<T>.Copy(product, target);
                }
            }
        });
        return true;
    }
}
