namespace LowRank;

/// <summary>The order in which the entries of a dense matrix stand in memory.</summary>
public enum MatrixLayout
{
    /// <summary>Row after row, as in C, C# and NumPy: the entries of one row are adjacent.</summary>
    RowMajor,

    /// <summary>Column after column, as in Fortran, LAPACK, MATLAB and Math.NET: the entries of one column are adjacent.</summary>
    ColumnMajor,
}
