namespace LowRank.Tests;

/// <summary>How a test matrix lies in memory: its layout, the elements before it, and the elements between its rows or columns.</summary>
internal readonly record struct Storage(MatrixLayout Layout, int Offset, int Padding)
{
    public static Storage Workspace => new(MatrixLayout.ColumnMajor, 0, 0);
}
