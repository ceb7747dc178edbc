namespace LowRank.Tests;

/// <summary>Spectra where other libraries answer badly, by <c>Auto</c>; and the precision of the power iterations.</summary>
public sealed class HardSpectrumTests
{
    [Fact]
    public void A_flat_spectrum_comes_within_a_thousandth_of_the_optimum()
    {
        KnownSpectrum a = KnownSpectrum.Create(1000, 500, [.. Enumerable.Range(0, 251).Select(i => 500.0 - i)]);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, 50);
        Expect.AtMost(a.ErrorOf(svd) / a.Tail(50), 1.001, "error ÷ optimum");
    }

    [Fact]
    public void Noise_without_any_decay_comes_within_a_hundredth()
    {
        KnownSpectrum a = KnownSpectrum.Create(900, 450, [.. Enumerable.Range(0, 450).Select(i => 2 - (i / 450.0))]);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, 20);
        Expect.AtMost(a.ErrorOf(svd) / a.Tail(20), 1.002, "error ÷ optimum");
    }

    [Fact]
    public void The_rank_that_a_tolerance_needs_is_found_within_a_twentieth()
    {
        double[] spectrum = [.. Enumerable.Range(1, 400).Select(i => 1.0 / i)];
        KnownSpectrum a = KnownSpectrum.Create(1000, 500, spectrum);
        double norm = a.Tail(0);
        int optimum = Enumerable.Range(0, 400).First(k => a.Tail(k) <= 0.06 * norm);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, Truncation.RelativeError(0.06));
        Assert.InRange(svd.Rank, optimum, 1.05 * optimum);
        Expect.AtMost(a.ErrorOf(svd), 0.06 * norm, "the error");
    }

    [Fact]
    public void A_tall_matrix_with_the_spectrum_of_a_Gaussian_one_keeps_ten_digits()
    {
        // Of 100 000 × 20 normal numbers they lie evenly within √m ± √n, to a thousandth.
        double[] exact = [.. Enumerable.Range(0, 20).Select(j => Math.Sqrt(100_000) + (Math.Sqrt(20) * (1 - (j / 9.5))))];
        KnownSpectrum known = KnownSpectrum.Create(100_000, 20, exact);
        DenseMatrix<double> a = known.Matrix;
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a, 10);
        TruncatedSvd<double> gram = TruncatedSvd.Compute(a, 10, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Gram });
        TruncatedSvd<double> lanczos = TruncatedSvd.Compute(a, 10, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Lanczos });
        for (int j = 0; j < 10; j++)
        {
            Expect.Close(svd.SingularValues[j], exact[j], 1e-10 * exact[0], $"σ_{j}");
            Expect.Close(gram.SingularValues[j], exact[j], 1e-10 * exact[0], $"σ_{j} by Gram");
            Expect.Close(lanczos.SingularValues[j], exact[j], 1e-10 * exact[0], $"σ_{j} by Lanczos");
        }

        foreach (TruncatedSvd<double> found in new[] { svd, gram, lanczos })
        {
            Expect.Orthonormal(found.U, $"U by {found.Method}");
            Expect.Close(known.ErrorOf(found), known.Tail(10), 1e-10 * known.Tail(0), $"the error by {found.Method}");
        }
    }

    [Fact]
    public void Gram_is_taken_for_a_short_side_and_left_where_the_spectrum_forbids_it()
    {
        double[] gentle = [.. Enumerable.Range(1, 80).Select(i => 1.0 / i)];
        double[] steep = [.. Enumerable.Range(0, 80).Select(i => Math.Pow(10, -i / 4.0))];
        Assert.Equal(TruncatedSvdMethod.Gram, TruncatedSvd.Compute(KnownSpectrum.Create(20_000, 80, gentle).Matrix, 20).Method);
        KnownSpectrum a = KnownSpectrum.Create(20_000, 80, steep);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, 30);
        Assert.NotEqual(TruncatedSvdMethod.Gram, svd.Method);
        Expect.AtMost(a.ErrorOf(svd) / a.Tail(30), 1.01, "error ÷ optimum");
    }

    [Fact]
    public void Mixed_precision_finds_the_same_directions_and_says_so()
    {
        KnownSpectrum a = KnownSpectrum.Create(600, 550, [.. Enumerable.Range(1, 550).Select(i => 1.0 / i)]);
        TruncatedSvdOptions options = new() { Method = TruncatedSvdMethod.SubspaceIteration };
        double full = a.ErrorOf(TruncatedSvd.Compute(a.Matrix, 40, options));
        TruncatedSvd<double> mixed = TruncatedSvd.Compute(a.Matrix, 40, options with { Precision = Precision.Mixed });
        Expect.Close(a.ErrorOf(mixed) / full, 1, 1e-4, "error ÷ that in double");
        Assert.True(mixed.Search!.IsSinglePrecision);
        Expect.Orthonormal(mixed.U, "U");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-60)]
    [InlineData(1e60)]
    public void Mixed_precision_falls_back_where_single_is_not_enough(double scale)
    {
        KnownSpectrum a = KnownSpectrum.Create(300, 200, [.. Enumerable.Range(0, 60).Select(i => scale * Math.Pow(10, -i / 4.0))]);
        TruncatedSvdOptions options = new() { Method = TruncatedSvdMethod.SubspaceIteration, Precision = Precision.Mixed };
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, 30, options);
        Assert.False(svd.Search!.IsSinglePrecision);
        Expect.AtMost(a.ErrorOf(svd) / a.Tail(30), 1.1, "error ÷ optimum");
        Assert.True(TruncatedSvd.Compute(a.Matrix, 4, options).Search!.IsSinglePrecision);
    }

    /// <summary>The smallest values of a smooth kernel's matrix crowd together at one end: Lanczos by name gives up, Auto takes the full
    /// SVD.</summary>
    [Fact]
    public void Smallest_values_that_crowd_together_are_left_to_the_full_SVD()
    {
        double[] crowded = [.. Enumerable.Range(0, 450).Select(i => i < 20 ? 100.0 - i : 1 + (1e-9 * (450 - i)))];
        KnownSpectrum a = KnownSpectrum.Create(900, 450, crowded);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, 3, new TruncatedSvdOptions { End = SpectrumEnd.Smallest });
        Assert.Equal(TruncatedSvdMethod.Full, svd.Method);
        for (int j = 0; j < 3; j++)
        {
            // Neighbours lie 1e-9 apart: each is told from the next.
            Expect.Close(svd.SingularValues[j], crowded[447 + j], 1e-13 * crowded[0], $"σ_{j}");
        }

        DenseMatrix<double> image = a.Matrix * svd.VT.ToDense().Transpose();
        for (int j = 0; j < 3; j++)
        {
            for (int i = 0; i < 900; i++)
            {
                Expect.Close(image[i, j], svd.SingularValues[j] * svd.U[i, j], 1e-12 * crowded[0], $"A v_{j} = σ_{j} u_{j} in row {i}");
            }
        }
    }
}
