using System.Diagnostics;
using System.Numerics.Tensors;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>Relative errors in the Frobenius norm, by subtraction: nothing is taken from the library's own estimates.</summary>
internal static class TrueError
{
    private const int RowsPerBlock = 4096;

    /// <summary><c>‖A − L R‖_F / ‖A‖_F</c>, a block of rows at a time.</summary>
    /// <param name="a">A, m × n, row-major without padding.</param>
    /// <param name="left">L, m × k.</param>
    /// <param name="right">R, k × n.</param>
    /// <param name="cancellationToken">Cancels between blocks.</param>
    public static double OfProduct(
        DenseMatrix<double> a, DenseMatrix<double> left, DenseMatrix<double> right, CancellationToken cancellationToken)
    {
        Debug.Assert(a.Layout == MatrixLayout.RowMajor && a.Stride == a.ColumnCount, "The blocks of A are read as runs of memory.");
        DenseMatrix<double> buffer = DenseMatrix.Create<double>(Math.Min(RowsPerBlock, a.RowCount), a.ColumnCount);
        double difference = 0;
        double total = 0;
        for (int start = 0; start < a.RowCount; start += RowsPerBlock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(RowsPerBlock, a.RowCount - start);
            DenseMatrix<double> block = buffer.AsRows(0, count);
            left.AsRows(start, count).Multiply(right, block);
            Span<double> computed = block.Memory.Span;
            ReadOnlySpan<double> exact = a.AsRows(start, count).Memory.Span;
            TensorPrimitives.Subtract(exact, computed, computed);
            difference += TensorPrimitives.SumOfSquares<double>(computed);
            total += TensorPrimitives.SumOfSquares(exact);
        }

        return Math.Sqrt(difference / total);
    }

    /// <summary><c>‖A − B‖_F / ‖A‖_F</c></summary>
    public static double Of(DenseMatrix<double> a, DenseMatrix<double> b)
    {
        DenseMatrix<double> difference = a.ToDense(MatrixLayout.RowMajor);
        Span<double> values = difference.Memory.Span;
        TensorPrimitives.Subtract(values, b.ToDense(MatrixLayout.RowMajor).Memory.Span, values);
        return difference.FrobeniusNorm() / a.FrobeniusNorm();
    }
}
