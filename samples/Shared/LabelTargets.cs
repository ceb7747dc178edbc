using System.Numerics;
using LowRank;

namespace Samples;

/// <summary>Labels as numbers to fit, and back.</summary>
public static class LabelTargets
{
    /// <summary>A row for each image: 1 in the column of its class, −1 in the others.</summary>
    public static DenseMatrix<T> Of<T>(ImageSet images)
        where T : unmanaged, INumber<T>
    {
        DenseMatrix<T> targets = DenseMatrix.Create<T>(images.Count, ImageSet.ClassCount);
        targets.Memory.Span.Fill(-T.One);
        for (int i = 0; i < images.Count; i++)
        {
            targets[i, images.Labels[i]] = T.One;
        }

        return targets;
    }

    /// <summary>The share of images whose largest score stands in the column of their class.</summary>
    public static double Accuracy<T>(DenseMatrix<T> scores, ImageSet images)
        where T : unmanaged, INumber<T>
    {
        int right = 0;
        for (int i = 0; i < images.Count; i++)
        {
            int best = 0;
            for (int j = 1; j < scores.ColumnCount; j++)
            {
                best = scores[i, j] > scores[i, best] ? j : best;
            }

            right += best == images.Labels[i] ? 1 : 0;
        }

        return (double)right / images.Count;
    }
}
