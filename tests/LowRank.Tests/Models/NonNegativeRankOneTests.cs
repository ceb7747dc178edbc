using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class NonNegativeRankOneTestsOfSingle : NonNegativeRankOneTests<float>;

public sealed class NonNegativeRankOneTestsOfDouble : NonNegativeRankOneTests<double>;

public sealed class NonNegativeRankOneTestsOfComplex : NonNegativeRankOneTests<Complex>;

public abstract class NonNegativeRankOneTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Golden_value()
    {
        NonNegativeRankOne<T> result = NonNegativeRankOne.Factor(Oracle.ToMatrix<T>(new Complex[,] { { 1, 2 }, { 3, 4 } }));
        Expect.Close<T>(Oracle.Of(result.ToDense()), new Complex[,] { { 1.2, 1.8 }, { 2.8, 4.2 } }, 2, 5, "a b");
        Expect.Close(result.Error.Frobenius, 0.4, Expect.Rounding<T>(2, 5), "the error");
        Assert.Equal(1, result.Rank);
    }

    /// <summary>
    /// Sums are kept; the closed form is a minimum of the divergence; X13: the leading singular pair is nearer in the Frobenius norm, and
    /// non-negative.
    /// </summary>
    [Fact]
    public void Sums_are_kept_and_no_other_factors_diverge_less() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        Complex[,] gaussian = Oracle.Gaussian<double>(c.Rows, c.Columns, (int)c.Seed);
        Complex[,] entries = Oracle.Build(
            c.Rows, c.Columns, (i, j) => Oracle.Rounded<T>((i + j) % 5 == 0 ? 0 : Math.Abs(gaussian[i, j].Real)));
        Stored<T> stored = new(new Storage(c.Layout, 2, c.Padding), entries, isPaddingNaN: true);
        NonNegativeRankOne<T> result = NonNegativeRankOne.Factor(stored.Matrix);
        Complex[,] fitted = Oracle.Of(result.ToDense());
        double norm = Oracle.Norm(entries);
        double rounding = Expect.Rounding<T>(c.Max, norm);
        for (int i = 0; i < c.Rows; i++)
        {
            Expect.Close(Oracle.Rows(fitted, [i]).Cast<Complex>().Sum(v => v.Real),
                Oracle.Rows(entries, [i]).Cast<Complex>().Sum(v => v.Real), rounding, $"the sum of row {i}");
        }

        for (int j = 0; j < c.Columns; j++)
        {
            Expect.Close(Oracle.Columns(fitted, [j]).Cast<Complex>().Sum(v => v.Real),
                Oracle.Columns(entries, [j]).Cast<Complex>().Sum(v => v.Real), rounding, $"the sum of column {j}");
        }

        Expect.Close(result.Error.Frobenius, Oracle.NormOfDifference(entries, fitted), rounding, "the error");
        Expect.AtLeast(result.Error.Frobenius, Math.Sqrt(Oracle.SingularValues(entries).Skip(1).Sum(s => s * s)) - rounding,
            "the error against the best");
        Expect.Close(result.Divergence, Divergence(entries, fitted), 20 * rounding, "the divergence");
        for (int trial = 0; trial < 4; trial++)
        {
            System.Random random = new(trial);
            double[] rows = [.. Enumerable.Range(0, c.Rows).Select(_ => 1 + (0.2 * (random.NextDouble() - 0.5)))];
            double[] columns = [.. Enumerable.Range(0, c.Columns).Select(_ => 1 + (0.2 * (random.NextDouble() - 0.5)))];
            Complex[,] other = Oracle.Build(c.Rows, c.Columns, (i, j) => fitted[i, j] * rows[i] * columns[j]);
            Expect.AtLeast(Divergence(entries, other), result.Divergence - (20 * rounding), "the divergence of factors nearby");
        }

        stored.AssertUnchanged();
    }, tests: 100);

    [Fact]
    public void Rank_one_is_exact_zero_is_zero_and_the_rest_is_refused()
    {
        Complex[,] one = Oracle.Build(4, 3, (i, j) => Oracle.Rounded<T>((i + 1) * (j + 0.5)));
        NonNegativeRankOne<T> exact = NonNegativeRankOne.Factor(Oracle.ToMatrix<T>(one));
        Expect.Close<T>(Oracle.Of(exact.ToDense()), one, 4, Oracle.Norm(one), "a matrix of rank one");
        Expect.AtMost(exact.Divergence, Expect.Rounding<T>(4, 40), "its divergence");
        NonNegativeRankOne<T> zero = NonNegativeRankOne.Factor(DenseMatrix.Create<T>(2, 3));
        Assert.Equal((0.0, 0.0, 0.0), (zero.ToDense().FrobeniusNorm(), zero.Divergence, zero.Error.Frobenius));
        Assert.Equal(0, NonNegativeRankOne.Factor(DenseMatrix.Create<T>(0, 3)).RowCount);
        DenseMatrix<T> bad = Oracle.ToMatrix<T>(one);
        bad[2, 1] = Scalar<T>.FromDouble(-1);
        Assert.Contains("row 2, column 1", Assert.Throws<ArgumentException>("c", () => NonNegativeRankOne.Factor(bad)).Message,
            StringComparison.Ordinal);
        bad[2, 1] = Scalar<T>.FromDouble(double.NaN);
        Assert.Contains("row 2, column 1", Assert.Throws<ArgumentException>("c", () => NonNegativeRankOne.Factor(bad)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("c", () => NonNegativeRankOne.Factor<T>(null!));
        if (Scalar<T>.IsComplex)
        {
            bad[2, 1] = Scalar<T>.FromParts(1, 1);
            Assert.Throws<ArgumentException>("c", () => NonNegativeRankOne.Factor(bad));
        }
    }

    /// <summary>The averages against the recurrence written out, and the step against its formula.</summary>
    [Fact]
    public void AdaFactor_keeps_its_averages_and_takes_its_steps()
    {
        const int Rows = 4;
        const int Columns = 3;
        FactoredSecondMoment<T> moment = new(Rows, Columns);
        Assert.Equal((0.0, 1 - Math.Pow(2, -0.8)), (moment.Decay(1), moment.Decay(2)));
        Assert.Equal(0, moment.Estimate(0, 0));
        double[] rows = new double[Rows];
        double[] columns = new double[Columns];
        Complex[,] gradient = Oracle.Filled(Rows, Columns, 0);
        for (int t = 1; t <= 6; t++)
        {
            gradient = Oracle.Gaussian<T>(Rows, Columns, t);
            double beta = 1 - Math.Pow(t, -0.8);
            for (int i = 0; i < Rows; i++)
            {
                rows[i] = (beta * rows[i]) + ((1 - beta) * Enumerable.Range(0, Columns).Sum(j => Oracle.Square(gradient[i, j]) + 1e-30));
            }

            for (int j = 0; j < Columns; j++)
            {
                columns[j] = (beta * columns[j]) + ((1 - beta) * Enumerable.Range(0, Rows).Sum(i => Oracle.Square(gradient[i, j]) + 1e-30));
            }

            moment.Update(Oracle.ToMatrix<T>(gradient, MatrixLayout.ColumnMajor));
            Assert.Equal(t, moment.StepCount);
        }

        for (int i = 0; i < Rows; i++)
        {
            Expect.Close(moment.RowSums[i], rows[i], 1e-12, "an average of row sums");
        }

        Expect.Close(moment.Estimate(2, 1), rows[2] * columns[1] / columns.Sum(), 1e-12, "the estimate");
        foreach (double size in new[] { 0.5, 1e-5 })
        {
            Complex[,] parameters = Oracle.Gaussian<T>(Rows, Columns, 50, size);
            Complex[,] u = Oracle.Build(Rows, Columns, (i, j) => gradient[i, j] / Math.Sqrt(rows[i] * columns[j] / columns.Sum()));
            double scale = Math.Max(1e-3, Oracle.Norm(parameters) / Math.Sqrt(12)) / Math.Max(1, Oracle.Norm(u) / Math.Sqrt(12));
            DenseMatrix<T> step = moment.Step(Oracle.ToMatrix<T>(gradient), Oracle.ToMatrix<T>(parameters));
            Expect.Close<T>(Oracle.Of(step), Oracle.Scale(u, scale), 4, 10 * scale, "the step");
        }

        Assert.Throws<ArgumentException>("gradient", () => moment.Update(DenseMatrix.Create<T>(3, 3)));
        Assert.Throws<ArgumentException>("parameters", () => moment.Step(DenseMatrix.Create<T>(4, 3), DenseMatrix.Create<T>(3, 3)));
        DenseMatrix<T> bad = DenseMatrix.Create<T>(4, 3);
        bad[0, 1] = Scalar<T>.FromDouble(double.NaN);
        Assert.Throws<ArgumentException>("gradient", () => moment.Update(bad));
        Assert.Equal(6, moment.StepCount);
        Assert.Throws<ArgumentOutOfRangeException>("DecayExponent", () => new FactoredSecondMoment<T>(1, 1, new() { DecayExponent = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("SquareFloor", () => new FactoredSecondMoment<T>(1, 1, new() { SquareFloor = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "ScaleFloor", () => new FactoredSecondMoment<T>(1, 1, new() { ScaleFloor = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "ClippingThreshold", () => new FactoredSecondMoment<T>(1, 1, new() { ClippingThreshold = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => moment.Decay(0));
    }

    private static double Divergence(Complex[,] c, Complex[,] fitted)
    {
        double sum = 0;
        for (int i = 0; i < c.RowCount(); i++)
        {
            for (int j = 0; j < c.ColumnCount(); j++)
            {
                double value = c[i, j].Real;
                sum += (value > 0 ? value * Math.Log(value / fitted[i, j].Real) : 0) - value + fitted[i, j].Real;
            }
        }

        return sum;
    }
}
