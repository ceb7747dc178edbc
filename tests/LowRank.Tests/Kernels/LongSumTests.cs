using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank.Tests;

/// <summary>
/// Sums of 10⁴ to 10⁷ terms in single precision are right to 20 ε of the sum of the magnitudes, whatever adds them up: random terms, and
/// such as cancel; equal ones to 30 ε, since MKL adds up to 512 of them in sequence, and their roundings agree.
/// </summary>
public sealed class LongSumTests
{
    private const double Epsilon = 1.1920928955078125e-7;
    private const double Allowed = 20 * Epsilon;

    public enum Terms
    {
        Equal,
        Positive,
        Alternating,
        Ramp,
        Spread,
    }

    public static TheoryData<Terms> AllTerms => [.. Enum.GetValues<Terms>()];

    [Theory]
    [MemberData(nameof(AllTerms))]
    public void Products_of_every_shape_and_layout(Terms terms)
    {
        foreach ((int m, int n, int k) in new[]
        {
            (1, 1, 10_000), (3, 1, 500_000), (1, 5, 100_001), (2, 2, 300_000), (7, 4, 50_003), (40, 1, 20_000), (33, 30, 20_001),
            (70, 70, 10_000),
        })
        {
            float[,] left = Values(terms, k, m, 1);
            float[,] right = Values(terms, k, n, 2);
            foreach (MatrixLayout layoutA in Enum.GetValues<MatrixLayout>())
            {
                foreach (MatrixLayout layoutB in Enum.GetValues<MatrixLayout>())
                {
                    DenseMatrix<float> a = Strided(left, layoutA);
                    DenseMatrix<float> b = Strided(right, layoutB);
                    DenseMatrix<float> c = DenseMatrix.Create<float>(m, n, layoutB);
                    a.MultiplyAdjoint(b, c);
                    Check(c, left, right, 1, $"{m} × {k} by {k} × {n}, {layoutA}, {layoutB}");
                    Kernels<float>.Gemm(-2, a.Transpose().Span, b.Span, 0.5f, c.Span);
                    Check(c, left, right, 0.5 - 2, $"α = −2, β = ½: {m} × {k} by {k} × {n}, {layoutA}, {layoutB}");
                }
            }
        }
    }

    [Theory]
    [InlineData(Terms.Equal)]
    [InlineData(Terms.Alternating)]
    public void Ten_million_terms(Terms terms)
    {
        float[,] left = Values(terms, 10_000_000, 1, 1);
        float[,] right = Values(terms, 10_000_000, 1, 2);
        DenseMatrix<float> product = DenseMatrix.FromArray(left).Transpose().Multiply(DenseMatrix.FromArray(right));
        Check(product, left, right, 1, "10⁷ terms");
    }

