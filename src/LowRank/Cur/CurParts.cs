using System.Numerics;

namespace LowRank.CurParts;

/// <summary>A core, U = Left · Right, in the form that products with it are to use: Right takes R to something well-scaled, and so does C
/// with Left.</summary>
/// <param name="U">|J| × |I|.</param>
/// <param name="Left">|J| × l.</param>
/// <param name="Right">l × |I|.</param>
/// <param name="Coefficients">X = U R, |J| × n, computed without U.</param>
internal sealed record CoreFactors<T>(DenseMatrix<T> U, DenseMatrix<T> Left, DenseMatrix<T> Right, DenseMatrix<T> Coefficients)
    where T : unmanaged, INumberBase<T>;

/// <summary>What a CUR decomposition is, but for C and R, which are A's own.</summary>
/// <param name="Columns">J.</param>
/// <param name="Rows">I.</param>
/// <param name="Factors">The core.</param>
/// <param name="Core">Which core it is.</param>
/// <param name="Condition">κ(A[I, J]), or NaN.</param>
/// <param name="Error">‖A − CUR‖_F.</param>
/// <param name="ColumnError">The part of it outside the columns.</param>
/// <param name="RowError">The part of it inside them.</param>
internal sealed record CurParts<T>(
    int[] Columns, int[] Rows, CoreFactors<T> Factors, CurCore Core, double Condition, ErrorEstimate Error, double ColumnError,
        double RowError)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>What chose the columns; null where they were given.</summary>
    public ColumnSelectionMethod? Method { get; init; }
}
