using System.Numerics;
using LowRank.Approximations;
using LowRank.ColumnRowProducts;
using LowRank.Execution;

namespace LowRank.Tests;

public sealed class ColumnRowRouteTestsOfSingle : ColumnRowRouteTests<float>;

public sealed class ColumnRowRouteTestsOfDouble : ColumnRowRouteTests<double>;

public sealed class ColumnRowRouteTestsOfComplex : ColumnRowRouteTests<Complex>;

/// <summary>Small products walk the routes of large ones, by thresholds that are set here.</summary>
public abstract class ColumnRowRouteTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static DenseMatrix<T> Matrix(int rows, int columns, int seed) => Oracle.ToMatrix<T>(Oracle.Gaussian<T>(rows, columns, seed));

    [Fact]
    public void A_batch_of_large_products_is_that_of_small_ones()
    {
        DenseMatrix<T>[] x = [.. Enumerable.Range(0, 4).Select(k => Matrix(6, 20, k))];
        DenseMatrix<T>[] y = [.. Enumerable.Range(0, 4).Select(k => Matrix(20, 5, 10 + k))];
        ColumnRowProduct<T>[] sideBySide = ColumnRow.MultiplyBatch(x, y, 7);
        using IDisposable _ = Tuning<ColumnRowTuning>.Use(new() { FewestForThreads = 0 });
        ColumnRowProduct<T>[] oneByOne = ColumnRow.MultiplyBatch(x, y, 7);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(sideBySide[k].Indices, oneByOne[k].Indices);
            Assert.Equal(sideBySide[k].Weights, oneByOne[k].Weights);
            Expect.Close(Oracle.Of(oneByOne[k].Product), Oracle.Of(sideBySide[k].Product), Expect.Rounding<T>(20, 300), "a product");
        }
    }

    /// <summary>With fewer draws than there are terms ‖XY‖² is estimated from pairs: without bias. Terms that point the same way more or
    /// less are never clamped; the odds of a false alarm are below 1e-4.</summary>
    [Fact]
    public void The_pilot_of_pairs_has_no_bias()
    {
        System.Random random = new(3);
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Build(8, 12, (_, _) => 0.2 + random.NextDouble()));
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Build(12, 7, (_, _) => 0.2 + random.NextDouble()));
        TermNorms norms = TermNorms.Of(x, y, new RunContext(new ColumnRowOptions(), CancellationToken.None));
        using IDisposable _ = Tuning<ColumnRowTuning>.Use(new() { PilotDraws = 4 });
        double[] squares =
            [.. Enumerable.Range(0, 3000).Select(seed => Math.Pow(NormPilot.Estimate(new Factor<T>(x), y, norms, (ulong)seed), 2))];
        Expect.Mean(squares, Math.Pow(Oracle.Norm(Oracle.Of(x * y)), 2), "‖XY‖²");
    }

    /// <summary>A greedy choice that would take too long is refused, whatever takes too long is.</summary>
    [Fact]
    public void Too_many_tuples_are_refused()
    {
        (DenseMatrix<T> x, DenseMatrix<T> y) = (Matrix(3, 6, 1), Matrix(6, 3, 2));
        ColumnRowOptions greedy = new() { Scheme = ColumnRowScheme.Greedy };
        Assert.Equal(4, ColumnRow.Multiply(x, y, 4, greedy).Indices.Length);
        using IDisposable _ = Tuning<ColumnRowTuning>.Use(new() { MostTuples = 10 });
        Assert.Throws<ArgumentException>(nameof(ColumnRowOptions.GreedyTupleSize), () => ColumnRow.Multiply(x, y, 4, greedy));
    }
}
