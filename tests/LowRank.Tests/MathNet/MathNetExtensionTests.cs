using System.Numerics;
using LowRank.Kernels;
using LowRank.Tall;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank.Tests;

public sealed class MathNetExtensionTestsOfSingle : MathNetExtensionTests<float>;

public sealed class MathNetExtensionTestsOfDouble : MathNetExtensionTests<double>;

public sealed class MathNetExtensionTestsOfComplex : MathNetExtensionTests<Complex>;

/// <summary>The decompositions as methods of Math.NET's matrices, and the switch of the provider seen from Math.NET.</summary>
public abstract class MathNetExtensionTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly Matrix<T> _matrix = Matrix<T>.Build.Random(30, 12, 7);

    private static double Tolerance => Expect.Rounding<T>(30, 1);

    [Fact]
    public void Truncated_svd()
    {
        MathNetSvd<T> svd = _matrix.TruncatedSvd(5);
        Assert.Equal((30, 5), (svd.U.RowCount, svd.U.ColumnCount));
        Assert.Equal((5, 12), (svd.VT.RowCount, svd.VT.ColumnCount));
        TruncatedSvd<T> expected = TruncatedSvd.Compute(_matrix.ToLowRank(), 5);
        Close(expected.ToDense().ToMathNet(), svd.U * Diagonal(svd.S) * svd.VT, "U Σ VT");
        Expect.Close(svd.Error.Frobenius, expected.Error.Frobenius, Tolerance * 100, "error");
        Assert.Equal(5, svd.Rank);
        Assert.True(_matrix.TruncatedSvd(Truncation.RelativeError(0.5)).Error.RelativeFrobenius <= 0.5);
    }

    [Fact]
    public void Thin_svd_is_exact_and_thin()
    {
        MathNetSvd<T> svd = _matrix.ThinSvd();
        Assert.Equal(12, svd.U.ColumnCount);
        Close(_matrix, svd.U * Diagonal(svd.S) * svd.VT, "U Σ VT");
    }

    [Fact]
    public void Interpolative_decomposition()
    {
        MathNetInterpolativeDecomposition<T> id = _matrix.InterpolativeDecomposition(12);
        Close(_matrix, id.Skeleton * id.Coefficients, "C Z");
        for (int k = 0; k < 12; k++)
        {
            Assert.Equal(_matrix.Column(id.Indices[k]), id.Skeleton.Column(k));
        }
    }

    [Fact]
    public void Pseudo_inverse_and_least_squares()
    {
        Matrix<T> inverse = _matrix.ThinPseudoInverse();
        Close(Matrix<T>.Build.DenseIdentity(12), inverse * _matrix, "A⁺ A");
        Matrix<T> b = Matrix<T>.Build.Random(30, 3, 8);
        Close(inverse * b, _matrix.LeastSquares(b), "A⁺ B");
    }

    [Fact]
    public void A_sparse_matrix_is_copied_and_its_input_unchanged()
    {
        Matrix<T> sparse = Matrix<T>.Build.SparseOfMatrix(_matrix);
        Matrix<T> before = sparse.Clone();
        Close(_matrix, sparse.ThinSvd() is { } svd ? svd.U * Diagonal(svd.S) * svd.VT : sparse, "of a sparse matrix");
        Assert.Equal(before, sparse);
    }

    [Fact]
    public void Math_nets_own_methods_work_with_the_native_provider()
    {
        // The provider is one for the whole process; other tests that run meanwhile get right results from either.
        ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
        LowRankControl.UseNative();
        try
        {
            Assert.True(LowRankControl.IsNative);
            Assert.True(LowRankControl.TryUseNative());
            Matrix<T> square = _matrix.ConjugateTransposeThisAndMultiply(_matrix);
            Matrix<T> identity = Matrix<T>.Build.DenseIdentity(12);
            Close(identity, square.Inverse() * square, "inverse");
            Close(identity, square.LU().Solve(square), "LU");
            Close(identity, square.Cholesky().Solve(square), "Cholesky");
            Close(square, square.Cholesky().Factor * square.Cholesky().Factor.ConjugateTranspose(), "Cholesky's factor");
            MathNet.Numerics.LinearAlgebra.Factorization.QR<T> qr = _matrix.QR();
            Close(_matrix, qr.Q * qr.R, "QR");
            Close(_matrix.LeastSquares(_matrix.Column(0).ToColumnMatrix()), qr.Solve(_matrix.Column(0).ToColumnMatrix()), "QR's solution");
            MathNet.Numerics.LinearAlgebra.Factorization.Svd<T> svd = _matrix.Svd();
            Close(_matrix, svd.U * svd.W * svd.VT, "SVD");
            Assert.Equal(12, svd.Rank);
            MathNet.Numerics.LinearAlgebra.Factorization.Evd<T> evd = square.Evd();
            Close(square * evd.EigenVectors, evd.EigenVectors * evd.D, "EVD, symmetric");
            Matrix<T> general = _matrix.SubMatrix(0, 12, 0, 12);
            evd = general.Evd();
            Close(general * evd.EigenVectors, evd.EigenVectors * evd.D, "EVD");
            Close(_matrix.ThinPseudoInverse(), _matrix.PseudoInverse(), "pseudo-inverse");
        }
        finally
        {
            LinearAlgebraControl.Provider = before;
        }
    }

    private static Matrix<T> Diagonal(MathNet.Numerics.LinearAlgebra.Vector<double> values) =>
        Matrix<T>.Build.DenseOfDiagonalArray([.. values.Select(Scalar<T>.FromDouble)]);

    private static void Close(Matrix<T> expected, Matrix<T> measured, string what) =>
        Expect.AtMost((expected - measured).FrobeniusNorm(), 300 * Tolerance * (1 + expected.FrobeniusNorm()), what);
}
