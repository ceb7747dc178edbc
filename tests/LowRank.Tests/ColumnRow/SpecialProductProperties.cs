using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SpecialProductPropertiesOfSingle : SpecialProductProperties<float>;

public sealed class SpecialProductPropertiesOfDouble : SpecialProductProperties<double>;

public sealed class SpecialProductPropertiesOfComplex : SpecialProductProperties<Complex>;

/// <summary>Gram matrices, vectors, batches, chains, gradients and plans.</summary>
public abstract class SpecialProductProperties<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void A_gram_matrix_is_hermitian_to_the_last_bit_and_the_sum_of_its_terms() => PropertyCheck.Holds(ProductCase.AnyOrEmpty, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        Complex[,] values = Oracle.Of(x);
        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>())
        {
            if (scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy && c.Rows == 0)
            {
                continue;
            }

            int count = scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy ? Math.Min(c.SampleCount, c.Rows) : c.SampleCount;
            ColumnRowProduct<T> gram = ColumnRow.Gram(x, count, new ColumnRowOptions { Scheme = scheme, Seed = (ulong)c.Seed });
            Complex[,] product = Oracle.Of(gram.Product);
            double size = Math.Pow(values.Norm(), 2) * Math.Max(1, gram.Weights.DefaultIfEmpty(1).Max());
            if (!gram.IsExact)
            {
                Expect.SameBits(product, product.Adjoint(), "G and Gᴴ");
            }

            Complex[,] rows = values.Rows(gram.Indices);
            Complex[,] sum = Oracle.Multiply(rows.Adjoint(), Oracle.Diagonal(gram.Weights), rows);
            Expect.Close(product, sum, Expect.Rounding<T>(Math.Max(1, c.Rows), size), $"{scheme}: Σ λ_i x_iᴴ x_i");
            double error = Oracle.NormOfDifference(product, Oracle.Multiply(values.Adjoint(), values));
            Expect.AtMost(error, gram.Error.UpperBound(1e-9) + Expect.Rounding<T>(Math.Max(1, c.Rows), size), $"{scheme}: the error");
        }
    });

    [Fact]
    public void E5_the_expected_error_of_a_gram_matrix()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(9, 5, 3));
        Complex[,] values = Oracle.Of(x);
        Complex[,] exact = Oracle.Multiply(values.Adjoint(), values);
        List<double> squares = [];
        for (ulong seed = 0; seed < 2000; seed++)
        {
            ColumnRowProduct<T> gram = ColumnRow.Gram(
                x, 4, new ColumnRowOptions { Scheme = ColumnRowScheme.Sampling, Seed = seed });
            squares.Add(Math.Pow(Oracle.NormOfDifference(exact, Oracle.Of(gram.Product)), 2));

            // So few terms that the pilot takes all of them.
            Expect.Close(gram.Error.ReferenceNorm, exact.Norm(), Expect.Rounding<T>(9, 100), "‖XᴴX‖");
        }

        // (‖X‖⁴ − ‖XᴴX‖²) / c.
        Expect.Mean(squares, (Math.Pow(values.Norm(), 4) - Math.Pow(exact.Norm(), 2)) / 4, "error²");
    }

    [Fact]
    public void A_product_with_its_own_transpose_takes_the_symmetric_way() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        ColumnRowProduct<T> shared = ColumnRow.Multiply(x.Transpose(), x, c.SampleCount);
        ColumnRowProduct<T> copied = ColumnRow.Multiply(x.Transpose().ToDense(), x.ToDense(), c.SampleCount);
        Assert.Equal(copied.Indices, shared.Indices);
        double size = Math.Pow(Oracle.Of(x).Norm(), 2) * Math.Max(1, shared.Weights.DefaultIfEmpty(1).Max());
        Expect.Close(Oracle.Of(shared.Product), Oracle.Of(copied.Product), Expect.Rounding<T>(c.Rows, size), "the product");
        Expect.SameBits(Oracle.Of(shared.Product), Oracle.Of(Scalar<T>.IsComplex ? shared.Product : shared.Product.Transpose()),
            "its transpose");
    }, tests: 60);

    [Fact]
    public void A_vector_is_a_matrix_of_one_column_and_norms_may_be_given() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        T[] vector = [.. Enumerable.Range(0, c.Inner).Select(i => Oracle.To<T>(Oracle.Gaussian<T>(c.Inner, 1, c.Seed)[i, 0]))];
        DenseMatrix<T> column = DenseMatrix.Wrap(vector, c.Inner, 1);
        ColumnRowProduct<T> expected = ColumnRow.Multiply(x, column, c.SampleCount);
        double size = expected.Weights.DefaultIfEmpty(1).Max() * Oracle.Of(x).Norm() * Oracle.Of(column).Norm();
        foreach (double[]? norms in new[] { null, ColumnRow.ColumnNorms(x) })
        {
            ColumnRowProduct<T> result = ColumnRow.MultiplyVector(x, vector, c.SampleCount, norms);
            Assert.Equal(expected.Indices, result.Indices);
            Assert.Equal(expected.Weights, result.Weights);
            Expect.Close(Oracle.Of(result.Product), Oracle.Of(expected.Product), Expect.Rounding<T>(c.Inner, size), "X v");
        }
    }, tests: 60);

    [Fact]
    public void A_batch_is_its_products_with_draws_of_their_own()
    {
        DenseMatrix<T>[] x = [.. Enumerable.Range(0, 6).Select(k => Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5 + k, 20, 1)))];
        DenseMatrix<T>[] y = [.. Enumerable.Range(0, 6).Select(k => Oracle.ToMatrix<T>(Oracle.Gaussian<T>(20, 4, 2)))];
        ColumnRowProduct<T>[] batch = ColumnRow.MultiplyBatch(x, y, 7);
        ColumnRowProduct<T>[] serial = ColumnRow.MultiplyBatch(x, y, 7, new ColumnRowOptions { MaxDegreeOfParallelism = 1 });
        Assert.Equal(ColumnRow.Multiply(x[0], y[0], 7).Indices, batch[0].Indices);
        for (int k = 0; k < 6; k++)
        {
            Assert.Equal(serial[k].Indices, batch[k].Indices);
            Expect.Close(Oracle.Of(batch[k].Product), Oracle.Of(serial[k].Product), Expect.Rounding<T>(20, 300), "a product");
        }

        Assert.Equal(6, batch.Select(product => string.Join(',', product.Indices)).Distinct().Count());
        Assert.Empty(ColumnRow.MultiplyBatch<T>([], [], 3));
        Assert.Throws<ArgumentException>("y", () => ColumnRow.MultiplyBatch(x, y[1..], 3));
        Assert.Throws<ArgumentException>("y", () => ColumnRow.MultiplyBatch(x, [.. y[..5], x[0]], 3));
    }

    [Fact]
    public void A_chain_is_unbiased_and_the_product_of_its_blocks()
    {
        DenseMatrix<T>[] factors =
        [
            Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 12, 1)),
            Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 10, 2), MatrixLayout.ColumnMajor),
            Oracle.ToMatrix<T>(Oracle.Gaussian<T>(10, 3, 3)),
        ];
        Complex[,] exact = Oracle.Multiply(Oracle.Of(factors[0]), Oracle.Of(factors[1]), Oracle.Of(factors[2]));
        List<double> entries = [];
        List<double> differences = [];
        for (ulong seed = 0; seed < 3000; seed++)
        {
            ColumnRowChain<T> chain = ColumnRow.MultiplyChain(
                factors, 6, new ColumnRowOptions { Seed = seed, Scheme = ColumnRowScheme.Bernoulli });
            Complex[,] product = Oracle.Of(chain.Product);
            entries.Add(product[2, 1].Real);
            double error = Oracle.NormOfDifference(exact, product);
            differences.Add(Math.Pow(chain.Error!.Frobenius, 2) - (error * error));
            if (seed < 20)
            {
                Complex[,] middle = Oracle.Rows(Oracle.Columns(Oracle.Of(factors[1]), chain.Indices[1]), chain.Indices[0]);
                Complex[,] left = Oracle.Multiply(
                    Oracle.Columns(Oracle.Of(factors[0]), chain.Indices[0]), Oracle.Diagonal(chain.Weights[0]), middle);
                Complex[,] right = Oracle.Multiply(Oracle.Diagonal(chain.Weights[1]), Oracle.Rows(Oracle.Of(factors[2]), chain.Indices[1]));
                Expect.Close(product, Oracle.Multiply(left, right), Expect.Rounding<T>(12, 1e4), "the product of the blocks");
                Assert.NotEqual(chain.Indices[0], chain.Indices[1]);
            }
        }

        Expect.Mean(entries, exact[2, 1].Real, "an entry of the chain");
        Expect.Mean(differences, 0, "estimate² − error²");
        Complex[,] all = Oracle.Of(ColumnRow.MultiplyChain(factors, 50).Product);
        Expect.Close(all, exact, Expect.Rounding<T>(12, 1e3), "the whole chain");
        Assert.Throws<ArgumentException>("factors", () => ColumnRow.MultiplyChain(factors[..1], 2));
        Assert.Throws<ArgumentException>("y", () => ColumnRow.MultiplyChain<T>([factors[0], factors[2]], 2));
    }

    /// <summary>Real and imaginary parts of every entry, against the difference quotient of L = Re ⟨G, P(X, Y)⟩, which is linear in each
    /// factor.</summary>
    [Theory]
    [InlineData(ColumnRowWeighting.Scheme)]
    [InlineData(ColumnRowWeighting.Full)]
    public void Gradients_are_those_of_the_sampled_product(ColumnRowWeighting weighting)
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(6, 9, 1));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(9, 5, 2));
        DenseMatrix<T> gradient = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(6, 5, 3));
        ColumnRowProduct<T> product = ColumnRow.Multiply(x, y, 4, new ColumnRowOptions { Weighting = weighting });
        Complex[,] weights = product.Core is null ? Oracle.Diagonal(product.Weights) : Oracle.Of(product.Core);
        Complex[,] left = Oracle.Of(product.LeftGradient(gradient, y));
        Complex[,] right = Oracle.Of(product.RightGradient(gradient, x));
        double Loss(Complex[,] a, Complex[,] b)
        {
            Complex[,] p = Oracle.Multiply(a.Columns(product.Indices), weights, b.Rows(product.Indices));
            return Oracle.Trace(Oracle.Multiply(Oracle.Of(gradient).Adjoint(), p)).Real;
        }

        double loss = Loss(Oracle.Of(x), Oracle.Of(y));
        double allowed = Expect.Rounding<T>(9, 1e3);
        foreach (Complex direction in Scalar<T>.IsComplex ? new Complex[] { 1, Complex.ImaginaryOne } : [1])
        {
            for (int i = 0; i < 6; i++)
            {
                for (int k = 0; k < 9; k++)
                {
                    Complex[,] moved = Oracle.Of(x);
                    moved[i, k] += direction;
                    double slope = (Complex.Conjugate(direction) * left[i, k]).Real;
                    Expect.Close(slope, Loss(moved, Oracle.Of(y)) - loss, allowed, $"∂L/∂X at {i}, {k}");
                }
            }

            for (int k = 0; k < 9; k++)
            {
                for (int j = 0; j < 5; j++)
                {
                    Complex[,] moved = Oracle.Of(y);
                    moved[k, j] += direction;
                    double slope = (Complex.Conjugate(direction) * right[k, j]).Real;
                    Expect.Close(slope, Loss(Oracle.Of(x), moved) - loss, allowed, $"∂L/∂Y at {k}, {j}");
                }
            }
        }

        Assert.Throws<ArgumentException>("gradient", () => product.LeftGradient(x, y));
        Assert.Throws<ArgumentException>("y", () => product.LeftGradient(gradient, x));
        ColumnRowProduct<T> controlled = ColumnRow.Multiply(x, y, 4, new ColumnRowOptions { ControlVariateRank = 1 });
        Assert.Throws<InvalidOperationException>(() => controlled.LeftGradient(gradient, y));
    }

    [Fact]
    public void A_plan_carried_out_is_the_product_that_it_foresaw() => PropertyCheck.Holds(ProductCase.Any, c =>
    {
        DenseMatrix<T> x = c.Left<T>();
        DenseMatrix<T> y = c.Right<T>();
        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>())
        {
            int count = scheme is ColumnRowScheme.TopK or ColumnRowScheme.Greedy ? Math.Min(c.SampleCount, c.Inner) : c.SampleCount;
            ColumnRowOptions options = new() { Scheme = scheme, Seed = (ulong)c.Seed };
            ColumnRowPlan<T> plan = ColumnRow.Plan(x, y, count, options);
            ColumnRowProduct<T> direct = ColumnRow.Multiply(x, y, count, options);
            ColumnRowProduct<T> planned = plan.Multiply();
            Assert.Equal(direct.Indices, planned.Indices);
            Assert.Equal((direct.Scheme, direct.SampleCount, direct.Indices.Length), (plan.Scheme, plan.SampleCount, plan.TermCount));
            Assert.True(plan.PredictedTime > TimeSpan.Zero && plan.PredictedExactTime > TimeSpan.Zero);
            if (scheme is not ColumnRowScheme.TopK)
            {
                (double first, double second) = (direct.ExpectedError.Frobenius, plan.ExpectedError.Frobenius);
                Assert.True(first == second || Math.Abs(first - second) <= 1e-2 * first, $"{scheme}: {first} and {second}");
            }

            Complex[,] exact = Oracle.Multiply(Oracle.Of(x), Oracle.Of(y));
            double error = Oracle.NormOfDifference(exact, Oracle.Of(planned.Product));
            double size = Oracle.Of(x).Norm() * Oracle.Of(y).Norm() * Math.Max(1, planned.Weights.DefaultIfEmpty(1).Max());
            Expect.AtMost(error, plan.ExpectedError.UpperBound(1e-9) + Expect.Rounding<T>(c.Inner, size),
                $"{scheme}: the error against the plan's bound");
        }
    }, tests: 50);

    [Fact]
    public void Plans_by_tolerance_and_their_refusals()
    {
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(10, 30, 1));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(30, 8, 2));
        ColumnRowOptions bernoulli = new() { Scheme = ColumnRowScheme.Bernoulli };
        ColumnRowPlan<T> plan = ColumnRow.Plan(x, y, Truncation.RelativeError(0.8), bernoulli);
        Expect.AtMost(plan.ExpectedError.RelativeFrobenius, 0.8 * (1 + 1e-6), "the plan's error");
        Assert.True(ColumnRow.Plan(x, y, Truncation.RelativeError(1e-3), bernoulli).IsExact);
        Assert.Equal(5, ColumnRow.Plan(x, y, Truncation.Rank(5)).SampleCount);
        DenseMatrix<T> destination = DenseMatrix.Create<T>(10, 8);
        Assert.Same(destination, plan.Multiply(destination).Product);
        Assert.Throws<ArgumentException>("destination", () => plan.Multiply(x));
        Assert.Throws<ArgumentException>("options", () => ColumnRow.Plan(x, y, 3, new ColumnRowOptions { ControlVariateRank = 1 }));
        Assert.Contains("Bernoulli", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_place()
    {
        DenseMatrix<T> good = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(3, 3, 1));
        DenseMatrix<T> bad = good.ToDense();
        bad[1, 2] = Scalar<T>.FromDouble(double.NaN);
        Assert.Contains("row 1, column 2", Assert.Throws<ArgumentException>("x", () => ColumnRow.Gram(bad, 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("x", () => ColumnRow.Plan(bad, good, 1));
        Assert.Throws<ArgumentException>("x", () => ColumnRow.ColumnNorms(bad));
        Assert.Throws<ArgumentException>("x", () => ColumnRow.MultiplyBatch([bad], [good], 1));
        Assert.Throws<ArgumentException>("factors", () => ColumnRow.MultiplyChain([good, bad], 1));
        T[] vector = [T.One, Scalar<T>.FromDouble(double.PositiveInfinity), T.One];
        Assert.Throws<ArgumentException>("vector", () => ColumnRow.MultiplyVector(good, vector, 1, ColumnRow.ColumnNorms(good)));
        Assert.Throws<ArgumentException>("vector", () => ColumnRow.MultiplyVector(good, vector[..2], 1));
        Assert.Throws<ArgumentException>("columnNorms", () => ColumnRow.MultiplyVector(good, [T.One, T.One, T.One], 1, [1, 2]));
        Assert.Throws<ArgumentException>("columnNorms", () => ColumnRow.MultiplyVector(good, [T.One, T.One, T.One], 1, [1, 2, double.NaN]));
        Assert.Throws<ArgumentException>(
            "options", () => ColumnRow.Gram(good, 1, new ColumnRowOptions { Weighting = ColumnRowWeighting.Full }));
        Assert.Throws<ArgumentOutOfRangeException>("sampleCount", () => ColumnRow.Gram(good, 0));
        Assert.Throws<ArgumentNullException>("x", () => ColumnRow.Gram<T>(null!, 1));
    }
}
