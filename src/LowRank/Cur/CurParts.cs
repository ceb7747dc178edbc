using System.Numerics;

namespace LowRank.CurParts;

/// <summary>The factors of a CUR decomposition and how its core came about.</summary>
/// <param name="Columns">J.</param>
/// <param name="Rows">I.</param>
/// <param name="C">A[:, J].</param>
/// <param name="U">The core.</param>
/// <param name="R">A[I, :].</param>
/// <param name="Coefficients">X = U R, computed without U.</param>
/// <param name="Core">Which core it is.</param>
/// <param name="Condition">κ(A[I, J]), or NaN.</param>
internal sealed record CurParts<T>(
    int[] Columns, int[] Rows, DenseMatrix<T> C, DenseMatrix<T> U, DenseMatrix<T> R, DenseMatrix<T> Coefficients, CurCore Core, double Condition)
    where T : unmanaged, INumberBase<T>;
