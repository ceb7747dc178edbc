using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class JohnsonLindenstraussTests
{
    [Fact]
    public void Golden_dimensions()
    {
        Assert.Equal(4145, JohnsonLindenstrauss.Dimension(1000, 0.2));
        Assert.Equal(1, JohnsonLindenstrauss.Dimension(1, 0.2));

        // n > 1600 ln N for ε = 0.1.
        Assert.Equal((long)Math.Floor(1600 * Math.Log(500)) + 1, JohnsonLindenstrauss.ExistenceDimension(500, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>("pointCount", () => JohnsonLindenstrauss.Dimension(0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => JohnsonLindenstrauss.Dimension(10, 0));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => JohnsonLindenstrauss.ExistenceDimension(10, 1));
        Assert.Throws<ArgumentOutOfRangeException>("cosine", () => JohnsonLindenstrauss.SignHashCosine(1.1));
        Assert.Throws<ArgumentOutOfRangeException>("hashCosine", () => JohnsonLindenstrauss.CosineFromSignHash(double.NaN));
    }

    /// <summary>A projection to the dimension given keeps all distances, with room to spare (N = 20 points, ε = 0.5: fails once in 20 at
    /// most).</summary>
    [Fact]
    public void A_projection_of_that_dimension_keeps_distances()
    {
        const int Points = 20;
        const double Epsilon = 0.5;
        int n = (int)JohnsonLindenstrauss.Dimension(Points, Epsilon);
        DenseMatrix<double> projection = DenseMatrix.Create<double>(50, n);
        new GaussianSketch<double>(3, RandomStream.Sketch).Fill(projection, 0);
        DenseMatrix<double> points = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(Points, 50, 2));
        DenseMatrix<double> images = points * projection;
        for (int i = 0; i < Points; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double before = Enumerable.Range(0, 50).Sum(k => Math.Pow(points[i, k] - points[j, k], 2));
                double after = Enumerable.Range(0, n).Sum(k => Math.Pow(images[i, k] - images[j, k], 2)) / n;
                Expect.Close(after / before, 1, Epsilon, $"the distance of {i} and {j}");
            }
        }
    }

    /// <summary>X4: sign hashes keep the angle, not the cosine; .9 → .71, .5 → .33, .2 → .13.</summary>
    [Theory]
    [InlineData(0.9, 0.71)]
    [InlineData(0.5, 0.33)]
    [InlineData(0.2, 0.13)]
    [InlineData(-0.5, -0.33)]
    public void X4_sign_hashes_have_the_cosine_of_the_angle(double cosine, double measured)
    {
        double expected = JohnsonLindenstrauss.SignHashCosine(cosine);
        Assert.Equal(measured, expected, 0.01);
        Assert.Equal(cosine, JohnsonLindenstrauss.CosineFromSignHash(expected), 1e-14);
        const int Trials = 40000;
        DenseMatrix<double> hashes = DenseMatrix.Create<double>(2, Trials);
        new GaussianSketch<double>(5, RandomStream.Sketch).Fill(hashes, 0);
        double sine = Math.Sqrt(1 - (cosine * cosine));
        int equal = Enumerable.Range(0, Trials).Count(
            k => Math.Sign(hashes[0, k]) == Math.Sign((cosine * hashes[0, k]) + (sine * hashes[1, k])));
        Statistics.Frequency((1 + expected) / 2, equal, Trials, "equal signs");
    }
}
