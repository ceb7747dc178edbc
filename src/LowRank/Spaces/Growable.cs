using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Spaces;

/// <summary>A matrix that grows at its right and at its lower edge. Its memory belongs to a workspace; what is not used yet is not
/// touched.</summary>
internal sealed class Growable<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Workspace<T> _workspace;
    private readonly (int Rows, int Columns) _most;
    private readonly bool _isCleared;

    /// <param name="workspace">What the memory is rented from.</param>
    /// <param name="rows">How many rows to make room for at first.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="mostRows">How many rows there can ever be.</param>
    /// <param name="mostColumns">How many columns.</param>
    /// <param name="isCleared">Whether what has not been written is to be zero.</param>
    public Growable(Workspace<T> workspace, int rows, int columns, int mostRows, int mostColumns, bool isCleared = false)
    {
        (_workspace, _most, _isCleared) = (workspace, (mostRows, mostColumns), isCleared);
        All = Rent(Math.Min(rows, mostRows), Math.Min(columns, mostColumns));
    }

    /// <summary>All that there is room for.</summary>
    public DenseMatrix<T> All { get; private set; }

    public DenseMatrix<T> AsColumns(int start, int count) => All.AsColumns(start, count);

    public DenseMatrix<T> AsBlock(int row, int column, int rows, int columns) => All.AsBlock(row, column, rows, columns);

    /// <summary>Makes room, half as much again where there is too little, and keeps what stands in the upper left corner.</summary>
    public void Reserve(int rows, int columns, int usedRows, int usedColumns)
    {
        if (rows <= All.RowCount && columns <= All.ColumnCount)
        {
            return;
        }

        DenseMatrix<T> grown = Rent(Grown(rows, All.RowCount, _most.Rows), Grown(columns, All.ColumnCount, _most.Columns));
        Kernels<T>.Copy(AsBlock(0, 0, usedRows, usedColumns).Span, grown.AsBlock(0, 0, usedRows, usedColumns).Span);
        _workspace.Return(All);
        All = grown;
    }

    private static int Grown(int needed, int present, int most) =>
        needed <= present ? present : Math.Min(most, Math.Max(needed, present * 3 / 2));

    private DenseMatrix<T> Rent(int rows, int columns)
    {
        DenseMatrix<T> memory = _workspace.Rent(rows, columns);
        if (_isCleared)
        {
            Kernels<T>.Fill(T.Zero, memory.Span);
        }

        return memory;
    }
}
