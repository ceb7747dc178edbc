using System.Numerics.Tensors;
using LowRank;

namespace KernelRegression;

/// <summary>
/// The kernel matrix K[i, j] = exp(−γ ‖x_i − x_j‖²) of the rows of a matrix, known block by block: a block is one matrix product, since
/// ‖x − y‖² = ‖x‖² + ‖y‖² − 2 x·y. Nothing is kept but the norms.
/// </summary>
internal sealed class GaussianKernel : IKernelSource<float>
{
    private readonly DenseMatrix<float> _x;
    private readonly float[] _squares;
    private readonly float _gamma;

    public GaussianKernel(DenseMatrix<float> x, float gamma)
    {
        (_x, _gamma) = (x, gamma);
        _squares = SquaredNorms(x);
    }

    public int Size => _x.RowCount;

    /// <summary>A γ that fits the data: 1 / (the mean of ‖x_i − x_j‖²), times a factor.</summary>
    public static float TypicalGamma(DenseMatrix<float> x, float factor)
    {
        // Of independent i and j the mean is twice the variance around the mean row.
        float[] mean = new float[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++)
        {
            TensorPrimitives.MultiplyAdd(Row(x, i), 1f / x.RowCount, mean, mean);
        }

        double variance = SquaredNorms(x).Average(square => (double)square) - TensorPrimitives.SumOfSquares<float>(mean);
        return (float)(factor / (2 * variance));
    }

    /// <summary>K between other points and those of the matrix: a row for each of the others.</summary>
    public DenseMatrix<float> Against(DenseMatrix<float> others, ReadOnlySpan<int> columns)
    {
        DenseMatrix<float> result = DenseMatrix.Create<float>(others.RowCount, columns.Length);
        Fill(others, SquaredNorms(others), Rows(columns), Pick(columns), result);
        return result;
    }

    public void CopyDiagonal(Span<double> destination) => destination.Fill(1);

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<float> destination) =>
        Fill(_x, _squares, Rows(columns), Pick(columns), destination);

    public void CopyBlock(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, DenseMatrix<float> destination) =>
        Fill(Rows(rows), Pick(rows), Rows(columns), Pick(columns), destination);

    private void Fill(DenseMatrix<float> left, float[] leftSquares, DenseMatrix<float> right, float[] rightSquares,
        DenseMatrix<float> destination)
    {
        left.Multiply(right.Transpose(), destination);
        bool isRowMajor = destination.Layout == MatrixLayout.RowMajor;
        (float[] majors, float[] minors) = isRowMajor ? (leftSquares, rightSquares) : (rightSquares, leftSquares);
        Memory<float> memory = destination.Memory;
        int stride = destination.Stride;
        Parallel.For(0, majors.Length, i =>
        {
            Span<float> run = memory.Span.Slice(i * stride, minors.Length);
            for (int j = 0; j < run.Length; j++)
            {
                // Rounding can make the distance of a point to itself a little negative.
                run[j] = -_gamma * Math.Max(0, majors[i] + minors[j] - (2 * run[j]));
            }

            TensorPrimitives.Exp(run, run);
        });
    }

    private DenseMatrix<float> Rows(ReadOnlySpan<int> indices)
    {
        DenseMatrix<float> rows = DenseMatrix.Create<float>(indices.Length, _x.ColumnCount);
        _x.CopyRows(indices, rows);
        return rows;
    }

    private float[] Pick(ReadOnlySpan<int> indices)
    {
        float[] picked = new float[indices.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = _squares[indices[i]];
        }

        return picked;
    }

    private static float[] SquaredNorms(DenseMatrix<float> x)
    {
        float[] squares = new float[x.RowCount];
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = TensorPrimitives.SumOfSquares(Row(x, i));
        }

        return squares;
    }

    private static ReadOnlySpan<float> Row(DenseMatrix<float> x, int row) => x.Memory.Span.Slice(row * x.Stride, x.ColumnCount);
}
