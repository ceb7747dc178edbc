using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>By default each singular value is good, not only the approximation; and a result says how good.</summary>
public sealed class ValueAccuracyTests
{
    private static readonly TruncatedSvdOptions Exact = new() { Method = TruncatedSvdMethod.Full };

    /// <summary>Flat spectra, where the error of the approximation is near the optimum long before the values are.</summary>
    [Theory]
    [InlineData("sparse", 10)]
    [InlineData("ratings", 20)]
    [InlineData("signals", 10)]
    [InlineData("noise", 10)]
    [InlineData("wide noise", 6)]
    [InlineData("uniform", 5)]
    [InlineData("tall", 2)]
    [InlineData("many of noise", 60)]
    [InlineData("slow", 10)]
    [InlineData("powers", 30)]
    [InlineData("single precision alone", 12)]
    public void Values_are_within_one_per_cent_by_default(string name, int rank)
    {
        (ILinearOperator<double> a, double[] exact) = Build(name);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a, rank);
        AssertWithin(svd, exact, SingularValueAccuracy.DefaultTarget, name);
        Assert.True(svd.IsConverged, svd.Reason);
        double best = Math.Sqrt(exact.Skip(rank).Sum(s => s * s));
        Expect.AtMost(svd.Error.Frobenius, 1.01 * best, "the error against the optimum");
    }

    [Fact]
    public void Values_of_the_Laplacian_as_an_operator()
    {
        const int N = 1000;
        double[] exact = [.. Enumerable.Range(1, 5).Select(i => 4 * Math.Pow(Math.Cos(i * Math.PI / (2 * (N + 1))), 2))];
        AssertWithin(TruncatedSvd.Compute(Laplacian(N), 5), exact, SingularValueAccuracy.DefaultTarget, "Laplacian");
    }

    [Theory]
    [InlineData("sparse", 10)]
    [InlineData("signals", 10)]
    public void Components_have_variances_within_two_per_cent(string name, int rank)
    {
        ILinearOperator<double> a = Build(name).Matrix;
        Pca<double> exact = Pca.Fit(a, rank, new PcaOptions { Svd = Exact });
        Pca<double> pca = Pca.Fit(a, rank);
        for (int i = 0; i < rank; i++)
        {
            double variance = exact.ExplainedVariance[i];
            Expect.Close(pca.ExplainedVariance[i], variance, 0.02 * variance, $"the variance of component {i}");
        }
    }

    /// <summary>Those who compress ask for less, and get it faster; the result says which values are not good.</summary>
    [Fact]
    public void The_approximation_alone_is_cheaper_and_says_what_it_lacks()
    {
        (ILinearOperator<double> a, double[] exact) = Build("noise");
        TruncatedSvd<double> values = TruncatedSvd.Compute(a, 10);
        TruncatedSvd<double> cheap = TruncatedSvd.Compute(a, 10, new TruncatedSvdOptions { Accuracy = SvdAccuracy.Approximation });
        Assert.True(cheap.Passes < values.Passes, $"{cheap.Passes} passes against {values.Passes}");
        Expect.AtMost(cheap.Error.Frobenius, 1.01 * Math.Sqrt(exact.Skip(10).Sum(s => s * s)), "the error");
        Assert.False(cheap.IsConverged);
        for (int i = 0; i < 10; i++)
        {
            bool isGood = cheap.SingularValues[i] >= 0.98 * exact[i];
            Assert.True(isGood || !cheap.ValueAccuracy[i].IsWithinTarget, $"value {i} is said to be good");
        }
    }

    /// <summary>What a result says of each value is true, by every method: a singular value lies within the residual.</summary>
    [Theory]
    [InlineData("noise", 10)]
    [InlineData("slow", 10)]
    [InlineData("powers", 30)]
    public void A_true_value_lies_within_the_residual(string name, int rank)
    {
        (ILinearOperator<double> a, double[] exact) = Build(name);
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            TruncatedSvd<double> svd = TruncatedSvd.Compute(a, rank, new TruncatedSvdOptions { Method = method });
            Assert.Equal(rank, svd.ValueAccuracy.Length);
            for (int i = 0; i < rank; i++)
            {
                double distance = exact.Min(s => Math.Abs(s - svd.SingularValues[i]));
                Expect.AtMost(distance, svd.ValueAccuracy[i].ResidualNorm + (1e-12 * exact[0]), $"{method}: value {i}");
                double error = exact[i] - svd.SingularValues[i];
                bool isFar = error > 2 * SingularValueAccuracy.DefaultTarget * exact[i];
                Assert.False(isFar && svd.ValueAccuracy[i].IsWithinTarget, $"{method}: value {i} is said to be good");
            }
        }
    }

    /// <summary>A number of power iterations is a fixed effort, by Auto too.</summary>
    [Fact]
    public void Power_iterations_are_honoured_by_Auto()
    {
        ILinearOperator<double> a = Build("noise").Matrix;
        foreach (int iterations in new[] { 0, 1, 7 })
        {
            TruncatedSvd<double> svd = TruncatedSvd.Compute(a, 10, new TruncatedSvdOptions { PowerIterations = iterations });
            TruncatedSvd<double> named = TruncatedSvd.Compute(
                a, 10, new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration, PowerIterations = iterations });
            Assert.Equal(named.SingularValues, svd.SingularValues);
            Assert.Equal((2 * iterations) + 4, svd.Passes); // the norm, and the residuals
        }
    }

    /// <summary>No copy of a multiple value is lost, at either end, though a block of the search is narrower than the
    /// multiplicity.</summary>
    [Theory]
    [InlineData(SpectrumEnd.Largest)]
    [InlineData(SpectrumEnd.Smallest)]
    public void Every_copy_is_found(SpectrumEnd end)
    {
        foreach (int copies in new[] { 1, 2, 7, 8, 9, 16, 17, 25, 40 })
        {
            const int N = 400;
            double[] values = [.. Enumerable.Range(0, N).Select(i => i < copies ? 1 : end == SpectrumEnd.Largest
                ? 0.97 - (0.9 * (i - copies) / N) : 1.03 + (0.01 * (i - copies)))];
            int[] places = [.. Enumerable.Range(0, N)];
            SparseMatrix<double> sparse = SparseMatrix.FromTriplets<double>(N, N, places, places, values);
            ILinearOperator<double>[] matrices = end == SpectrumEnd.Largest
                ? [sparse, sparse.ToDense(MatrixLayout.RowMajor), Plain(sparse)] : [sparse, sparse.ToDense(MatrixLayout.RowMajor)];
            foreach (ILinearOperator<double> a in matrices)
            {
                foreach (TruncatedSvdMethod method in new[] { TruncatedSvdMethod.Auto, TruncatedSvdMethod.Lanczos })
                {
                    ulong seed = (ulong)copies;
                    int rank = copies + 3;
                    TruncatedSvd<double> svd = TruncatedSvd.Compute(
                        a, rank, new TruncatedSvdOptions { Method = method, End = end, Seed = seed });
                    double[] wanted = [.. values.OrderBy(v => end == SpectrumEnd.Largest ? -v : v).Take(rank).OrderByDescending(v => v)];
                    double target = method == TruncatedSvdMethod.Lanczos ? 1e-8 : SingularValueAccuracy.DefaultTarget;
                    AssertWithin(svd, wanted, target, $"{copies} copies, {method}, {a.GetType().Name}");
                    Assert.True(svd.IsConverged);
                }
            }
        }
    }

    /// <summary>Nine copies of the smallest value, one more than a block of the search has columns.</summary>
    [Fact]
    public void Nine_copies_at_the_small_end_of_a_diagonal_matrix()
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(400, 400);
        for (int i = 0; i < 400; i++)
        {
            a[i, i] = 1 + (0.01 * (i / 9));
        }

        foreach (TruncatedSvdMethod method in new[] { TruncatedSvdMethod.Auto, TruncatedSvdMethod.Lanczos })
        {
            TruncatedSvd<double> svd = TruncatedSvd.Compute(
                a, 12, new TruncatedSvdOptions { End = SpectrumEnd.Smallest, Method = method });
            AssertWithin(svd, [1.01, 1.01, 1.01, .. Enumerable.Repeat(1.0, 9)], 1e-9, method.ToString());
        }
    }

    private static void AssertWithin(TruncatedSvd<double> svd, double[] exact, double target, string what)
    {
        for (int i = 0; i < svd.Rank; i++)
        {
            Expect.Close(svd.SingularValues[i], exact[i], target * exact[i], $"{what}: σ{i} ({svd.Reason})");
        }
    }

    private static (ILinearOperator<double> Matrix, double[] SingularValues) Build(string name)
    {
        if (name is "slow" or "powers" or "single precision alone")
        {
            double[] values = name switch
            {
                "slow" => [.. Enumerable.Range(0, 400).Select(i => Math.Exp(-i / 50.0))],
                "powers" => [.. Enumerable.Range(1, 500).Select(i => 1 / Math.Sqrt(i))],
                _ => [1e4, .. Enumerable.Range(0, 420).Select(i => 1 - (i / 500.0))],
            };
            return (KnownSpectrum.Create(name == "slow" ? 400 : 900, name == "slow" ? 2000 : 500, values).Matrix, values);
        }

        System.Random random = new(5);
        ILinearOperator<double> a = name switch
        {
            "sparse" => Sparse(1200, 600, 0.01, random.NextDouble),
            "ratings" => Sparse(1000, 400, 0.05, () => 1 + random.Next(5)),
            "signals" => Signals(1200, 600),
            "wide noise" => Gaussian(400, 2000),
            "uniform" => Filled(700, 700, random.NextDouble),
            "tall" => Gaussian(2000, 300),
            "many of noise" => Gaussian(900, 600),
            _ => Gaussian(900, 450),
        };
        return (a, [.. TruncatedSvd.Compute(a, Math.Min(a.RowCount, a.ColumnCount), Exact).SingularValues]);
    }

    private static SparseMatrix<double> Sparse(int rows, int columns, double fill, Func<double> value)
    {
        System.Random random = new(6);
        HashSet<(int Row, int Column)> places = [];
        while (places.Count < rows * columns * fill)
        {
            places.Add((random.Next(rows), random.Next(columns)));
        }

        return SparseMatrix.FromTriplets(rows, columns, places.Select(place => (place.Row, place.Column, value())));
    }

    private static DenseMatrix<double> Gaussian(int rows, int columns) =>
        Oracle.ToMatrix<double>(Oracle.Gaussian<double>(rows, columns, 3));

    private static DenseMatrix<double> Signals(int rows, int columns)
    {
        DenseMatrix<double> a = Gaussian(rows, columns);
        DenseMatrix<double> signals = KnownSpectrum.Create(rows, columns, [250, 160, 110]).Matrix;
        DenseMatrix<double> identity = Oracle.ToMatrix<double>(Oracle.Diagonal([.. Enumerable.Repeat(1.0, columns)]));
        Kernels<double>.Gemm(1, signals.Span, identity.Span, 1, a.Span);
        return a;
    }

    private static DenseMatrix<double> Filled(int rows, int columns, Func<double> value)
    {
        DenseMatrix<double> a = DenseMatrix.Create<double>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = value();
            }
        }

        return a;
    }

    private static ILinearOperator<double> Plain(SparseMatrix<double> a) =>
        LinearOperator.Create<double>(a.RowCount, a.ColumnCount, a.Multiply, a.MultiplyAdjoint);

    private static ILinearOperator<double> Laplacian(int n)
    {
        return LinearOperator.Create<double>(n, n, Multiply, Multiply);

        void Multiply(DenseMatrix<double> x, DenseMatrix<double> y)
        {
            for (int j = 0; j < x.ColumnCount; j++)
            {
                for (int i = 0; i < n; i++)
                {
                    y[i, j] = (2 * x[i, j]) - (i > 0 ? x[i - 1, j] : 0) - (i < n - 1 ? x[i + 1, j] : 0);
                }
            }
        }
    }
}
