using KernelRegression;
using LowRank;

namespace Samples.Tests;

/// <summary>The kernel by blocks, and regression with it.</summary>
public sealed class KernelRegressionTests
{
    [Fact]
    public void Blocks_of_the_kernel_are_its_entries()
    {
        using DataFolder folder = new();
        DenseMatrix<float> x = SyntheticImages.Create(folder, 30, 1).Training.ToMatrix<float>();
        float gamma = GaussianKernel.TypicalGamma(x, 1);
        GaussianKernel kernel = new(x, gamma);

        // 1 / γ is the mean of ‖x_i − x_j‖² over all pairs, also those of i = j.
        double mean = Enumerable.Range(0, 30).SelectMany(i => Enumerable.Range(0, 30).Select(j => Distance(i, j))).Average();
        Assert.Equal(1 / mean, gamma, 1e-4 / mean);

        int[] rows = [3, 29, 3];
        int[] columns = [3, 0, 7, 12];
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<float> block = DenseMatrix.Create<float>(rows.Length, columns.Length, layout);
            kernel.CopyBlock(rows, columns, block);
            DenseMatrix<float> whole = DenseMatrix.Create<float>(30, columns.Length, layout);
            kernel.CopyColumns(columns, whole);
            for (int j = 0; j < columns.Length; j++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    Assert.Equal(Math.Exp(-gamma * Distance(rows[i], columns[j])), block[i, j], 1e-5);
                    Assert.Equal(block[i, j], whole[rows[i], j], 1e-5);
                }
            }
        }

        double Distance(int i, int j) => Enumerable.Range(0, x.ColumnCount).Sum(k => Math.Pow(x[i, k] - x[j, k], 2));
    }

    [Fact]
    public void Landmarks_come_to_the_accuracy_of_the_exact_way()
    {
        using DataFolder folder = new();
        (ImageSet training, ImageSet test) = SyntheticImages.Create(folder, 500, 200);
        Regression regression = new(training, test);
        RegressionResult plain = regression.Exactly(0, CancellationToken.None);
        RegressionResult helped = regression.Exactly(50, CancellationToken.None);
        Assert.InRange(plain.Accuracy, 0.98, 1);
        Assert.Equal(plain.Accuracy, helped.Accuracy, 0.01);

        RegressionResult few = regression.FromLandmarks(3, CancellationToken.None);
        RegressionResult many = regression.FromLandmarks(200, CancellationToken.None);
        Assert.True(few.Accuracy < 0.8, $"{few.Accuracy} from three landmarks of ten classes");
        Assert.Equal(plain.Accuracy, many.Accuracy, 0.02);
        Assert.True(many.TraceShare < few.TraceShare);

        string page = Report.Body([plain, helped, few, many], 500, 500);
        Assert.Contains("200 landmarks", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }
}
