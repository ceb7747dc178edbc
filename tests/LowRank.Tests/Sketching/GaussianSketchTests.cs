using System.Numerics;
using LowRank.Kernels;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class SingleGaussianSketchTests : GaussianSketchTests<float>;

public sealed class DoubleGaussianSketchTests : GaussianSketchTests<double>;

public sealed class ComplexGaussianSketchTests : GaussianSketchTests<Complex>;

public abstract class GaussianSketchTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Any_block_on_any_number_of_threads_holds_the_same_numbers() => Cases.Check(sizes =>
    {
        GaussianSketch<T> sketch = new((ulong)sizes.Seed, RandomStream.Sketch);
        Complex[,] whole = Whole(sketch, sizes.M, sizes.N);
        foreach (int threads in new[] { 1, 3 })
        {
            int split = sizes.Seed % (sizes.N + 1);
            Stored<T> left = Stored<T>.Destination(sizes.A, sizes.M, split);
            Stored<T> right = Stored<T>.Destination(sizes.B, sizes.M, sizes.N - split);
            sketch.Fill(right.Matrix, split, threads);
            sketch.Fill(left.Matrix, 0, threads);
            Expect.SameBits(left.Values, whole.Block(0, 0, sizes.M, split), $"the first {split} columns");
            Expect.SameBits(right.Values, whole.Block(0, split, sizes.M, sizes.N - split), $"the columns from {split} on");
            left.AssertPaddingUntouched();
            right.AssertPaddingUntouched();
        }
    });

    [Fact]
    public void A_larger_sketch_extends_a_smaller_one() => Cases.Check(sizes =>
    {
        GaussianSketch<T> sketch = new((ulong)sizes.Seed, RandomStream.Probe);
        Complex[,] larger = Whole(sketch, sizes.M + sizes.K, sizes.N + sizes.K);
        Expect.SameBits(Whole(sketch, sizes.M, sizes.N), larger.Block(0, 0, sizes.M, sizes.N), "the leading block");
    });

    /// <summary>The address of an entry: column in the upper half of the index, row (complex) or pair of rows (real) in the
    /// lower.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue - 3)]
    public void An_entry_is_addressed_by_its_row_and_column(int firstColumn)
    {
        DenseMatrix<T> block = DenseMatrix.Create<T>(7, 3);
        new GaussianSketch<T>(42, RandomStream.Probe).Fill(block, firstColumn);
        Philox4x32 generator = new(42, (ulong)RandomStream.Probe);
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                ulong column = (ulong)((long)firstColumn + j) << 32;
                bool isComplex = typeof(T) == typeof(Complex);
                (double first, double second) = generator.GaussianPair(column + (ulong)(isComplex ? i : i / 2));
                T expected = isComplex
                    ? Scalar<T>.FromParts(first * Math.Sqrt(0.5), second * Math.Sqrt(0.5))
                    : Scalar<T>.FromDouble(i % 2 == 0 ? first : second);
                Assert.Equal(expected, block[i, j]);
            }
        }
    }

    [Fact]
    public void The_sketch_is_centred_and_of_variance_1_and_its_entries_are_uncorrelated()
    {
        const int Rows = 401;
        const int Columns = 300;
        Complex[,] omega = Whole(new GaussianSketch<T>(2024, RandomStream.Sketch), Rows, Columns);
        Complex[] entries = [.. omega.Cast<Complex>()];
        long count = entries.Length;
        bool isComplex = typeof(T) == typeof(Complex);
        double partVariance = isComplex ? 0.5 : 1;
        Statistics.Mean(0, partVariance, entries.Average(z => z.Real), count, "the mean of the real parts");
        Statistics.Mean(partVariance, 2 * partVariance * partVariance, entries.Average(z => z.Real * z.Real), count,
            "the variance of the real parts");
        Statistics.Distribution([.. entries.Select(z => z.Real / Math.Sqrt(partVariance))], Statistics.Normal, "the real parts");
        if (isComplex)
        {
            Statistics.Mean(0, 0.5, entries.Average(z => z.Imaginary), count, "the mean of the imaginary parts");
            Statistics.Mean(0.5, 0.5, entries.Average(z => z.Imaginary * z.Imaginary), count, "the variance of the imaginary parts");
            Statistics.Mean(0, 0.25, entries.Average(z => z.Real * z.Imaginary), count, "real against imaginary parts");
        }
        else
        {
            Assert.All(entries, z => Assert.Equal(0, z.Imaginary));
        }

        Uncorrelated(0, 1, "neighbours in a row");
        Uncorrelated(1, 0, "neighbours in a column");
        Uncorrelated(1, 1, "neighbours on a diagonal");
        Uncorrelated(2, 0, "entries two rows apart");

        void Uncorrelated(int rows, int columns, string what)
        {
            double sum = 0;
            long pairs = 0;
            for (int i = 0; i + rows < Rows; i++)
            {
                for (int j = 0; j + columns < Columns; j++)
                {
                    sum += (omega[i, j] * Complex.Conjugate(omega[i + rows, j + columns])).Real;
                    pairs++;
                }
            }

            Statistics.Mean(0, isComplex ? 0.5 : 1, sum / pairs, pairs, what);
        }
    }

    [Fact]
    public void Streams_and_seeds_share_no_numbers()
    {
        Complex[,] sketch = Whole(new GaussianSketch<T>(5, RandomStream.Sketch), 200, 50);
        Complex[,] probe = Whole(new GaussianSketch<T>(5, RandomStream.Probe), 200, 50);
        Complex[,] foreign = Whole(new GaussianSketch<T>(6, RandomStream.Sketch), 200, 50);
        foreach (Complex[,] other in new[] { probe, foreign })
        {
            double mean = sketch.Cast<Complex>().Zip(other.Cast<Complex>(), (a, b) => (a * Complex.Conjugate(b)).Real).Average();
            Statistics.Mean(0, typeof(T) == typeof(Complex) ? 0.5 : 1, mean, 10_000, "two sketches");
            int shared = sketch.Cast<Complex>().Intersect(other.Cast<Complex>()).Count();
            Assert.True(shared == 0 || typeof(T) == typeof(float), $"{shared} numbers of 10 000 occur in both");
        }
    }

    private static Complex[,] Whole(GaussianSketch<T> sketch, int rows, int columns)
    {
        DenseMatrix<T> whole = DenseMatrix.Create<T>(rows, columns, MatrixLayout.ColumnMajor);
        sketch.Fill(whole, 0);
        return Oracle.Of(whole);
    }
}
