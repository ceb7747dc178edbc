using System.Numerics;
using LowRank.Kernels;
using LowRank.PrincipalComponents;

namespace LowRank.Tests;

public sealed class SingleLargeMeanTests : LargeMeanTests<float>;

public sealed class DoubleLargeMeanTests : LargeMeanTests<double>;

public sealed class ComplexLargeMeanTests : LargeMeanTests<Complex>;

/// <summary>Means that dwarf what is to be found: centring must lose no more than the entries themselves have lost.</summary>
public abstract class LargeMeanTests<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Half of the digits.</summary>
    private static double Offset => Scalar<T>.IsSingle ? 2e3 : 1e8;

    [Theory]
    [InlineData(150, 12)]
    [InlineData(12, 150)]
    [InlineData(700, 30)]
    public void Dense_samples_far_from_the_origin_keep_their_digits(int rows, int columns)
    {
        Complex[,] spread = Oracle.Gaussian<T>(rows, columns, 7);
        Complex[,] entries = Oracle.Build(
            rows, columns, (i, j) => Oracle.Rounded<T>((spread[i, j] / (1 + j)) + (new Complex(1, -0.5) * Offset * (1 + (j % 3)))));
        foreach (PcaScaling scaling in Enum.GetValues<PcaScaling>())
        {
            (Complex[,] expected, Complex[] mean, _) = PcaProperties<T>.Standardized(entries, true, scaling == PcaScaling.UnitVariance);
            double[] sigma = Oracle.SingularValues(expected);
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
                {
                    PcaOptions options = new() { Scaling = scaling,
                        Svd = new TruncatedSvdOptions { Method = method, PowerIterations = 12 } };
                    DenseMatrix<T> a = new Stored<T>(new Storage(layout, 1, 2), entries, isPaddingNaN: true).Matrix;
                    Pca<T> pca = Pca.Fit(a, 10, options);

                    // What the samples were rounded by is not an error of the library, and what the mean is rounded by has an effect of
                    // second order.
                    double meanRounding = MeanRounding(pca, mean, rows);
                    double allowed = Expect.Rounding<T>(10, sigma[0]);
                    for (int j = 0; j < 5; j++)
                    {
                        double both = allowed + (meanRounding * meanRounding / sigma[j]);
                        Expect.AtMost(pca.SingularValues[j], sigma[j] + both, $"σ_{j}, {layout}, {method}, {scaling}");

                        // Scaled, all features are alike, and no power iteration ends with such a spectrum.
                        double least = pca.Method == TruncatedSvdMethod.Full || scaling == PcaScaling.None
                            ? sigma[j] - both : 0.95 * sigma[j];
                        Expect.AtLeast(pca.SingularValues[j], least, $"σ_{j}, {layout}, {method}, {scaling}");
                    }

                    Expect.Close(pca.TotalVariance * (rows - 1), expected.Norm() * expected.Norm(), allowed * sigma[0],
                        "the total variance");
                    for (int j = 0; j < columns; j++)
                    {
                        Expect.AtMost(Complex.Abs(Oracle.Of(pca.Mean[j]) - mean[j]), 4 * Scalar<T>.Epsilon * Complex.Abs(mean[j]),
                            "the mean");
                    }

                    Complex[,] v = Oracle.Of(pca.Components).Adjoint();
                    Expect.Close(Oracle.Of(pca.Transform(a)), expected.Multiply(v), Expect.Rounding<T>(100, sigma[0]) + meanRounding,
                        "the scores");
                }
            }
        }
    }

    /// <summary>Of sparse samples a column without zeros can be as far away; its variance keeps its digits.</summary>
    [Fact]
    public void Variances_of_sparse_samples_keep_their_digits()
    {
        Complex[,] spread = Oracle.Gaussian<T>(60, 8, 9);
        Complex[,] entries = Oracle.Build(
            60, 8, (i, j) => Oracle.Rounded<T>(j % 2 == 0 ? spread[i, j] + Offset : i % 3 == 0 ? spread[i, j] : 0));
        foreach (SparseMatrix<T> a in new[]
        {
            SparseMatrix.FromDense(Oracle.ToMatrix<T>(entries)),
                SparseMatrix.FromDense(Oracle.ToMatrix<T>(entries, MatrixLayout.ColumnMajor)),
        })
        {
            Pca<T> pca = Pca.Fit(a, 3);
            (Complex[,] expected, _, _) = PcaProperties<T>.Standardized(entries, true, false);
            Expect.Close(pca.TotalVariance * 59, Math.Pow(expected.Norm(), 2), Expect.Rounding<T>(10, Math.Pow(expected.Norm(), 2)),
                "the total variance");
        }
    }

    /// <summary>The block size and the number of threads do not matter: 1 000 × 700 has several blocks in either direction.</summary>
    [Theory]
    [InlineData(1000, 700)]
    [InlineData(700, 1000)]
    public void Products_of_centred_blocks_are_those_of_the_centred_matrix(int rows, int columns)
    {
        DenseMatrix<T> spread = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(rows, columns, 3));
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(columns, 3, 4), MatrixLayout.ColumnMajor);
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(rows, 3, 5), MatrixLayout.ColumnMajor);
        T[] mean = [.. Enumerable.Range(0, columns).Select(j => Scalar<T>.FromParts(j % 4, (j % 3) - 1))];
        double[] scale = [.. Enumerable.Range(0, columns).Select(j => 1.0 + (j % 2))];
        foreach (double[]? divisor in new[] { null, scale })
        {
            DenseMatrix<T> expected = DenseMatrix.Create<T>(rows, columns);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    expected[i, j] = (spread[i, j] - mean[j]) / Scalar<T>.FromDouble(divisor?[j] ?? 1);
                }
            }

            foreach (bool inBlocks in new[] { true, false })
            {
                foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
                {
                    PrincipalComponents.CenteredOperator<T> a = new(spread.ToDense(layout), mean, divisor, inBlocks);
                    Close(a.Multiply(x), expected * x, x, $"A x, {layout}, blocks: {inBlocks}");
                    Close(a.MultiplyAdjoint(y), LinearOperator.MultiplyAdjoint(expected, y), y, $"Aᴴ y, {layout}, blocks: {inBlocks}");
                    Expect.SameBits(a.ToDense(layout), expected, "written out");
                }
            }
        }

        void Close(DenseMatrix<T> measured, DenseMatrix<T> expected, DenseMatrix<T> operand, string what) =>
            Expect.Close<T>(Oracle.Of(measured), Oracle.Of(expected), rows, 3 * Math.Sqrt((double)rows * columns) * operand.FrobeniusNorm(),
                what);
    }

    /// <summary>The mean itself is rounded to T, and every score shows it.</summary>
    private static double MeanRounding(Pca<T> pca, Complex[] mean, int rows) =>
        2 * Scalar<T>.Epsilon * Math.Sqrt(rows) * mean.Zip(pca.Scale, (m, s) => Complex.Abs(m) / s).Aggregate(0.0, double.Hypot);
}
