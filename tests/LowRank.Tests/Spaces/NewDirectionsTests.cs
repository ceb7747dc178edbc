using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class NewDirectionsOfSingle : NewDirectionsTests<float>;

public sealed class NewDirectionsOfDouble : NewDirectionsTests<double>;

public sealed class NewDirectionsOfComplex : NewDirectionsTests<Complex>;

public abstract class NewDirectionsTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const ulong Seed = 5;

    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    /// <summary>However little of the block lies outside the basis, what comes out is orthonormal to rounding, and times r it is that
    /// part.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 1)]
    [InlineData(5, 1e-2)]
    [InlineData(5, 1e-4)]
    public void A_block_is_split_into_what_the_basis_takes_and_an_orthonormal_rest(int basisColumns, double outside)
    {
        foreach (double scale in new[] { 1, Expect.ExtremeScale<T>(0), Expect.ExtremeScale<T>(1) })
        {
            DenseMatrix<T> basis = Basis(basisColumns);
            Complex[,] b = Oracle.Of(basis);
            Complex[,] mixed = b.Multiply(Oracle.Gaussian<T>(basisColumns, 3, 2)).Add(Oracle.Gaussian<T>(30, 3, 3).Scale(outside));
            Stored<T> block = new(Storage.Workspace, mixed.Scale(scale));
            Complex[,] given = block.Values;
            DenseMatrix<T> r = DenseMatrix.Create<T>(3, 3, MatrixLayout.ColumnMajor);
            new NewDirections<T>(Seed, 7, Context).Orthonormalize(TallBlock<T>.Whole(block.Matrix), TallBlock<T>.Whole(basis), r);
            Complex[,] y = block.Values;
            Expect.Orthonormal<T>(y, "the block");
            Expect.AtMost(b.Adjoint().Multiply(y).Norm(), Expect.Rounding<T>(30, 1), "what it has along the basis");
            Complex[,] rest = given.Subtract(b.Multiply(b.Adjoint().Multiply(given)));
            Expect.Close<T>(y.Multiply(Oracle.Of(r).Upper()), rest, 30, given.Norm(), "the block times r");
        }
    }

    /// <summary>Columns with nothing outside are replaced by the next of the Gaussian matrix; the others keep their directions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    public void Columns_that_have_nothing_new_are_drawn_anew(double scale)
    {
        DenseMatrix<T> basis = Basis(4);
        Complex[,] b = Oracle.Of(basis);
        Complex[,] fresh = Oracle.Gaussian<T>(30, 2, 3);

        // The second column lies in the basis, the third is a multiple of the first.
        Complex[,] values = Oracle.Build(
            30, 4, (i, j) => scale * (j switch { 0 => fresh[i, 0], 1 => b[i, 2], 2 => 3 * fresh[i, 0], _ => fresh[i, 1] }));
        DenseMatrix<T> block = new Stored<T>(Storage.Workspace, values).Matrix;
        DenseMatrix<T> r = DenseMatrix.Create<T>(4, 4, MatrixLayout.ColumnMajor);
        NewDirections<T> directions = new(Seed, 7, Context);
        directions.Orthonormalize(TallBlock<T>.Whole(block), TallBlock<T>.Whole(basis), r);
        AssertNew(block, b);
        Assert.Equal(0, r.FrobeniusNorm());

        // They span the fresh ones and columns 7 and 8 of the Gaussian matrix, of which the latter go on from there.
        Complex[,] y = Oracle.Of(block);
        AssertSpanned(y, b, fresh);
        AssertSpanned(y, b, Drawn(7, 2));
        DenseMatrix<T> zero = DenseMatrix.Create<T>(30, 2, MatrixLayout.ColumnMajor);
        directions.Orthonormalize(
            TallBlock<T>.Whole(zero), TallBlock<T>.Whole(basis), DenseMatrix.Create<T>(2, 2, MatrixLayout.ColumnMajor));
        AssertNew(zero, b);
        AssertSpanned(Oracle.Of(zero), b, Drawn(9, 2));
    }

    [Fact]
    public void In_parts_the_same_comes_out()
    {
        DenseMatrix<T> basis = Basis(4);
        Complex[,] values = Oracle.Gaussian<T>(30, 3, 3);
        values = Oracle.Build(30, 3, (i, j) => j == 1 ? 2 * values[i, 0] : values[i, j]);
        DenseMatrix<T> whole = new Stored<T>(Storage.Workspace, values).Matrix;
        DenseMatrix<T>[] parts = Parts.Run([12, 0, 18], space =>
        {
            DenseMatrix<T> own = whole.AsRows((int)space.First, space.LocalCount).ToDense(MatrixLayout.ColumnMajor);
            DenseMatrix<T> ownBasis = basis.AsRows((int)space.First, space.LocalCount).ToDense(MatrixLayout.ColumnMajor);
            new NewDirections<T>(Seed, 7, Context).Orthonormalize(
                new TallBlock<T>(own, space), new TallBlock<T>(ownBasis, space), DenseMatrix.Create<T>(3, 3, MatrixLayout.ColumnMajor));
            return own;
        });
        Complex[,] stacked = Oracle.Build(30, 3, (i, j) => Oracle.Of(i < 12 ? parts[0][i, j] : parts[2][i - 12, j]));
        AssertNew(Oracle.ToMatrix<T>(stacked), Oracle.Of(basis));
        AssertSpanned(stacked, Oracle.Of(basis), values);
        AssertSpanned(stacked, Oracle.Of(basis), Drawn(7, 1));
    }

    private static DenseMatrix<T> Basis(int columns)
    {
        DenseMatrix<T> basis = new Stored<T>(Storage.Workspace, Oracle.Gaussian<T>(30, columns, 1)).Matrix;
        if (columns > 0)
        {
            Orthonormalizer<T>.Orthonormalize(basis);
        }

        return basis;
    }

    private static Complex[,] Drawn(int first, int count)
    {
        DenseMatrix<T> drawn = DenseMatrix.Create<T>(30, count, MatrixLayout.ColumnMajor);
        new GaussianSketch<T>(Seed, RandomStream.Sketch).Fill(drawn, first);
        return Oracle.Of(drawn);
    }

    private static void AssertNew(DenseMatrix<T> y, Complex[,] basis)
    {
        Expect.Orthonormal(y, "the block");
        Expect.AtMost(basis.Adjoint().Multiply(Oracle.Of(y)).Norm(), Expect.Rounding<T>(30, 1), "what it has along the basis");
    }

    /// <summary>Nothing of the vectors is outside both the basis and y.</summary>
    private static void AssertSpanned(Complex[,] y, Complex[,] basis, Complex[,] vectors)
    {
        Complex[,] rest = vectors.Subtract(basis.Multiply(basis.Adjoint().Multiply(vectors)));
        rest = rest.Subtract(y.Multiply(y.Adjoint().Multiply(rest)));
        Expect.AtMost(rest.Norm(), Expect.Rounding<T>(30, 10 * vectors.Norm()), "what is outside the span");
    }
}
