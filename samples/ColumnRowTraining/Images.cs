using LowRank;
using Samples;

namespace ColumnRowTraining;

/// <summary>Images as rows of single-precision pixels, and their classes.</summary>
internal sealed record Images(DenseMatrix<float> Pixels, byte[] Labels)
{
    public static Images Read(string folder, string part, CancellationToken cancellationToken)
    {
        ImageSet set = ImageSet.Read(folder, part, cancellationToken);
        return new Images(set.ToMatrix<float>(), set.Labels);
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
