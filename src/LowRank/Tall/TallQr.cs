using System.Numerics;
using LowRank.Execution;
using LowRank.Interop;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Tall;

/// <summary>
/// The Householder QR of a tall block, as a tree: of each panel of rows, then of the triangles of all panels and parts on top of each
/// other.
/// </summary>
/// <remarks>
/// As stable as the QR of the whole block at once (Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci. Comput. 34 (2012)), and the panels
/// stay in the cache, where LAPACK reads a tall block once for each few columns.
/// </remarks>
internal static class TallQr<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Y := Q of Y = Q R (m × l, m ≥ l): l orthonormal columns whatever the rank of Y. R is the same in all parts.</summary>
    public static void Factor(TallBlock<T> y, DenseMatrix<T>? r)
    {
        if (y.Space.IsLocal)
        {
            FactorLocal(y.Local, r);
            return;
        }

        // The triangles of all parts, without gaps: rows of zeros in between would be filled with what is orthogonal to all of them.
        int l = y.ColumnCount;
        int own = Math.Min(y.Local.RowCount, l);
        int[] heights = Array.ConvertAll(y.Space.Gather([own]), height => (int)height);
        using Workspace<T> workspace = new();
        DenseMatrix<T> stack = workspace.Rent(heights.Sum(), l);
        Kernels<T>.Fill(T.Zero, stack.Span);
        DenseMatrix<T> place = stack.AsRows(heights.Take(y.Space.Part).Sum(), own);
        DenseMatrix<T> triangle = workspace.Rent(own, l);
        if (own == l)
        {
            FactorLocal(y.Local, triangle);
        }

        Kernels<T>.Copy((own == l ? triangle : y.Local).Span, place.Span);
        y.Space.Sum(stack);
        DenseMatrix<T> common = r ?? workspace.Rent(l, l);
        FactorLocal(stack, common);
        y.Space.Unify(stack);
        y.Space.Unify(common);
        if (own == l)
        {
            Multiply(y.Local, place);
        }
        else
        {
            Kernels<T>.Copy(place.Span, y.Local.Span);
        }
    }

    private static void FactorLocal(DenseMatrix<T> y, DenseMatrix<T>? r)
    {
        int l = y.ColumnCount;
        TallTuning tuning = Tuning<TallTuning>.Current;
        int panels = l == 0 ? 0 : y.RowCount / Math.Max(tuning.RowsPerPanel, Math.Max(2, tuning.WidthsPerPanel) * l);
        if (panels <= 1)
        {
            Direct(y, r);
            return;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> stack = workspace.Rent(panels * l, l);
        ForPanels(y, panels, (panel, rows) => Direct(rows, stack.AsRows(panel * l, l)));
        FactorLocal(stack, r);
        ForPanels(y, panels, (panel, rows) => Multiply(rows, stack.AsRows(panel * l, l)));
    }

    private static void ForPanels(DenseMatrix<T> y, int panels, Action<int, DenseMatrix<T>> action)
    {
        ParallelPieces.RunTeams(Math.Min(NativeThreads.Current, panels), panels, (_, first, end) =>
        {
            for (int panel = first; panel < end; panel++)
            {
                int start = (int)((long)y.RowCount * panel / panels);
                action(panel, y.AsRows(start, (int)((long)y.RowCount * (panel + 1) / panels) - start));
            }
        });
    }

    private static void Direct(DenseMatrix<T> y, DenseMatrix<T>? r)
    {
        using Rented<T> tau = new(y.ColumnCount);
        Kernels<T>.QrFactor(y.Span, tau.Span);
        if (r is not null)
        {
            Orthonormalizer<T>.CopyUpper(y, r);
        }

        Kernels<T>.QrFormQ(y.Span, tau.Span);
    }

    /// <summary>y := y w, for a square w.</summary>
    private static void Multiply(DenseMatrix<T> y, DenseMatrix<T> w)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> copy = workspace.Rent(y.RowCount, y.ColumnCount);
        Kernels<T>.Copy(y.Span, copy.Span);
        Kernels<T>.Gemm(T.One, copy.Span, w.Span, T.Zero, y.Span);
    }
}
