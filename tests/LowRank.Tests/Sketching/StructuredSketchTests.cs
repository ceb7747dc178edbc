using System.Numerics;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class SingleStructuredSketchTests : StructuredSketchTests<float>;

public sealed class DoubleStructuredSketchTests : StructuredSketchTests<double>;

public sealed class ComplexStructuredSketchTests : StructuredSketchTests<Complex>;

/// <summary>Sparse signs and the trigonometric transform: addressing, structure, moments.</summary>
public abstract class StructuredSketchTests<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<SketchKind> Kinds => [.. Enum.GetValues<SketchKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_block_on_any_number_of_threads_holds_the_same_numbers(SketchKind kind) => Cases.Check(sizes =>
    {
        Sketch<T> sketch = new(kind, (ulong)sizes.Seed, RandomStream.Sketch, Math.Max(1, sizes.K));
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

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(40)]
    public void Sparse_signs_have_eight_entries_of_one_size_in_each_row_of_a_sketch(int width)
    {
        Complex[,] omega = Whole(new Sketch<T>(SketchKind.SparseSign, 7, RandomStream.Sketch, width), 500, 2 * width);
        double magnitude = Math.Sqrt(width / (double)Math.Min(8, width));
        for (int i = 0; i < 500; i++)
        {
            for (int sketch = 0; sketch < 2; sketch++)
            {
                Complex[] row = [.. Enumerable.Range(sketch * width, width).Select(j => omega[i, j]).Where(value => value != 0)];
                Assert.Equal(Math.Min(8, width), row.Length);
                Assert.All(row, value => Assert.Equal(magnitude, Complex.Abs(value), 1e-6));
                Assert.All(row, value => Assert.Equal(0, value.Imaginary));
            }
        }
    }

    [Fact]
    public void Trigonometric_columns_are_orthogonal_until_the_frequencies_are_used_up()
    {
        const int N = 60;
        Complex[,] omega = Whole(new Sketch<T>(SketchKind.Trigonometric, 7, RandomStream.Sketch, 5), N, N);
        Expect.Close(
            Oracle.Multiply(Oracle.Adjoint(omega), omega), Oracle.Scale(Oracle.Identity(N), N), Expect.Rounding<T>(N, N), "ΩᴴΩ = n I");
        Complex[,] more = Whole(new Sketch<T>(SketchKind.Trigonometric, 7, RandomStream.Sketch, 5), N, 2 * N);
        Expect.SameBits(more.Block(0, 0, N, N), omega, "the first n columns");
        Assert.True(Oracle.NormOfDifference(more.Block(0, N, N, N), omega) > 1, "the second round has other signs");
    }

    /// <summary>Mean 0 and variance 1 of each entry, and rows that are uncorrelated: E ΩΩᴴ = l I. Over seeds; each two-sided within 5
    /// standard errors.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Entries_are_centred_of_variance_1_and_uncorrelated_over_seeds(SketchKind kind)
    {
        const int Seeds = 2000;
        const int Rows = 9;
        const int Width = 12;
        double[] means = new double[Seeds];
        double[] squares = new double[Seeds];
        double[] products = new double[Seeds];
        double[] across = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            Complex[,] omega = Whole(new Sketch<T>(kind, (ulong)seed, RandomStream.Sketch, Width), Rows, Width);
            means[seed] = omega[4, 5].Real;
            squares[seed] = Oracle.Square(omega[3, 7]);
            products[seed] = (omega[2, 3] * Complex.Conjugate(omega[6, 3])).Real;
            across[seed] = (omega[2, 3] * Complex.Conjugate(omega[2, 8])).Real;
        }

        Expect.Mean(means, 0, "an entry");
        Expect.Mean(squares, 1, "its square");
        Expect.Mean(products, 0, "the product of two entries of a column");

        // Cosines of one row have one sign in common, and distinct frequencies: their product is −1/(n − 1) on average, not 0.
        if (kind != SketchKind.Trigonometric)
        {
            Expect.Mean(across, 0, "the product of two entries of a row");
        }
    }

    private static Complex[,] Whole(Sketch<T> sketch, int rows, int columns)
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(rows, columns, MatrixLayout.ColumnMajor);
        sketch.Fill(matrix, 0);
        return Oracle.Of(matrix);
    }
}
