using System.Numerics.Tensors;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>
/// A dense matrix of doubles, multiplied in single precision: blocks of rows (or columns) are rounded as they are needed, so no copy of A
/// is ever made.
/// </summary>
/// <param name="a">A.</param>
/// <param name="scale">A power of two that brings the entries into the range of single precision.</param>
/// <param name="threads">The most threads for the conversion.</param>
internal sealed class RoundedOperator(DenseMatrix<double> a, double scale, int threads) : ILinearOperator<float>
{
    public int RowCount => a.RowCount;

    public int ColumnCount => a.ColumnCount;

    public void Multiply(DenseMatrix<float> x, DenseMatrix<float> destination) => Multiply(x, destination, isAdjoint: false);

    public void MultiplyAdjoint(DenseMatrix<float> x, DenseMatrix<float> destination) => Multiply(x, destination, isAdjoint: true);

    private void Multiply(DenseMatrix<float> x, DenseMatrix<float> destination, bool isAdjoint)
    {
        // In memory order: a column-major A is taken as its transpose.
        bool isRowMajor = a.Layout == MatrixLayout.RowMajor;
        DenseMatrix<double> rows = isRowMajor ? a : a.Transpose();
        bool isTransposed = isAdjoint == isRowMajor;
        int perBlock = Math.Clamp(Machine.ElementsPerRounding / Math.Max(1, rows.ColumnCount), 1, Math.Max(1, rows.RowCount));
        using Workspace<float> workspace = new();
        DenseMatrix<float> block = workspace.Rent(perBlock, rows.ColumnCount, MatrixLayout.RowMajor);
        using PanelSum<float> sum = new(destination);
        for (int start = 0; start < rows.RowCount; start += perBlock)
        {
            int count = Math.Min(perBlock, rows.RowCount - start);
            DenseMatrix<float> part = block.AsRows(0, count);
            Round(rows.AsRows(start, count), part);
            if (isTransposed)
            {
                sum.Add(part.Span.Transpose(), x.AsRows(start, count).Span);
            }
            else
            {
                Kernels<float>.Gemm(1, part.Span, x.Span, 0, destination.AsRows(start, count).Span);
            }
        }

        if (isTransposed || rows.RowCount == 0)
        {
            sum.Complete();
        }
    }

    private void Round(DenseMatrix<double> source, DenseMatrix<float> target)
    {
        Parallel.For(0, source.RowCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            Span<float> to = target.Span.Major(i);
            ReadOnlySpan<double> from = source.Span.Major(i);
            if (scale == 1)
            {
                TensorPrimitives.ConvertTruncating(from, to);
                return;
            }

            for (int j = 0; j < to.Length; j++)
            {
                to[j] = (float)(from[j] * scale);
            }
        });
    }
}
