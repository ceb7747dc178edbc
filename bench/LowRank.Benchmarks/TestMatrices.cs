using LowRank;

namespace LowRank.Benchmarks;

/// <summary>Inputs whose best errors are known.</summary>
internal static class TestMatrices
{
    /// <summary>U diag(σ) Vᵀ with random orthonormal U and V; of the singular values the first <paramref name="count"/> alone where it is
    /// given.</summary>
    public static DenseMatrix<double> WithSpectrum(int rows, int columns, Func<int, double> singularValue, ulong seed, int? count = null)
    {
        int rank = count ?? Math.Min(rows, columns);
        DenseMatrix<double> u = Orthonormal(rows, rank, seed);
        DenseMatrix<double> v = Orthonormal(columns, rank, seed + 1);
        for (int j = 0; j < rank; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                u[i, j] *= singularValue(j);
            }
        }

        return u * v.Transpose();
    }

    /// <summary>The best relative error at a rank (Eckart, Young, Mirsky).</summary>
    public static double Optimum(int count, Func<int, double> singularValue, int rank)
    {
        double Energy(int from) => Enumerable.Range(from, count - from).Sum(j => singularValue(j) * singularValue(j));
        return Math.Sqrt(Energy(rank) / Energy(0));
    }

    /// <summary>Uniform in [−½, ½), by SplitMix64.</summary>
    public static DenseMatrix<double> Uniform(int rows, int columns, ulong seed)
    {
        DenseMatrix<double> matrix = DenseMatrix.Create<double>(rows, columns);
        foreach (ref double value in matrix.Memory.Span)
        {
            seed += 0x9E3779B97F4A7C15;
            ulong z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            value = ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53)) - 0.5;
        }

        return matrix;
    }

    /// <summary>Standard normal numbers, by Box and Muller's transform of pairs of uniform ones.</summary>
    public static DenseMatrix<double> Gaussian(int rows, int columns, ulong seed)
    {
        DenseMatrix<double> radius = Uniform(rows, columns, seed);
        ReadOnlySpan<double> angle = Uniform(rows, columns, seed + 0x5851F42D4C957F2D).Memory.Span;
        Span<double> values = radius.Memory.Span;
        for (int i = 0; i < values.Length; i++)
        {
            // 1 − u lies in (0, 1], so that its logarithm is finite.
            values[i] = Math.Sqrt(-2 * Math.Log(0.5 - values[i])) * Math.Cos(2 * Math.PI * angle[i]);
        }

        return radius;
    }

    /// <summary>exp(−γ‖x_i − x_j‖²) of points that stand one after the other.</summary>
    public static double GaussianKernel(ReadOnlySpan<double> points, int dimensions, double gamma, int i, int j)
    {
        double square = 0;
        for (int k = 0; k < dimensions; k++)
        {
            double difference = points[(i * dimensions) + k] - points[(j * dimensions) + k];
            square += difference * difference;
        }

        return Math.Exp(-gamma * square);
    }

    /// <summary>The Gaussian kernel exp(−8‖x − y‖²) of uniform points in the unit cube, whose eigenvalues decay slowly enough for choices
    /// to matter.</summary>
    public static IKernelSource<double> CubeKernel(int count)
    {
        const int dimensions = 3;
        const double gamma = 8;
        double[] points = Uniform(count, dimensions, 5).Memory.ToArray();
        return KernelSource.Create(count, (i, j) => GaussianKernel(points, dimensions, gamma, i, j));
    }

    /// <summary>‖A − B‖_F.</summary>
    public static double Distance(DenseMatrix<double> a, DenseMatrix<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                sum += (a[i, j] - b[i, j]) * (a[i, j] - b[i, j]);
            }
        }

        return Math.Sqrt(sum);
    }

    // The left singular vectors of a random matrix.
    private static DenseMatrix<double> Orthonormal(int rows, int columns, ulong seed) =>
        TruncatedSvd.Compute(Uniform(rows, columns, seed), columns, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full }).U;
}
