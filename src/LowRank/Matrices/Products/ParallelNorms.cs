using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>Norms of large matrices, in pieces on several threads; the same bits on any number of them.</summary>
internal static class ParallelNorms
{
    /// <summary>‖A‖_F, without undue overflow or underflow; NaN or infinity where an entry is.</summary>
    public static double Frobenius<T>(DenseMatrix<T> a, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T>
    {
        // In memory order: a column-major matrix is taken as its transpose, which has the same norm.
        DenseMatrix<T> rows = a.Layout == MatrixLayout.RowMajor ? a : a.Transpose();
        int perPiece = Math.Max(1, Machine.ElementsPerNorm / Math.Max(1, rows.ColumnCount));
        double[] norms = new double[(rows.RowCount + perPiece - 1) / perPiece];
        ParallelPieces.Run(rows.RowCount, perPiece, maxDegreeOfParallelism, (start, count) =>
            norms[start / perPiece] = Kernels<T>.FrobeniusNorm(rows.Span.Rows(start, count)));
        return norms.Length == 1
            ? norms[0]
            : Kernels<double>.FrobeniusNorm(
                new MatrixSpan<double>(norms, 1, norms.Length, MatrixLayout.RowMajor, Math.Max(1, norms.Length)));
    }

    /// <summary>The 2-norm of each column of a dense or sparse matrix; null for any other operator, which does not know them.</summary>
    public static double[]? TryColumns<T>(ILinearOperator<T> a, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T> => a switch
        {
            DenseMatrix<T> dense => Columns(dense, maxDegreeOfParallelism),
            SparseMatrix<T> sparse => sparse.ColumnNorms(),
            _ => null,
        };

    /// <summary>The 2-norm of each column, without undue overflow or underflow; NaN or infinity where an entry is.</summary>
    /// <remarks>One pass in memory order, for either layout.</remarks>
    public static double[] Columns<T>(DenseMatrix<T> a, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T>
    {
        double[] norms = new double[a.ColumnCount];
        if (a.Layout == MatrixLayout.ColumnMajor)
        {
            int perPiece = Math.Max(1, Machine.ElementsPerNorm / 4 / Math.Max(1, a.RowCount));
            ParallelPieces.Run(a.ColumnCount, perPiece, maxDegreeOfParallelism, (start, count) =>
                Kernels<T>.ColumnSquares(a.Span.Columns(start, count), norms.AsSpan(start, count)));
        }
        else
        {
            SquaresAcrossRows(a, norms, maxDegreeOfParallelism);
        }

        List<int> unsafeSquares = [];
        for (int j = 0; j < norms.Length; j++)
        {
            if (Kernels<T>.IsSafeSquare(norms[j]))
            {
                norms[j] = Math.Sqrt(norms[j]);
            }
            else
            {
                unsafeSquares.Add(j);
            }
        }

        Mend(a, unsafeSquares, norms, maxDegreeOfParallelism);
        return norms;
    }

    /// <summary>
    /// The norms of columns whose squares were out of range. Nearly always they are zero, and there may be many, as of pixels that are
    /// never lit: so all of them are looked through in one pass in memory order, and only what is left is scaled, column by column.
    /// </summary>
    private static void Mend<T>(DenseMatrix<T> a, List<int> columns, double[] norms, int? maxDegreeOfParallelism)
        where T : unmanaged, INumberBase<T>
    {
        if (columns.Count == 0)
        {
            return;
        }

        int[] indices = [.. columns];
        double[] largest = new double[indices.Length];
        int perPiece = a.Layout == MatrixLayout.RowMajor ? Math.Max(1, a.RowCount / Machine.MostRowPiecesPerNorm) : Math.Max(1, a.RowCount);
        object gate = new();
        ParallelPieces.Run(a.RowCount, perPiece, maxDegreeOfParallelism, (start, count) =>
        {
            double[] part = new double[indices.Length];
            Kernels<T>.LargestMagnitudes(a.Span.Rows(start, count), indices, part);
            lock (gate)
            {
                // Math.Max hands NaN on, and does not mind the order.
                for (int k = 0; k < part.Length; k++)
                {
                    largest[k] = Math.Max(largest[k], part[k]);
                }
            }
        });

        for (int k = 0; k < indices.Length; k++)
        {
            norms[indices[k]] = largest[k] > 0 && double.IsFinite(largest[k])
                ? Kernels<T>.FrobeniusNorm(a.Span.Columns(indices[k], 1)) : largest[k];
        }
    }

    /// <summary>Pieces of whole rows, each with sums of its own, added up in order; of a matrix with few rows, pieces of columns
    /// too.</summary>
    private static void SquaresAcrossRows<T>(DenseMatrix<T> a, double[] squares, int? maxDegreeOfParallelism)
        where T : unmanaged, INumberBase<T>
    {
        int rowPieces = (long)a.RowCount * a.ColumnCount < Machine.ElementsPerNorm / 8
            ? 1 : Math.Clamp(a.RowCount / Machine.FewestRowsPerNorm, 1, Machine.MostRowPiecesPerNorm);
        int columnsPerPiece = rowPieces < Machine.MostRowPiecesPerNorm / 2 ? Machine.ColumnsPerNorm : Math.Max(1, a.ColumnCount);
        int columnPieces = (a.ColumnCount + columnsPerPiece - 1) / columnsPerPiece;
        int rowsPerPiece = (a.RowCount + rowPieces - 1) / rowPieces;
        using Workspace<double> workspace = new();
        DenseMatrix<double> sums = workspace.Rent(rowPieces, a.ColumnCount, MatrixLayout.RowMajor);
        ParallelPieces.Run(rowPieces * columnPieces, 1, maxDegreeOfParallelism, (piece, _) =>
        {
            int row = Math.Min(a.RowCount, piece / columnPieces * rowsPerPiece);
            int column = piece % columnPieces * columnsPerPiece;
            int rows = Math.Min(rowsPerPiece, a.RowCount - row);
            int columns = Math.Min(columnsPerPiece, a.ColumnCount - column);
            Kernels<T>.ColumnSquares(
                a.Span.Block(row, column, rows, columns), sums.Span.Block(piece / columnPieces, column, 1, columns).Major(0));
        });

        for (int piece = 0; piece < rowPieces; piece++)
        {
            ReadOnlySpan<double> part = sums.Span.Major(piece);
            for (int j = 0; j < squares.Length; j++)
            {
                squares[j] += part[j];
            }
        }
    }
}
