using System.Numerics.Tensors;
using LowRank.Benchmarks;
using Samples;

namespace LowRank.Compare.Cases;

/// <summary>How an input is made: always the same, in double precision.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Rows">m.</param>
/// <param name="Columns">n.</param>
/// <param name="Build">Makes it; receives the folder of Fashion-MNIST.</param>
internal sealed record MatrixRecipe(string Name, int Rows, int Columns, Func<string?, DenseMatrix<double>> Build)
{
    /// <summary>The singular values, descending, where they are known beforehand.</summary>
    public IReadOnlyList<double>? Spectrum { get; init; }

    /// <summary>Whether it needs the folder of Fashion-MNIST.</summary>
    public bool NeedsData { get; init; }

    public static MatrixRecipe WithSpectrum(string name, int rows, int columns, Func<int, double> singularValue) =>
        new(name, rows, columns, _ => TestMatrices.WithSpectrum(rows, columns, singularValue, 1))
        {
            Spectrum = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(singularValue)],
        };

    /// <summary>A given spectrum up to a rank, and on every entry normal noise, which makes all other singular values alike.</summary>
    public static MatrixRecipe WithNoise(string name, int rows, int columns, int rank, Func<int, double> singularValue, double noise) =>
        new(name, rows, columns, _ =>
        {
            DenseMatrix<double> matrix = TestMatrices.WithSpectrum(rows, columns, singularValue, 1, rank).ToDense(MatrixLayout.RowMajor);
            Span<double> values = matrix.Memory.Span;
            TensorPrimitives.MultiplyAdd(TestMatrices.Gaussian(rows, columns, 3).Memory.Span, noise, values, values);
            return matrix;
        });

    public static MatrixRecipe Uniform(string name, int rows, int columns, ulong seed) =>
        new(name, rows, columns, _ => TestMatrices.Uniform(rows, columns, seed));

    public static MatrixRecipe Gaussian(string name, int rows, int columns, ulong seed) =>
        new(name, rows, columns, _ => TestMatrices.Gaussian(rows, columns, seed));

    /// <summary>exp(−γ‖x_i − x_j‖²) of the rows of <see cref="Uniform"/>'s matrix of the same seed.</summary>
    public static MatrixRecipe GaussianKernel(string name, int count, int dimensions, double gamma, ulong seed) =>
        new(name, count, count, _ =>
        {
            DenseMatrix<double> points = TestMatrices.Uniform(count, dimensions, seed);
            DenseMatrix<double> kernel = DenseMatrix.Create<double>(count, count);
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++)
                {
                    kernel[i, j] = TestMatrices.GaussianKernel(points.Memory.Span, dimensions, gamma, i, j);
                }
            }

            return kernel;
        });

    public static MatrixRecipe FashionImages { get; } =
        new("fashion-mnist", 60_000, 784, folder =>
            ImageSet.Read(folder!, "train", CancellationToken.None).ToMatrix<double>()) { NeedsData = true };
}
