using System.Numerics;
using LowRank.Kernels;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class GeneralizedNystromPropertiesOfSingle : GeneralizedNystromProperties<float>;

public sealed class GeneralizedNystromPropertiesOfDouble : GeneralizedNystromProperties<double>;

public sealed class GeneralizedNystromPropertiesOfComplex : GeneralizedNystromProperties<Complex>;

public abstract class GeneralizedNystromProperties<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>AX (YᴴAX)⁺ YᴴA for the drawn X and Y, computed here from its normal equations.</summary>
    [Fact]
    public void The_result_is_that_of_the_formula() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(
            c with { HasTwins = false, Rank = c.Min }, [.. Enumerable.Range(0, c.Min).Select(j => Math.Pow(0.9, j))]);
        int rank = 1 + (int)(c.Seed % (ulong)(c.Min / 2));
        GeneralizedNystrom<T> result = GeneralizedNystrom.Compute(known.Matrix, rank, new() { Seed = c.Seed });
        Complex[,] x = Gaussian(c.Columns, rank, c.Seed, RandomStream.Sketch);
        Complex[,] y = Gaussian(c.Rows, Math.Min(c.Rows, rank + Math.Max(2, rank / 2)), c.Seed, RandomStream.LeftSketch);
        Complex[,] image = Oracle.Orthonormalize(Oracle.Multiply(known.Entries, x));
        Complex[,] core = Oracle.Multiply(Oracle.Adjoint(y), image);
        Complex[,] normal = Oracle.Multiply(Oracle.Adjoint(core), core);
        Complex[,] right = Oracle.Solve(normal, Oracle.Multiply(Oracle.Adjoint(core), Oracle.Adjoint(y), known.Entries));
        Expect.Close(Oracle.Of(result.ToDense()), Oracle.Multiply(image, right), Expect.Rounding<T>(c.Max, 300 * known.FrobeniusNorm), "Â");
        Assert.Equal(rank, result.Rank);
        AssertErrorIsTrue(known.Entries, result);
        known.AssertUnchanged();
    }, tests: 100);

    [Fact]
    public void A_matrix_of_the_rank_or_less_is_reproduced() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = Math.Min(c.Min, c.Rank + (int)(c.Seed % 4));
        GeneralizedNystrom<T> result = GeneralizedNystrom.Compute(known.Matrix, rank, new() { Seed = c.Seed });
        Assert.Equal((c.Rows, c.Columns), (result.RowCount, result.ColumnCount));
        Expect.AtMost(result.Rank, rank, "the rank");

        // A Gaussian matrix with two rows more than columns stands between A and rounding: its condition is above 1000 in one case of
        // some 10⁴.
        Expect.Close(Oracle.Of(result.ToDense()), known.Entries, Expect.Rounding<T>(c.Max, 1000 * known.FrobeniusNorm), "Â");
        AssertErrorIsTrue(known.Entries, result);
        known.AssertUnchanged();
    });

    /// <summary>II.6: E‖A − Â‖_F ≤ (1 + r/(l − 1))^½ (1 + r̂/(r − r̂ − 1))^½ τ_r̂ for every r̂ &lt; r − 1.</summary>
    [Fact]
    public void The_mean_error_obeys_its_bound_and_is_no_better_than_the_optimum()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(
            new MatrixCase(40, 30, 30, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 9),
                [.. Enumerable.Range(0, 30).Select(j => Math.Pow(0.8, j))]);
        const int Rank = 10;
        const int Oversampling = 5;
        double mean = Enumerable.Range(0, 300).Average(seed =>
            Oracle.NormOfDifference(
                known.Entries, Oracle.Of(GeneralizedNystrom.Compute(known.Matrix, Rank, new() { Seed = (ulong)seed }).ToDense())));
        double bound = Enumerable.Range(0, Rank - 1).Min(
            r => Math.Sqrt(1 + (Rank / (Oversampling - 1.0))) * Math.Sqrt(1 + (r / (Rank - r - 1.0))) * known.Tail(r));
        Expect.AtMost(mean, bound, "the mean error");
        Expect.AtLeast(mean, 1.2 * known.Tail(Rank), "the mean error against the optimum");
    }

    [Fact]
    public void Updates_are_those_of_the_matrix_itself() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        Complex[,] change = Oracle.Gaussian<T>(c.Rows, c.Columns, (int)c.Seed + 7, 0.1);
        int rank = 1 + (int)(c.Seed % (ulong)(c.Min / 2));
        GeneralizedNystromOptions options = new() { Seed = c.Seed, Oversampling = (int)(c.Seed % 6) };
        GeneralizedNystromSketch<T> sketch = new(c.Rows, c.Columns, rank, options);
        Assert.Equal((c.Rows, c.Columns, rank), (sketch.RowCount, sketch.ColumnCount, sketch.Rank));
        Assert.Equal(0, sketch.ToApproximation().ToDense().FrobeniusNorm());

        // (A in two pieces of rows) + change, all of it ×2, then the change taken back twice, as an operator.
        int half = c.Rows / 2;
        sketch.AddRows(half, known.Matrix.AsRows(half, c.Rows - half));
        sketch.AddRows(0, known.Matrix.AsRows(0, half));
        DenseMatrix<T> update = Oracle.ToMatrix<T>(change);
        sketch.Add(update);
        Complex[,] now = Oracle.Add(known.Entries, change);
        Same(now);
        sketch.Scale(2);
        sketch.Add(LinearOperator.Create<T>(c.Rows, c.Columns, update.Multiply, update.MultiplyAdjoint), -2);
        Same(Oracle.Scale(known.Entries, 2));

        void Same(Complex[,] entries)
        {
            GeneralizedNystrom<T> updated = sketch.ToApproximation();
            GeneralizedNystrom<T> fresh = GeneralizedNystrom.Compute(Oracle.ToMatrix<T>(entries), rank, options);

            // The sketches agree to rounding; the core's condition stands between them and the results. Where it is too bad the errors
            // still agree.
            DenseMatrix<T> probe = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(c.Columns, 2, 3));
            double condition = Condition(fresh);
            double allowed = Expect.Rounding<T>(c.Max, 1e3 * condition * (1 + Oracle.Norm(entries)));
            Expect.Close(Oracle.Of(updated.Multiply(probe)), Oracle.Of(fresh.Multiply(probe)), allowed * 10, "Â x");
            Assert.Equal(ErrorEstimateMethod.RandomProbe, updated.Error.Method);
        }
    }, tests: 100);

    [Fact]
    public void Scales_and_empty_matrices()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(12, 9, 9, SpectrumFamily.Exponential, MatrixLayout.ColumnMajor, 2, 3));
        GeneralizedNystrom<T> plain = GeneralizedNystrom.Compute(known.Matrix, 4);
        for (ulong i = 0; i < 4; i++)
        {
            double scale = Expect.ExtremeScale<T>(i);
            GeneralizedNystrom<T> scaled = GeneralizedNystrom.Compute(Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, scale)), 4);
            Expect.Close(Oracle.Scale(Oracle.Of(scaled.ToDense()), 1 / scale), Oracle.Of(plain.ToDense()), Expect.Rounding<T>(12, 100),
                $"Â at {scale:G3}");
        }

        Assert.Equal(0, GeneralizedNystrom.Compute(DenseMatrix.Create<T>(0, 5), 0).Rank);
        GeneralizedNystrom<T> zero = GeneralizedNystrom.Compute(DenseMatrix.Create<T>(5, 4), 3);
        Assert.Equal((0, 0.0), (zero.Rank, zero.Error.Frobenius));
        Assert.Equal(0, GeneralizedNystrom.Compute(known.Matrix, 0).Rank);
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name_and_leave_the_sketch_alone()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(6, 5, 1));
        Assert.Throws<ArgumentNullException>("a", () => GeneralizedNystrom.Compute<T>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => GeneralizedNystrom.Compute(a, -1));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => GeneralizedNystrom.Compute(a, 6));
        Assert.Throws<ArgumentOutOfRangeException>("Oversampling", () => GeneralizedNystrom.Compute(a, 1, new() { Oversampling = -1 }));
        GeneralizedNystromSketch<T> sketch = new(6, 5, 2);
        sketch.Add(a);
        Complex[,] before = Oracle.Of(sketch.ToApproximation().ToDense());
        Assert.Throws<ArgumentException>("update", () => sketch.Add(a.Transpose()));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => sketch.Add(a, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => sketch.Scale(double.PositiveInfinity));
        Assert.Throws<ArgumentException>("rows", () => sketch.AddRows(1, a));
        Assert.Throws<ArgumentException>("rows", () => sketch.AddRows(-1, a.AsRows(0, 1)));
        Assert.Throws<ArgumentException>("rows", () => sketch.AddRows(0, a.AsColumns(0, 3)));
        T nan = Scalar<T>.FromDouble(double.NaN);
        ILinearOperator<T> bad = LinearOperator.Create<T>(6, 5, (_, y) => y[1, 0] = nan, (_, y) => y[1, 0] = nan);
        Assert.Throws<ArgumentException>("update", () => sketch.Add(bad));
        a[2, 2] = nan;
        Assert.Throws<ArgumentException>("update", () => sketch.Add(a));
        Assert.Throws<ArgumentException>("rows", () => sketch.AddRows(0, a));
        Assert.Contains("row 2, column 2", Assert.Throws<ArgumentException>("a", () => GeneralizedNystrom.Compute(a, 2)).Message,
            StringComparison.Ordinal);
        Expect.SameBits(Oracle.Of(sketch.ToApproximation().ToDense()), before, "Â after refusals");
    }

    private static double Condition(GeneralizedNystrom<T> result)
    {
        double[] values = Oracle.SingularValues(Oracle.Of(result.ToDense()));
        return values.Length == 0 || result.Rank == 0 ? 1 : values[0] / values[result.Rank - 1];
    }

    private static Complex[,] Gaussian(int rows, int columns, ulong seed, RandomStream stream)
    {
        DenseMatrix<T> sketch = DenseMatrix.Create<T>(rows, columns);
        new GaussianSketch<T>(seed, stream).Fill(sketch, 0);
        return Oracle.Of(sketch);
    }

    private static void AssertErrorIsTrue(Complex[,] a, GeneralizedNystrom<T> result)
    {
        double error = Oracle.NormOfDifference(a, Oracle.Of(result.ToDense()));
        double rounding = Expect.Rounding<T>(Math.Max(result.RowCount, result.ColumnCount), 100 * Oracle.Norm(a));
        Expect.AtMost(error, result.Error.UpperBound(1e-6) + rounding, "the error against its bound");
        Expect.AtMost(result.Error.Frobenius, (4 * error) + rounding, "the estimate against the error");
    }
}