    [Theory]
    [MemberData(nameof(AllTerms))]
    public void Gram_matrices_and_norms(Terms terms)
    {
        foreach ((int n, int k) in new[] { (1, 10_000), (1, 1_000_000), (2, 300_000), (5, 100_001), (30, 20_000) })
        {
            float[,] values = Values(terms, k, n, 3);
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                DenseMatrix<float> y = Strided(values, layout);
                DenseMatrix<float> gram = DenseMatrix.Create<float>(n, n, MatrixLayout.ColumnMajor);
                Kernels<float>.Gram(y.Span, gram.Span);
                Kernels<float>.MirrorUpper(gram.Span, 0, n);
                Check(gram, values, values, 1, $"Gram, {k} × {n}, {layout}");
                double[] norms = ParallelNorms.Columns(y);
                for (int j = 0; j < n; j++)
                {
                    Expect.Close(norms[j], Math.Sqrt(Exact(values, values, j, j).Sum), Allowed * norms[j], $"column {j}");
                }

                double norm = Math.Sqrt(Enumerable.Range(0, n).Sum(j => Exact(values, values, j, j).Sum));
                Expect.Close(y.FrobeniusNorm(), norm, Allowed * norm, "‖Y‖_F");
            }
        }
    }

    /// <summary>A wide Gram matrix is made of its quarters.</summary>
    [Fact]
    public void A_wide_Gram_matrix()
    {
        float[,] values = Values(Terms.Positive, 2 * Machine.TermsPerLargeSum, 1100, 4);
        DenseMatrix<float> gram = DenseMatrix.Create<float>(1100, 1100, MatrixLayout.ColumnMajor);
        Kernels<float>.Gram(Strided(values, MatrixLayout.RowMajor).Span, gram.Span);
        foreach ((int i, int j) in new[] { (0, 0), (3, 549), (549, 550), (550, 550), (17, 1099), (600, 1000), (1099, 1099) })
        {
            (double sum, double size) = Exact(values, values, i, j);
            Expect.Close(gram[i, j], sum, Allowed * size, $"({i}, {j})");
        }
    }

    /// <summary>Panels of rows: the product of a matrix and its adjoint, rows from a source, roundings of doubles.</summary>
    [Theory]
    [MemberData(nameof(AllTerms))]
    public void Panels(Terms terms)
    {
        const int M = 120_000;
        const int N = 40;
        float[,] values = Values(terms, M, N, 5);
        DenseMatrix<float> a = Strided(values, MatrixLayout.RowMajor);
        DenseMatrix<float> y = DenseMatrix.FromArray(Values(terms, M, 2, 6));
        DenseMatrix<float> adjoint = DenseMatrix.Create<float>(N, 2);
        RowPass<float> pass = new(left: y, adjoint: adjoint);
        for (int start = 0; start < M; start += 100)
        {
            pass.Add(a.AsRows(start, 100), start, measure: false);
        }

        pass.Complete();
        Check(adjoint, values, y.ToArray(), 1, "row pass");

        DenseMatrix<double> wide = DenseMatrix.Create<double>(M, N);
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                wide[i, j] = values[i, j];
            }
        }

        new RoundedOperator(wide, 1, 2).MultiplyAdjoint(y, adjoint);
        Check(adjoint, values, y.ToArray(), 1, "rounded operator");
    }

    [Theory]
    [MemberData(nameof(AllTerms))]
    public void Sparse_products_along_full_and_half_full_columns(Terms terms)
    {
        // Column 0 is full, column 1 has every fifth entry, column 2 every 700th, column 3 is full in the last rows only.
        const int M = 200_000;
        float[,] values = Values(terms, M, 4, 7);
        List<int> rows = [];
        List<int> columns = [];
        List<float> entries = [];
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                bool isKept = j switch { 0 => true, 1 => i % 5 == 0, 2 => i % 700 == 0, _ => i > M - 3000 };
                values[i, j] = isKept ? values[i, j] : 0;
                if (values[i, j] != 0)
                {
                    rows.Add(i);
                    columns.Add(j);
                    entries.Add(values[i, j]);
                }
            }
        }

        SparseMatrix<float> tall = SparseMatrix.FromTriplets(M, 4, rows.ToArray(), columns.ToArray(), entries.ToArray());
        SparseMatrix<float> wide = SparseMatrix.FromTriplets(4, M, columns.ToArray(), rows.ToArray(), entries.ToArray());
        foreach (int p in new[] { 1, 3, 20 })
        {
            float[,] right = Values(terms, M, p, 8);
            DenseMatrix<float> x = DenseMatrix.FromArray(right);
            DenseMatrix<float> product = DenseMatrix.Create<float>(4, p);
            tall.MultiplyAdjoint(x, product);
            Check(product, values, right, 1, $"Aᵀx, {p} columns");
            wide.Multiply(x, product);
            Check(product, values, right, 1, $"A x, {p} columns");
            SparseProduct.Multiply(wide.Rows, conjugate: false, x, product);
            Check(product, values, right, 1, $"by rows, {p} columns");
        }
    }

    [Fact]
    public void Means()
    {
        const int M = 400_000;
        float[,] values = Values(Terms.Positive, M, 3, 9);
        DenseMatrix<float> a = DenseMatrix.FromArray(values);
        ColumnMoments<float> moments = ColumnMoments<float>.Of(a, a.FrobeniusNorm());
        for (int j = 0; j < 3; j++)
        {
            double mean = Enumerable.Range(0, M).Sum(i => (double)values[i, j]) / M;
            Expect.Close(moments.Mean[j], mean, Allowed * mean, $"mean {j}");
        }
    }

    private static void Check(DenseMatrix<float> c, float[,] left, float[,] right, double factor, string what)
    {
        for (int i = 0; i < c.RowCount; i = (3 * i) + 1)
        {
            for (int j = 0; j < c.ColumnCount; j = (3 * j) + 1)
            {
                (double sum, double size) = Exact(left, right, i, j);
                Expect.Close(c[i, j], factor * sum, Allowed * Math.Max(1, 1 - factor) * size, $"{what}, ({i}, {j})");
            }
        }
    }

    private static (double Sum, double Size) Exact(float[,] left, float[,] right, int i, int j)
    {
        double sum = 0;
        double size = 0;
        bool isEqual = true;
        for (int k = 0; k < left.GetLength(0); k++)
        {
            double term = (double)left[k, i] * right[k, j];
            sum += term;
            size += Math.Abs(term);
            isEqual &= left[k, i] == left[0, i] && right[k, j] == right[0, j];
        }

        return (sum, isEqual ? 1.5 * size : size);
    }

    /// <summary>A view with padding, so that strides count.</summary>
    private static DenseMatrix<float> Strided(float[,] values, MatrixLayout layout)
    {
        int m = values.GetLength(0);
        int n = values.GetLength(1);
        int minor = layout == MatrixLayout.RowMajor ? n : m;
        float[] memory = new float[(minor + 1) * (layout == MatrixLayout.RowMajor ? m : n)];
        Array.Fill(memory, float.NaN);
        DenseMatrix<float> a = DenseMatrix.Wrap(memory, m, n, layout, minor + 1);
        Kernels<float>.Copy(DenseMatrix.FromArray(values).Span, a.Span);
        return a;
    }

    private static float[,] Values(Terms terms, int rows, int columns, int seed)
    {
        System.Random random = new(seed);
        float[,] values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i, j] = terms switch
                {
                    Terms.Equal => 0.1f + (0.3f * seed) + (0.07f * j),
                    Terms.Positive => (float)random.NextDouble(),
                    Terms.Alternating => ((i & 1) == 0 || seed % 2 == 0 ? 1 : -1) * (1 + (float)random.NextDouble()),
                    Terms.Ramp => i / (float)rows,
                    _ => (float)Math.Exp(10 * (random.NextDouble() - 0.5)),
                };
            }
        }

        return values;
    }
}
