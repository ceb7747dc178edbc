using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class SingleSpectralResidualTests : SpectralResidualTests<float>;

public sealed class DoubleSpectralResidualTests : SpectralResidualTests<double>;

public sealed class ComplexSpectralResidualTests : SpectralResidualTests<Complex>;

public abstract class SpectralResidualTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    [Fact]
    public void A_deflated_operator_is_the_matrix_without_its_part_inside_the_basis() => Cases.CheckTallWorkspaces(
        sizes =>
        {
            // Q has no more columns than rows; A has K columns.
            DenseMatrix<T> q = Basis(sizes.M, sizes.N, sizes.Seed);
            Complex[,] a = Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed + 1);
            Complex[,] left = Left(a, q);
            DeflatedOperator<T> outside = new(Oracle.ToMatrix<T>(a), TallBlock<T>.Whole(q));
            Assert.Equal((sizes.M, sizes.K), (outside.RowCount, outside.ColumnCount));
            Complex[,] x = Oracle.Gaussian<T>(sizes.K, 3, sizes.Seed + 2);
            Complex[,] y = Oracle.Gaussian<T>(sizes.M, 3, sizes.Seed + 3);
            Stored<T> image = Stored<T>.Destination(sizes.B, sizes.M, 3);
            Stored<T> coimage = Stored<T>.Destination(sizes.C, sizes.K, 3);
            Stored<T> given = new(sizes.A, y);
            outside.Multiply(Oracle.ToMatrix<T>(x), image.Matrix);
            outside.MultiplyAdjoint(given.Matrix, coimage.Matrix);
            int size = Math.Max(sizes.M, sizes.K);
            Expect.Close<T>(image.Values, left.Multiply(x), size, a.Norm() * x.Norm(), "(I − QQᴴ) A X");
            Expect.Close<T>(coimage.Values, left.Adjoint().Multiply(y), size, a.Norm() * y.Norm(), "Aᴴ (I − QQᴴ) Y");
            given.AssertUnchanged();
        },
        50);

    /// <summary>Up to sixty columns the ten vectors and six products see everything, so that the figure is the norm itself.</summary>
    [Theory]
    [InlineData(30, 20, 4)]
    [InlineData(80, 60, 10)]
    [InlineData(12, 40, 3)]
    [InlineData(9, 1, 2)]
    public void A_small_residual_is_known_exactly(int m, int n, int l)
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = (Oracle.ToMatrix<T>(Oracle.Gaussian<T>(m, n, 1)), Basis(m, l, 2));
        double norm = Oracle.SpectralNorm(Left(Oracle.Of(a), q));
        SpectralResidual residual = SpectralResidual.Of(a, q, 3, 1, Context);
        Assert.Equal(new KrylovTail(n, Math.Min(10, n), 6, Scalar<T>.IsComplex, true), residual.Tail);
        Assert.Equal(3, residual.Looks);
        Expect.Close(residual.LowerBound, norm, Expect.Rounding<T>(Math.Max(m, n), norm), "‖(I − QQᴴ)A‖₂");
        Assert.Equal(residual.LowerBound, residual.UpperBound(1e-9));
        Assert.Equal(residual.LowerBound, residual.Safe);
    }

    [Fact]
    public void A_larger_residual_lies_between_its_bounds()
    {
        (DenseMatrix<T> a, DenseMatrix<T> q) = (Oracle.ToMatrix<T>(Oracle.Gaussian<T>(90, 70, 1)), Basis(90, 5, 2));
        double norm = Oracle.SpectralNorm(Left(Oracle.Of(a), q));
        SpectralResidual residual = SpectralResidual.Of(a, q, 1, 1, Context);
        Assert.Equal(new KrylovTail(70, 10, 6, Scalar<T>.IsComplex, false), residual.Tail);
        Expect.AtMost(residual.LowerBound, norm * (1 + Expect.Rounding<T>(90, 1)), "the figure");
        Expect.AtLeast(residual.LowerBound, 0.99 * norm, "the figure");
        Expect.AtLeast(residual.UpperBound(1e-9), norm, "the bound");
        Assert.Equal(residual.UpperBound(0.01), residual.Safe);
    }

    [Fact]
    public void A_basis_of_everything_leaves_nothing()
    {
        DenseMatrix<T> square = Basis(6, 6, 1);
        Assert.Equal(SpectralResidual.None, SpectralResidual.Of(square, square, 1, 1, Context));
        Assert.Equal(SpectralResidual.None, SpectralResidual.Of(DenseMatrix.Create<T>(6, 0), Basis(6, 2, 1), 1, 1, Context));
        Assert.Equal(SpectralResidual.None, SpectralResidual.Of(DenseMatrix.Create<T>(0, 6), DenseMatrix.Create<T>(0, 0), 1, 1, Context));
        Assert.Equal(0, SpectralResidual.None.UpperBound(1e-9));
        Assert.True(SpectralResidual.None.Tail.IsWhole);
    }

    [Theory]
    [InlineData(8, 5)]
    [InlineData(5, 8)]
    [InlineData(1, 1)]
    public void The_largest_singular_value_of_a_block(int m, int n)
    {
        foreach (double scale in new[] { 1, Expect.ExtremeScale<T>(0), Expect.ExtremeScale<T>(1) })
        {
            Complex[,] values = Oracle.Gaussian<T>(m, n, 1);
            double expected = Oracle.SpectralNorm(values) * scale;
            DenseMatrix<T> a = Oracle.ToMatrix<T>(values.Scale(scale), MatrixLayout.ColumnMajor);
            double allowed = Expect.Rounding<T>(8, expected);
            Expect.Close(SpectralResidual.LargestSingularValue(TallBlock<T>.Whole(a.ToDense())), expected, allowed, "σ₁");
            int[] counts = [m / 2, 0, m - (m / 2)];
            double[] parts = Parts.Run(counts, space => SpectralResidual.LargestSingularValue(new TallBlock<T>(
                a.AsRows((int)space.First, space.LocalCount).ToDense(MatrixLayout.ColumnMajor), space)));
            Assert.All(parts, part => Expect.Close(part, expected, allowed, "σ₁ of a block in parts"));
        }
    }

    [Fact]
    public void The_largest_singular_value_of_nothing_is_zero()
    {
        Assert.Equal(0, SpectralResidual.LargestSingularValue(DenseMatrix.Create<T>(0, 3)));
        Assert.Equal(0, SpectralResidual.LargestSingularValue(DenseMatrix.Create<T>(3, 0)));
        Assert.All(
            Parts.Run([2, 1], space => SpectralResidual.LargestSingularValue(
                new TallBlock<T>(DenseMatrix.Create<T>(space.LocalCount, 2), space))),
            part => Assert.Equal(0, part));
    }

    /// <summary>Where 1 ÷ norm is no number any more, the Frobenius norm stands for σ₁, which it is of a single column.</summary>
    [Fact]
    public void In_parts_the_smallest_numbers_have_a_largest_singular_value()
    {
        double unit = Scalar<T>.IsSingle ? 1e-40 : 1e-310;
        Complex[,] column = Oracle.Build(3, 1, (i, _) => (i == 0 ? 3 : i == 1 ? 4 : 0) * unit);
        DenseMatrix<T> a = Oracle.ToMatrix<T>(column, MatrixLayout.ColumnMajor);
        double[] parts = Parts.Run([1, 2], space => SpectralResidual.LargestSingularValue(new TallBlock<T>(
            a.AsRows((int)space.First, space.LocalCount).ToDense(MatrixLayout.ColumnMajor), space)));
        Assert.All(parts, part => Expect.Close(part / unit, 5, 1e-3, "σ₁ ÷ unit"));
    }

    /// <summary>
    /// The basis is orthonormal, starts with the Gaussian block, and AᴴA maps each block into what follows; the image is A times it.
    /// </summary>
    [Theory]
    [InlineData(30, 25, 3, 4)]
    [InlineData(30, 10, 3, 4)]
    [InlineData(7, 25, 2, 3)]
    [InlineData(30, 25, 25, 2)]
    [InlineData(30, 25, 4, 1)]
    public void A_Krylov_basis_holds_the_powers_of_the_start(int m, int n, int block, int iterations)
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(m, n, 1));
        using Workspace<T> workspace = new();
        KrylovNorm<T> krylov = KrylovNorm<T>.Of(a, block, iterations, 9, RandomStream.Probe, Context, workspace);
        int size = Math.Min(n, block * iterations);
        Assert.Equal((n, size), (krylov.Basis.RowCount, krylov.Basis.ColumnCount));
        Assert.Equal(new KrylovTail(n, block, iterations, Scalar<T>.IsComplex, size == n), krylov.Tail);
        Expect.Orthonormal(krylov.Basis, "the basis");
        Complex[,] basis = Oracle.Of(krylov.Basis);
        Complex[,] matrix = Oracle.Of(a);
        Expect.Close<T>(Oracle.Of(krylov.Image.Local), matrix.Multiply(basis), Math.Max(m, n), matrix.Norm(), "A K");

        DenseMatrix<T> start = DenseMatrix.Create<T>(n, block, MatrixLayout.ColumnMajor);
        new GaussianSketch<T>(9, RandomStream.Probe).Fill(start, 0);
        Complex[,] omega = Oracle.Of(start);
        Complex[,] first = basis.FirstColumns(block);
        Expect.Close<T>(first.Multiply(Oracle.Of(krylov.Start).Upper()), omega, n, omega.Norm(), "K₁ R");

        // All blocks but the last, where the space ends.
        double square = Math.Pow(matrix.Norm(), 2);
        int inner = Math.Max(0, size - block);
        Complex[,] next = matrix.Adjoint().Multiply(matrix, basis.FirstColumns(inner));
        if (size == block * iterations)
        {
            Complex[,] outside = next.Subtract(basis.Multiply(basis.Adjoint().Multiply(next)));
            Expect.AtMost(outside.Norm(), Expect.Rounding<T>(Math.Max(m, n), 100 * square), "what AᴴA K has outside K");
        }
    }

    /// <summary>Of rank 2, the space is exhausted after two blocks; what fills it up is orthonormal all the same.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void An_exhausted_space_is_filled_up(int rank)
    {
        Complex[,] values = Oracle.Gaussian<T>(30, rank, 1).Multiply(Oracle.Gaussian<T>(rank, 20, 2));
        using Workspace<T> workspace = new();
        KrylovNorm<T> krylov = KrylovNorm<T>.Of(Oracle.ToMatrix<T>(values), 3, 5, 9, RandomStream.Probe, Context, workspace);
        Expect.Orthonormal(krylov.Basis, "the basis");
        double norm = rank == 0 ? 0 : Oracle.SpectralNorm(values);
        Expect.Close(SpectralResidual.LargestSingularValue(krylov.Image), norm, Expect.Rounding<T>(30, norm), "‖A‖₂");
    }

    /// <summary>The basis is reported block by block; a measurement within another computation reports nothing of its own.</summary>
    [Fact]
    public void Progress_counts_the_columns_of_the_basis()
    {
        Recorder recorder = new();
        RunContext context = new(new TruncatedSvdOptions { Progress = recorder }, CancellationToken.None);
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(30, 25, 1));
        using Workspace<T> workspace = new();
        KrylovNorm<T>.Of(a, 3, 4, 9, RandomStream.Probe, context, workspace);
        Assert.Equal(
            [new("Krylov", 0), new("Krylov", 3 / 12.0), new("Krylov", 6 / 12.0), new LowRankProgress("Krylov", 9 / 12.0)],
            recorder.Reports);
        recorder.Reports.Clear();
        SpectralResidual.Of(a, Basis(30, 4, 2), 1, 1, context);
        Assert.Empty(recorder.Reports);
    }

    /// <summary>The space does not depend on the scale, though AᴴA leaves the range of numbers: it is not filled up at random.</summary>
    [Fact]
    public void The_space_is_the_same_at_every_scale()
    {
        Complex[,] values = Oracle.Gaussian<T>(30, 20, 1);
        double norm = Oracle.SpectralNorm(values);
        using Workspace<T> workspace = new();
        KrylovNorm<T> Of(double scale) => KrylovNorm<T>.Of(
            Oracle.ToMatrix<T>(values.Scale(scale)), 2, 3, 9, RandomStream.Probe, Context, workspace);
        KrylovNorm<T> expected = Of(1);
        double figure = SpectralResidual.LargestSingularValue(expected.Image);
        Complex[,] space = Oracle.Of(expected.Basis);
        for (ulong seed = 0; seed < 4; seed++)
        {
            double scale = Expect.ExtremeScale<T>(seed);
            KrylovNorm<T> krylov = Of(scale);
            Complex[,] basis = Oracle.Of(krylov.Basis);
            Complex[,] outside = basis.Subtract(space.Multiply(space.Adjoint().Multiply(basis)));
            Expect.AtMost(outside.Norm(), Expect.Rounding<T>(30, 10), $"what the space at {scale} has outside that at 1");
            double scaled = SpectralResidual.LargestSingularValue(krylov.Image);
            Expect.Close(scaled / scale, figure, Expect.Rounding<T>(30, norm), "‖A K‖ ÷ scale");
        }
    }

    /// <summary>An operator may return what is not finite, and is named; a matrix has been checked before.</summary>
    [Fact]
    public void A_product_that_is_not_finite_is_refused() => Assert.Throws<ArgumentException>("a", () =>
    {
        using Workspace<T> workspace = new();
        SourceOperator<T> broken = new(Oracle.ToMatrix<T>(Oracle.Filled(5, 4, double.NaN)));
        KrylovNorm<T>.Of(broken, 2, 2, 1, RandomStream.Probe, Context, workspace);
    });

    private sealed class Recorder : IProgress<LowRankProgress>
    {
        public List<LowRankProgress> Reports { get; } = [];

        public void Report(LowRankProgress value) => Reports.Add(value);
    }

    private static DenseMatrix<T> Basis(int m, int l, int seed)
    {
        DenseMatrix<T> q = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(m, l, seed)).Matrix;
        Orthonormalizer<T>.Orthonormalize(q);
        return q;
    }

    private static Complex[,] Left(Complex[,] a, DenseMatrix<T> q)
    {
        Complex[,] basis = Oracle.Of(q);
        return a.Subtract(basis.Multiply(basis.Adjoint().Multiply(a)));
    }
}
