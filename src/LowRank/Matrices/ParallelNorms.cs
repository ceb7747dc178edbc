using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>Norms of large matrices, in pieces on several threads; the same bits on any number of them.</summary>
internal static class ParallelNorms
{
    private const int ElementsPerPiece = 1 << 20;

    // Of a row-major matrix a piece of columns is read row by row, so its rows must not be too short.
    private const int FewestColumnsAcrossRows = 256;

    /// <summary>‖A‖_F, without undue overflow or underflow; NaN or infinity where an entry is.</summary>
    public static double Frobenius<T>(DenseMatrix<T> a, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T>
    {
        // In memory order: a column-major matrix is taken as its transpose, which has the same norm.
        DenseMatrix<T> rows = a.Layout == MatrixLayout.RowMajor ? a : a.Transpose();
        int perPiece = Math.Max(1, ElementsPerPiece / Math.Max(1, rows.ColumnCount));
        double[] norms = new double[(rows.RowCount + perPiece - 1) / perPiece];
        InPieces(rows.RowCount, perPiece, maxDegreeOfParallelism, (start, count) =>
            norms[start / perPiece] = Kernels<T>.FrobeniusNorm(rows.Span.Rows(start, count)));
        return norms.Length == 1
            ? norms[0]
            : Kernels<double>.FrobeniusNorm(new MatrixSpan<double>(norms, 1, norms.Length, MatrixLayout.RowMajor, Math.Max(1, norms.Length)));
    }

    /// <summary>The 2-norm of each column, without undue overflow or underflow; NaN or infinity where an entry is.</summary>
    public static double[] Columns<T>(DenseMatrix<T> a, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T>
    {
        int fewest = a.Layout == MatrixLayout.RowMajor ? FewestColumnsAcrossRows : 1;
        int perPiece = Math.Max(fewest, ElementsPerPiece / Math.Max(1, a.RowCount));
        double[] norms = new double[a.ColumnCount];
        InPieces(a.ColumnCount, perPiece, maxDegreeOfParallelism, (start, count) =>
        {
            Span<double> piece = norms.AsSpan(start, count);
            Kernels<T>.ColumnSquares(a.Span.Columns(start, count), piece);
            for (int i = 0; i < count; i++)
            {
                piece[i] = Kernels<T>.IsSafeSquare(piece[i]) ? Math.Sqrt(piece[i]) : Kernels<T>.FrobeniusNorm(a.Span.Columns(start + i, 1));
            }
        });
        return norms;
    }

    /// <summary>Calls an action for each piece [start, start + count); the pieces do not depend on the number of threads.</summary>
    private static void InPieces(int total, int perPiece, int? maxDegreeOfParallelism, Action<int, int> action)
    {
        int pieces = (total + perPiece - 1) / perPiece;
        if (pieces == 1)
        {
            action(0, total);
            return;
        }

        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? -1 }, piece =>
            action(piece * perPiece, Math.Min(perPiece, total - (piece * perPiece))));
    }
}
