using System.Numerics;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>The columns of a matrix, some at a time.</summary>
internal static class ColumnPieces<T>
    where T : unmanaged, INumberBase<T>
{
    // Few enough for a piece of a tall matrix to be small beside it.
    private const int Width = 256;

    /// <param name="a">The matrix.</param>
    /// <param name="source">Its columns.</param>
    /// <param name="visit">Gets the first column's number and a copy of the columns, which it may change.</param>
    public static void Visit(ILinearOperator<T> a, IColumnSource<T> source, Action<int, DenseMatrix<T>> visit)
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> memory = workspace.Rent(a.RowCount, Math.Min(Width, a.ColumnCount));
        for (int start = 0; start < a.ColumnCount; start += Width)
        {
            DenseMatrix<T> piece = memory.AsColumns(0, Math.Min(Width, a.ColumnCount - start));
            source.CopyColumns([.. Enumerable.Range(start, piece.ColumnCount)], piece);
            visit(start, piece);
        }
    }
}
