namespace LowRank.Tests;

/// <summary>The code blocks of the pages in docs: each line of them stands here, so that it compiles, and is run.</summary>
public sealed class DocumentationSamples
{
    private static readonly string[] Pages = ["pca.md", "sparse.md"];

    [Fact]
    public void Principal_components()
    {
        DenseMatrix<double> a = Samples(1000, 40);
        (Pca<double> pca, DenseMatrix<double> scores) = Pca.FitTransform(a, 5);
        double explained = pca.ExplainedVarianceRatio.Sum();
        DenseMatrix<double> others = pca.Transform(Samples(10, 40));
        DenseMatrix<double> denoised = pca.InverseTransform(others);

        Pca<double> enough = Pca.Fit(a, Pca.ExplainedVariance(0.95));
        Pca<double> correlation = Pca.Fit(a, 5, new PcaOptions { Scaling = PcaScaling.UnitVariance, Whiten = true });

        Assert.InRange(explained, 0.1, 1);
        Assert.Equal((1000, 5, 10, 40), (scores.RowCount, scores.ColumnCount, denoised.RowCount, denoised.ColumnCount));
        Expect.AtLeast(enough.ExplainedVarianceRatio.Sum(), 0.95, "the variance explained");
        Expect.Close(correlation.TotalVariance, 40, 1e-10, "the total variance of scaled samples");
    }

    [Fact]
    public void Sparse_matrices()
    {
        StringWriter console = new();
        SparseMatrix<double> s = SparseMatrix.FromTriplets<double>(4, 3, [0, 2, 2, 0], [1, 0, 2, 1], [1, 5, -2, 3]);
        console.WriteLine(s);
        DenseMatrix<double> product = s * DenseMatrix.FromArray(new double[,] { { 1 }, { 1 }, { 1 } });
        SparseMatrix<double> chosen = s.SelectColumns([2, 0]);
        TruncatedSvd<double> ofSparse = TruncatedSvd.Compute(s, 2);

        Assert.Equal("SparseMatrix<Double> 4 × 3, 3 entries", console.ToString().TrimEnd());
        Assert.Equal(new double[,] { { 4 }, { 0 }, { 3 }, { 0 } }, product.ToArray());
        Assert.Equal(new double[,] { { 0, 0 }, { 0, 0 }, { -2, 5 }, { 0, 0 } }, chosen.ToDense().ToArray());
        Assert.Equal(Math.Sqrt(29), ofSparse.SingularValues[0], 1e-12);
    }

    [Fact]
    public void Every_line_of_the_pages_stands_here()
    {
        using Stream stream = typeof(DocumentationSamples).Assembly.GetManifestResourceStream("DocumentationSamples.cs")!;
        using StreamReader reader = new(stream);
        HashSet<string> lines = [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim().Replace("console.", "Console.", StringComparison.Ordinal))];
        foreach (string page in Pages)
        {
            string[] text = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", page));
            int start = Array.IndexOf(text, "```csharp");
            int end = Array.IndexOf(text, "```", start);
            Assert.True(start >= 0 && end > start + 3, $"{page} has a sample");
            Assert.All(text[(start + 1)..end], line => Assert.Contains(line.Trim(), lines));
        }
    }

    private static DenseMatrix<double> Samples(int count, int features)
    {
        DenseMatrix<double> samples = DenseMatrix.Create<double>(count, features);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < features; j++)
            {
                samples[i, j] = 3 + Math.Sin((i * 0.37) + (j * j)) + (0.1 * Math.Cos(i * (j + 1.0)));
            }
        }

        return samples;
    }
}
