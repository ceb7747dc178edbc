using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Tall;

/// <summary>What an upper triangle tells of the matrix that it is a factor of.</summary>
internal static class TriangularMatrix<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>‖T⁻¹‖_F.</summary>
    public static double InverseNorm(DenseMatrix<T> triangle)
    {
        int n = triangle.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> inverse = workspace.Rent(n, n);
        Kernels<T>.Fill(T.Zero, inverse.Span);
        for (int i = 0; i < n; i++)
        {
            inverse.Span[i, i] = T.One;
        }

        Kernels<T>.SolveUpper(triangle.Span, inverse.Span);
        return Kernels<T>.FrobeniusNorm(inverse.Span);
    }
}
