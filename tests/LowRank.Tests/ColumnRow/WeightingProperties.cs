using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class WeightingPropertiesOfSingle : WeightingProperties<float>;

public sealed class WeightingPropertiesOfDouble : WeightingProperties<double>;

public sealed class WeightingPropertiesOfComplex : WeightingProperties<Complex>;

/// <summary>Fitted weights (C-12, C-13) and the control variate.</summary>
public abstract class WeightingProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly double Loose = Scalar<T>.IsSingle ? 1e-3 : 1e-9;

    [Fact]
    public void C12_C13_full_weights_err_no_more_than_diagonal_ones_and_those_no_more_than_the_schemes() =>
        PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        Complex[,] exact = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));
        double size = Size(x, y);
        foreach (ColumnRowScheme scheme in new[] { ColumnRowScheme.Sampling, ColumnRowScheme.Bernoulli, ColumnRowScheme.TopK })
        {
            int count = scheme == ColumnRowScheme.TopK ? 1 + (c.SampleCount % c.Inner) : c.SampleCount;
            ColumnRowOptions options = new() { Scheme = scheme, Seed = (ulong)c.Seed };
            ColumnRowProduct<T> plain = ColumnRow.Multiply(x, y, count, options);
            ColumnRowProduct<T> diagonal = ColumnRow.Multiply(x, y, count, options with { Weighting = ColumnRowWeighting.Diagonal });
            ColumnRowProduct<T> full = ColumnRow.Multiply(x, y, count, options with { Weighting = ColumnRowWeighting.Full });
            Assert.Equal(plain.Indices, diagonal.Indices);
            Assert.Equal(plain.Indices, full.Indices);
            double plainError = Oracle.NormOfDifference(exact, Oracle.Of(plain.Product));
            double diagonalError = Oracle.NormOfDifference(exact, Oracle.Of(diagonal.Product));
            double fullError = Oracle.NormOfDifference(exact, Oracle.Of(full.Product));
            Expect.AtMost(diagonalError, plainError + (Loose * size), $"{scheme}: diagonal against plain");
            Expect.AtMost(fullError, diagonalError + (Loose * size), $"{scheme}: full against diagonal");
            Expect.AtMost(diagonalError, diagonal.Error.UpperBound(1e-6) + (Loose * size), "the bound");
            Assert.Null(plain.Core);
            Assert.Empty(full.Weights);
        }
    });

    /// <summary>The residual of the least-squares problem is orthogonal to all that could be added.</summary>
    [Fact]
    public void C13_diagonal_weights_leave_a_residual_orthogonal_to_every_chosen_term() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        ColumnRowProduct<T> result = ColumnRow.Multiply(
            x, y, c.SampleCount, new ColumnRowOptions { Weighting = ColumnRowWeighting.Diagonal, Seed = (ulong)c.Seed });
        Complex[,] residual = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y)).Subtract(Oracle.Of(result.Product));
        double size = Size(x, y);
        foreach (int i in result.Indices)
        {
            Complex[,] term = Oracle.Multiply(Oracle.Columns(Oracle.Of(x), [i]), Oracle.Rows(Oracle.Of(y), [i]));
            double inner = Oracle.Trace(Oracle.Multiply(term.Adjoint(), residual)).Real;
            Expect.AtMost(Math.Abs(inner), Loose * size * Math.Max(1e-9, term.Norm()), $"Re ⟨v_{i}, residual⟩");
        }
    });

    [Fact]
    public void C12_full_weights_are_the_projection_on_both_sides_and_the_core_says_so() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        ColumnRowProduct<T> result = ColumnRow.Multiply(
            x, y, c.SampleCount, new ColumnRowOptions
            {
                Scheme = ColumnRowScheme.Sampling, Weighting = ColumnRowWeighting.Full, Seed = (ulong)c.Seed,
            });
        Complex[,] left = Oracle.Columns(Oracle.Of(x), result.Indices);
        Complex[,] right = Oracle.Rows(Oracle.Of(y), result.Indices);
        double size = Size(x, y);

        // CᴴRes = 0 on the space of R's rows: C ᴴ (XY − P) Rᴴ = 0.
        Complex[,] residual = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y)).Subtract(Oracle.Of(result.Product));
        Complex[,] normal = Oracle.Multiply(left.Adjoint(), residual, right.Adjoint());
        Expect.AtMost(normal.Norm(), Loose * size * Math.Max(1e-6, left.Norm() * right.Norm()), "Cᴴ (XY − CΛR) Rᴴ");
        if (result.Indices.Length > 0 && result.Indices.Length <= Math.Min(c.Rows, c.Columns) && !Scalar<T>.IsSingle)
        {
            Complex[,] product = Oracle.Multiply(left, Oracle.Of(result.Core!), right);
            Expect.Close(product, Oracle.Of(result.Product), 1e-4 * size, "C Λ R");
        }
    }, tests: 100);

    [Fact]
    public void A_control_variate_keeps_the_product_unbiased_and_lowers_its_error()
    {
        const int Seeds = 600;
        (DenseMatrix<T> x, DenseMatrix<T> y) = OneWay();
        Complex[,] exact = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));
        foreach (ColumnRowScheme scheme in new[] { ColumnRowScheme.Sampling, ColumnRowScheme.Bernoulli, ColumnRowScheme.Priority })
        {
            List<double> entries = [];
            List<double> squares = [];
            List<double> expected = [];
            double plain = 0;
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                ColumnRowOptions options = new() { Scheme = scheme, Seed = seed, ErrorMeasurement = ColumnRowErrorMeasurement.Norms };
                plain += Math.Pow(Oracle.NormOfDifference(exact, Oracle.Of(ColumnRow.Multiply(x, y, 10, options).Product)), 2);
                ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, 10, options with { ControlVariateRank = 1 });
                entries.Add(Oracle.Of(result.Product[1, 2]).Real);
                squares.Add(Math.Pow(Oracle.NormOfDifference(exact, Oracle.Of(result.Product)), 2));
                expected.Add(Math.Pow(result.ExpectedError.Frobenius, 2));
            }

            Expect.Mean(entries, exact[1, 2].Real, $"{scheme}: an entry", Loose);

            // Draws of a fixed number lose little along the one direction anyhow.
            Expect.AtMost(squares.Sum(), plain / (scheme == ColumnRowScheme.Sampling ? 1.5 : 3),
                $"{scheme}: with a control variate against without");
            if (scheme == ColumnRowScheme.Bernoulli)
            {
                Expect.Mean([.. squares.Zip(expected, (s, e) => s - e)], 0, $"{scheme}: error² less its expectation", Loose);
            }
            else
            {
                // The norms do not know ‖(X − UUᴴX) Y‖, and leave it out: an overestimate.
                Expect.AtMost(squares.Average(), expected.Average() * 1.2, $"{scheme}: error² against its expectation");
            }
        }
    }

    [Fact]
    public void A_control_variate_of_full_rank_leaves_nothing_to_chance() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        ColumnRowOptions options =
            new() { ControlVariateRank = 12, Seed = (ulong)c.Seed, ErrorMeasurement = ColumnRowErrorMeasurement.Probes };
        ColumnRowProduct<T> result = ColumnRow.Multiply(x, y, c.SampleCount, options);
        double size = Size(x, y);
        Expect.Close(Oracle.Of(result.Product), Oracle.Multiply(Oracle.Of(x), Oracle.Of(y)), (Scalar<T>.IsSingle ? 1e-3 : 1e-11) * size,
            "the product");
        Expect.AtMost(result.Error.Frobenius, (Scalar<T>.IsSingle ? 1e-3 : 1e-11) * size, "the measured error");
    }, tests: 100);

    /// <summary>Non-negative factors: most of the product lies in one direction.</summary>
    private static (DenseMatrix<T> X, DenseMatrix<T> Y) OneWay()
    {
        Complex[,] x = Oracle.Gaussian<T>(20, 40, 31);
        Complex[,] y = Oracle.Gaussian<T>(40, 15, 32);
        return (
            Oracle.ToMatrix<T>(Oracle.Build(20, 40, (i, j) => 2 + (0.3 * x[i, j]))),
            Oracle.ToMatrix<T>(Oracle.Build(40, 15, (i, j) => 2 + (0.3 * y[i, j]))));
    }

    /// <summary>Σ‖x_i‖‖y_i‖, at least a little.</summary>
    private static double Size(DenseMatrix<T> x, DenseMatrix<T> y) =>
        1e-6 + Enumerable.Range(0, x.ColumnCount).Sum(
            i => Oracle.Norm(Oracle.Columns(Oracle.Of(x), [i])) * Oracle.Norm(Oracle.Rows(Oracle.Of(y), [i])));
}
