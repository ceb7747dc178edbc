using System.Diagnostics;
using System.Numerics.Tensors;
using LowRank;
using Samples;

namespace ColumnRowTraining;

/// <summary>The accuracy on the test images after some seconds of training.</summary>
internal readonly record struct TrainingPoint(int Epoch, double Seconds, double Accuracy);

/// <summary>Two dense layers with a ramp between them, and the cross-entropy of a softmax.</summary>
internal sealed class Classifier(int inputs, int hidden, Sampled sampled, ColumnRowOptions options, double share)
{
    private const int BatchSize = 1000;
    private const float Rate = 0.1f;

    // The second layer is a hundredth of the work: sampling it would gain nothing.
    private readonly Layer _first = new(inputs, hidden, 1, sampled, options, share);
    private readonly Layer _second = new(hidden, ImageSet.ClassCount, 2, Sampled.Nothing, options, 1);

    /// <summary>Trains over all images some times and tests after each; the time of the tests does not count.</summary>
    public IEnumerable<TrainingPoint> Train(Images training, Images test, int epochs, CancellationToken cancellationToken)
    {
        Stopwatch clock = new();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, training.Pixels.RowCount)];
            new Random(epoch).Shuffle(order);
            for (int start = 0; start + BatchSize <= order.Length; start += BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (DenseMatrix<float> pixels, byte[] labels) = training.Batch(order.AsSpan(start, BatchSize));
                clock.Start();
                Step(pixels, labels);
                clock.Stop();
            }

            yield return new TrainingPoint(epoch, clock.Elapsed.TotalSeconds, Accuracy(test));
        }
    }

    private double Accuracy(Images test)
    {
        DenseMatrix<float> scores = _second.Forward(Ramp(_first.Forward(test.Pixels, isTraining: false)), isTraining: false);
        int right = 0;
        for (int i = 0; i < scores.RowCount; i++)
        {
            right += TensorPrimitives.IndexOfMax(Row(scores, i)) == test.Labels[i] ? 1 : 0;
        }

        return (double)right / scores.RowCount;
    }

    private void Step(DenseMatrix<float> pixels, byte[] labels)
    {
        DenseMatrix<float> hiddenValues = Ramp(_first.Forward(pixels, isTraining: true));
        DenseMatrix<float> gradient = _second.Forward(hiddenValues, isTraining: true);
        for (int i = 0; i < labels.Length; i++)
        {
            Span<float> row = Row(gradient, i);
            TensorPrimitives.SoftMax(row, row);
            row[labels[i]] -= 1;
        }

        TensorPrimitives.Divide(gradient.Memory.Span, labels.Length, gradient.Memory.Span);
        DenseMatrix<float> hiddenGradient = _second.InputGradient(gradient);
        Span<float> slopes = hiddenGradient.Memory.Span;
        ReadOnlySpan<float> values = hiddenValues.Memory.Span;
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = values[i] > 0 ? slopes[i] : 0;
        }

        _second.Step(gradient, Rate);
        _first.Step(hiddenGradient, Rate);
    }

    private static DenseMatrix<float> Ramp(DenseMatrix<float> a)
    {
        TensorPrimitives.Max(a.Memory.Span, 0, a.Memory.Span);
        return a;
    }

    private static Span<float> Row(DenseMatrix<float> a, int row) => a.Memory.Span.Slice(row * a.ColumnCount, a.ColumnCount);
}
