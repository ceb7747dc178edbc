using System.Numerics;
using LowRank.Kernels;
using LowRank.Tall;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank.Tests;

public sealed class MathNetSelectionTestsOfSingle : MathNetSelectionTests<float>;

public sealed class MathNetSelectionTestsOfDouble : MathNetSelectionTests<double>;

public sealed class MathNetSelectionTestsOfComplex : MathNetSelectionTests<Complex>;

/// <summary>CUR, Nyström, principal components, column-row products and sparse input as methods of Math.NET's matrices.</summary>
public abstract class MathNetSelectionTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly Matrix<T> _matrix = Matrix<T>.Build.Random(24, 5, 1) * Matrix<T>.Build.Random(5, 16, 2);

    [Fact]
    public void Cur()
    {
        MathNetCurDecomposition<T> cur = _matrix.CurDecomposition(5);
        Close(_matrix, cur.C * cur.U * cur.R, "C U R");
        Assert.Equal(_matrix.Column(cur.ColumnIndices[0]), cur.C.Column(0));
        Assert.Equal(_matrix.Row(cur.RowIndices[0]), cur.R.Row(0));
    }

    [Fact]
    public void Nystrom()
    {
        Matrix<T> gram = _matrix.ConjugateTransposeThisAndMultiply(_matrix);
        gram = (gram + gram.ConjugateTranspose()) / (T.One + T.One);
        MathNetNystromApproximation<T> nystrom = gram.NystromApproximation(5);
        Assert.Equal((16, 5), (nystrom.Factor.RowCount, nystrom.Rank));

        // The method shifts by some √ε of the matrix; what is lost is of that order at most.
        Matrix<T> difference = gram - (nystrom.Factor * nystrom.Factor.ConjugateTranspose());
        Expect.AtMost(difference.FrobeniusNorm(), 10 * Math.Sqrt(Scalar<T>.Epsilon) * gram.FrobeniusNorm(), "A − F Fᴴ");
    }

    [Fact]
    public void Principal_components()
    {
        MathNetPca<T> pca = _matrix.Pca(5);
        Matrix<T> mean = Matrix<T>.Build.Dense(24, 24, T.One / T.CreateChecked(24)) * _matrix;
        Close(_matrix - mean, pca.Scores * pca.Components, "scores × components");
        Assert.Equal(5, pca.ExplainedVariance.Length);
    }

    [Fact]
    public void Column_row_product()
    {
        Matrix<T> y = Matrix<T>.Build.Random(16, 7, 3);
        ColumnRowOptions options = new() { Scheme = ColumnRowScheme.TopK };
        Close(_matrix * y, _matrix.ColumnRowMultiply(y, 16, options).Product, "all terms");
        MathNetColumnRowProduct<T> some = _matrix.ColumnRowMultiply(y, 4, options);
        ColumnRowProduct<T> expected = ColumnRow.Multiply(_matrix.ToLowRank(), y.ToLowRank(), 4, options);
        Assert.Equal(expected.Indices, some.Indices);
        Close(expected.Product.ToMathNet(), some.Product, "four terms");
    }

    [Fact]
    public void Sparse_and_diagonal_matrices_become_sparse()
    {
        Matrix<T> sparse = Matrix<T>.Build.SparseOfMatrix(
            _matrix.MapIndexed((i, j, value) => (i + j) % 4 == 0 ? value : T.Zero, Zeros.Include));
        SparseMatrix<T> copy = sparse.ToSparse();
        Assert.Equal(24 * 16 / 4, copy.NonZeroCount);
        Assert.Equal(Matrix<T>.Build.DenseOfMatrix(sparse), copy.ToDense().ToMathNet());
        Assert.Equal(copy.NonZeroCount, Matrix<T>.Build.DenseOfMatrix(sparse).ToSparse().NonZeroCount);
        MathNetSvd<T> svd = sparse.TruncatedSvd(16);
        Close(Matrix<T>.Build.DenseOfMatrix(sparse),
            svd.U * Matrix<T>.Build.DenseOfDiagonalArray([.. svd.S.Select(Scalar<T>.FromDouble)]) * svd.VT, "of a sparse matrix");

        Matrix<T> diagonal = Matrix<T>.Build.Diagonal(6, 4, i => T.CreateChecked(i + 1));
        Assert.Equal(4, diagonal.ToSparse().NonZeroCount);
        Expect.Close(diagonal.TruncatedSvd(2).S[1], 3, Expect.Rounding<T>(10, 4), "σ₂ of a diagonal matrix");
        Assert.Equal(0, Matrix<T>.Build.Sparse(5, 3).ToSparse().NonZeroCount);
    }

    [Fact]
    public void The_thin_svd_and_the_pseudo_inverse_do_not_build_the_square_factor()
    {
        Matrix<T> tall = Matrix<T>.Build.Random(20_000, 20, 4);
        Matrix<T> wide = tall.Transpose();
        foreach (Action compute in new Action[] { () => tall.ThinSvd(), () => wide.ThinSvd(), () => tall.ThinPseudoInverse(), () =>
            wide.ThinPseudoInverse() })
        {
            // The square factor alone would be 20 000 / 20 times the matrix; the buffers that are pooled count too the first time.
            long before = GC.GetAllocatedBytesForCurrentThread();
            compute();
            long matrix = 20_000L * 20 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            Expect.AtMost((double)(GC.GetAllocatedBytesForCurrentThread() - before) / matrix, 12, "allocated, in sizes of the matrix");
        }
    }

    [Fact]
    public void Complex32_stays_math_nets_own()
    {
        Complex32[] a = [new(1, 2), new(0, 1), new(3, -1), new(2, 2)];
        Complex32[] Inverse(ILinearAlgebraProvider<Complex32> provider)
        {
            Complex32[] copy = (Complex32[])a.Clone();
            provider.LUInverse(copy, 2);
            return copy;
        }

        Assert.Equal(Inverse(new ManagedLinearAlgebraProvider()), Inverse(new LowRank.Provider.NativeLinearAlgebraProvider()));
    }

    private static void Close(Matrix<T> expected, Matrix<T> measured, string what) =>
        Expect.AtMost((expected - measured).FrobeniusNorm(), 300 * Expect.Rounding<T>(40, 1) * (1 + expected.FrobeniusNorm()), what);
}
