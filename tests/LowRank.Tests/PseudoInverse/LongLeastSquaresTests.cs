namespace LowRank.Tests;

/// <summary>
/// Least squares over many rows in single precision, against the same in double. SciPy's <c>lstsq</c> of float32 (1.10, OpenBLAS, the best
/// of its three drivers) has the errors that are named beside the cases.
/// </summary>
public sealed class LongLeastSquaresTests
{
    private static readonly PseudoInverseMethod[] Methods =
        [PseudoInverseMethod.Auto, PseudoInverseMethod.CompleteOrthogonal, PseudoInverseMethod.Svd];

    /// <summary>SciPy: 6e-4.</summary>
    [Fact]
    public void A_line_through_a_million_points() =>
        Check(1_000_000, 2, (i, j) => j == 0 ? 1 : (2.0 * i / 999_999) - 1, row => 0.1 + (0.02 * row[1]), 1e-6, [0.1, 0.02]);

    /// <summary>SciPy: 2e-4.</summary>
    [Fact]
    public void A_line_through_three_million_points() =>
        Check(3_000_000, 2, (i, j) => j == 0 ? 1 : i / 2_999_999.0, row => 3 + (2 * row[1]), 1e-6, [3, 2]);

    /// <summary>SciPy: 6e-3.</summary>
    [Fact]
    public void One_column() => Check(1_000_000, 1, (i, _) => 1 + (0.1 * (i % 7)), row => 0.3 + (7 * row[0] % 1), 1e-6);

    /// <summary>SciPy: 4e-2.</summary>
    [Fact]
    public void A_mean_of_many_numbers() => Check(3_000_000, 1, (_, _) => 1, _ => 1.1, 1e-6, [1.1]);

    /// <summary>SciPy: 2.5e-4.</summary>
    [Fact]
    public void Positive_features()
    {
        System.Random random = new(5);
        Check(200_000, 8, (_, _) => random.NextDouble(), row => 1 + row.Select((x, j) => (j + 1) * x).Sum(), 2e-6);
    }

    /// <summary>SciPy: 7e-5; the condition is 200.</summary>
    [Fact]
    public void Features_with_a_large_mean()
    {
        System.Random random = new(6);
        Check(100_000, 20, (_, _) => 10 + random.NextDouble(), row => row.Select((x, j) => (j + 1) * x).Sum(), 2e-5);
    }

    /// <summary>SciPy: 1.4e-3; the condition is 700.</summary>
    [Fact]
    public void A_polynomial_of_degree_4() =>
        Check(200_000, 5, (i, j) => Math.Pow(i / 199_999.0, j), row => Math.Exp(row[1]), 1e-4);

    /// <summary>By the convention max(m, n) ε not even the largest singular value of 10⁷ rows counts.</summary>
    [Fact]
    public void The_rank_of_many_rows()
    {
        DenseMatrix<float> a = DenseMatrix.Create<float>(10_000_000, 1);
        a.Memory.Span.Fill(1);
        Assert.Equal(1, PseudoInverse.LeastSquares(a, a).Rank);
    }

    private static void Check(
        int m, int n, Func<int, int, double> entry, Func<double[], double> side, double allowed, double[]? known = null)
    {
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<float> a = DenseMatrix.Create<float>(m, n, layout);
            DenseMatrix<float> b = DenseMatrix.Create<float>(m, 1);
            DenseMatrix<double> wideA = DenseMatrix.Create<double>(m, n);
            DenseMatrix<double> wideB = DenseMatrix.Create<double>(m, 1);
            double[] row = new double[n];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    row[j] = wideA[i, j] = a[i, j] = (float)entry(i, j);
                }

                wideB[i, 0] = b[i, 0] = (float)side(row);
            }

            DenseMatrix<double> exact = PseudoInverse.Solve(wideA, wideB);
            foreach (PseudoInverseMethod method in layout == MatrixLayout.RowMajor ? Methods : Methods[..1])
            {
                DenseMatrix<float> x = PseudoInverse.Solve(a, b, new PseudoInverseOptions { Method = method });
                double error = 0;
                for (int j = 0; j < n; j++)
                {
                    error = double.Hypot(error, x[j, 0] - exact[j, 0]);
                    if (known is not null)
                    {
                        Expect.Close(x[j, 0], known[j], 1e-6 * Math.Abs(known[0]), $"x[{j}], {method}, {layout}");
                    }
                }

                Expect.Close(error, 0, allowed * exact.FrobeniusNorm(), $"error, {method}, {layout}");
            }
        }
    }
}
