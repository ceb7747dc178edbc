namespace LowRank.Interop;

// The numbers are those of cblas.h.

internal enum CblasLayout
{
    RowMajor = 101,
    ColumnMajor = 102,
}

internal enum CblasTranspose
{
    None = 111,
    Transpose = 112,
    ConjugateTranspose = 113,
}

internal enum CblasUplo
{
    Upper = 121,
    Lower = 122,
}

internal enum CblasDiag
{
    NonUnit = 131,
    Unit = 132,
}

internal enum CblasSide
{
    Left = 141,
    Right = 142,
}
