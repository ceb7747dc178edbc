using LowRank;
using Samples;

namespace FashionComponents;

/// <summary>The components of the training images, and the test images in their terms.</summary>
/// <param name="Pca">The components.</param>
/// <param name="Test">The test images.</param>
/// <param name="Scores">Their coordinates: a row an image, a column a component.</param>
/// <param name="Accuracies">With how many components the nearest class mean is how often the right class.</param>
/// <param name="Seconds">What the fit took.</param>
internal sealed record ComponentResult(
    Pca<double> Pca, ImageSet Test, DenseMatrix<double> Scores, IReadOnlyList<(int Count, double Accuracy)> Accuracies, double Seconds)
{
    private static readonly int[] _counts = [1, 2, 5, 10, 20, 50, 100];

    public static ComponentResult Compute(ImageSet training, ImageSet test, int componentCount, CancellationToken cancellationToken)
    {
        DenseMatrix<double> pixels = training.ToMatrix<double>();
        ((Pca<double> pca, DenseMatrix<double> trainingScores), double seconds) =
            SampleRun.Time(() => LowRank.Pca.FitTransform(pixels, componentCount, cancellationToken: cancellationToken));
        DenseMatrix<double> scores = pca.Transform(test.ToMatrix<double>());
        DenseMatrix<double> means = ClassMeans(trainingScores, training.Labels);
        return new ComponentResult(
            pca, test, scores, [.. _counts.Where(count => count <= componentCount).Select(
                count => (count, Accuracy(scores, means, test.Labels, count)))], seconds);
    }

    /// <summary>The share of the variance that the first components hold.</summary>
    public double Explained(int count) => Pca.ExplainedVarianceRatio.Take(count).Sum();

    private static DenseMatrix<double> ClassMeans(DenseMatrix<double> scores, byte[] labels)
    {
        DenseMatrix<double> means = DenseMatrix.Create<double>(ImageSet.ClassCount, scores.ColumnCount);
        int[] counts = new int[ImageSet.ClassCount];
        foreach ((int i, byte label) in labels.Index())
        {
            counts[label]++;
            for (int j = 0; j < scores.ColumnCount; j++)
            {
                // The mean so far, corrected by the newcomer.
                means[label, j] += (scores[i, j] - means[label, j]) / counts[label];
            }
        }

        return means;
    }

    private static double Accuracy(DenseMatrix<double> scores, DenseMatrix<double> means, byte[] labels, int count)
    {
        int right = 0;
        for (int i = 0; i < scores.RowCount; i++)
        {
            int nearest = Enumerable.Range(0, means.RowCount).MinBy(label => Distance(i, label));
            right += nearest == labels[i] ? 1 : 0;
        }

        return (double)right / scores.RowCount;

        double Distance(int row, int label)
        {
            double squares = 0;
            for (int j = 0; j < count; j++)
            {
                double difference = scores[row, j] - means[label, j];
                squares += difference * difference;
            }

            return squares;
        }
    }
}
