using FashionMnist.Data;
using LowRank;

namespace ColumnRowTraining;

/// <summary>Images as rows of single-precision pixels, and their classes.</summary>
internal sealed record Images(DenseMatrix<float> Pixels, byte[] Labels)
{
    public static Images Read(string folder, string part, CancellationToken cancellationToken)
    {
        ImageSet set = ImageSet.Read(folder, part, cancellationToken);
        DenseMatrix<double> wide = set.ToMatrix();
        DenseMatrix<float> pixels = DenseMatrix.Create<float>(wide.RowCount, wide.ColumnCount);
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<double, float>(wide.Memory.Span, pixels.Memory.Span);
        return new Images(pixels, set.Labels);
    }

    public (DenseMatrix<float> Pixels, byte[] Labels) Batch(ReadOnlySpan<int> rows)
    {
        DenseMatrix<float> pixels = DenseMatrix.Create<float>(rows.Length, Pixels.ColumnCount);
        Pixels.CopyRows(rows, pixels);
        byte[] labels = new byte[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            labels[i] = Labels[rows[i]];
        }

        return (pixels, labels);
    }
}
