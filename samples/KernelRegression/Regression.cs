using System.Globalization;
using LowRank;
using Samples;

namespace KernelRegression;

/// <summary>
/// Kernel ridge regression on images: the scores of a new image are k(x, X) (K + μI)⁻¹ Y, with 1 for its class and −1 for the others in Y.
/// </summary>
internal sealed class Regression
{
    // Near the best of a dozen pairs: the accuracy is flat around them.
    private const float GammaFactor = 2;
    private const double RegularizationPerImage = 1e-5;

    private readonly ImageSet _test;
    private readonly DenseMatrix<float> _testPixels;
    private readonly DenseMatrix<float> _targets;
    private readonly GaussianKernel _kernel;
    private readonly double _regularization;

    public Regression(ImageSet training, ImageSet test)
    {
        DenseMatrix<float> pixels = training.ToMatrix<float>();
        _kernel = new GaussianKernel(pixels, GaussianKernel.TypicalGamma(pixels, GammaFactor));
        _targets = LabelTargets.Of<float>(training);
        _test = test;
        _testPixels = test.ToMatrix<float>();
        _regularization = RegularizationPerImage * training.Count;
    }

    /// <summary>From a few columns of K: (k + 1) n entries are computed, and n² never exist.</summary>
    public RegressionResult FromLandmarks(int count, CancellationToken cancellationToken)
    {
        ((NystromApproximation<float> nystrom, DenseMatrix<float> weights), double seconds) = SampleRun.Once(() =>
        {
            NystromApproximation<float> approximation = NystromApproximation.Compute(_kernel, count, cancellationToken: cancellationToken);
            return (approximation, approximation.RegressionWeights(_targets, _regularization));
        });
        string name = string.Create(CultureInfo.InvariantCulture,
            $"{nystrom.Rank} landmarks, {nystrom.EntriesRead / (double)_kernel.Size / _kernel.Size:P1} of the kernel matrix");
        return new RegressionResult(
            name, _kernel.Size, nystrom.Rank, seconds, Accuracy(weights, [.. nystrom.Indices]), nystrom.TraceError / _kernel.Size);
    }

    /// <summary>With the whole matrix K in memory, by conjugate gradients.</summary>
    /// <param name="preconditionerRank">The rank of the Nyström approximation that shortens the iteration; 0 for none.</param>
    /// <param name="cancellationToken">Cancels between products.</param>
    public RegressionResult Exactly(int preconditionerRank, CancellationToken cancellationToken)
    {
        int[] all = [.. Enumerable.Range(0, _kernel.Size)];
        (RegularizedSolution<float> solution, double seconds) = SampleRun.Once(() =>
        {
            DenseMatrix<float> matrix = DenseMatrix.Create<float>(_kernel.Size, _kernel.Size);
            _kernel.CopyColumns(all, matrix);
            NystromApproximation<float>? preconditioner = preconditionerRank == 0
                ? null
                : NystromApproximation.Compute(_kernel, preconditionerRank, cancellationToken: cancellationToken);
            return RegularizedSystem.Solve(
                matrix, _targets, _regularization, preconditioner, new RegularizedSolveOptions { RelativeTolerance = 1e-4 },
                    cancellationToken);
        });
        string help = preconditionerRank == 0 ? "no preconditioner" : $"Nyström of rank {preconditionerRank}";
        return new RegressionResult($"exact, {help}, {solution.Iterations} iterations{(solution.HasConverged ? "" : ", not converged")}",
            _kernel.Size, null, seconds, Accuracy(solution.X, all), 0);
    }

    private double Accuracy(DenseMatrix<float> weights, int[] columns) =>
        LabelTargets.Accuracy(_kernel.Against(_testPixels, columns) * weights, _test);
}
