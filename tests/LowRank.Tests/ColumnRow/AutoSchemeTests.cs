using System.Numerics;

namespace LowRank.Tests;

public sealed class AutoSchemeTestsOfSingle : AutoSchemeTests<float>;

public sealed class AutoSchemeTestsOfDouble : AutoSchemeTests<double>;

public sealed class AutoSchemeTestsOfComplex : AutoSchemeTests<Complex>;

/// <summary>What the default scheme makes of all terms, and of one that is far larger than the others.</summary>
public abstract class AutoSchemeTests<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>As many terms as there are, or more, however many, make the exact product at once.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public void All_terms_are_the_exact_product_by_default(int count)
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(7, 12, 1));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 5, 2));
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, count);
        Assert.True(result.IsExact);
        Complex[,] product = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));
        Expect.AtMost(
            Oracle.NormOfDifference(product, Oracle.Of(result.Product)), Expect.Rounding<T>(12, Oracle.Norm(product)), "the error");
    }

    /// <summary>One term far larger than the others is taken as it is; what is expected of the others is what they do, however they lie to
    /// it.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(1000)]
    public void The_estimate_of_a_hybrid_product_is_that_of_the_part_left_to_chance(double factor)
    {
        const int Seeds = 300;
        Complex[,] left = Oracle.Gaussian<T>(20, 80, 3);
        Complex[,] right = Oracle.Gaussian<T>(80, 16, 4);
        for (int i = 0; i < 20; i++)
        {
            left[i, 7] *= factor;
        }

        for (int j = 0; j < 16; j++)
        {
            right[7, j] *= factor;
        }

        (DenseMatrix<T> x, DenseMatrix<T> y) = (Oracle.ToMatrix<T>(left), Oracle.ToMatrix<T>(right));
        Complex[,] product = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));
        foreach (ColumnRowScheme scheme in new[] { ColumnRowScheme.Hybrid, ColumnRowScheme.Auto })
        {
            double squares = 0;
            double estimate = 0;
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 20, new ColumnRowOptions { Scheme = scheme, Seed = seed });
                double error = Oracle.NormOfDifference(product, Oracle.Of(result.Product));
                squares += error * error / Seeds;
                estimate += result.Error.Frobenius / Seeds;
            }

            Assert.InRange(estimate / Math.Sqrt(squares), 0.85, 1.15);
        }
    }
}
