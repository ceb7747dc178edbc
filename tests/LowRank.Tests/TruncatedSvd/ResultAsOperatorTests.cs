using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class ResultAsOperatorTestsOfSingle : ResultAsOperatorTests<float>;

public sealed class ResultAsOperatorTestsOfDouble : ResultAsOperatorTests<double>;

public sealed class ResultAsOperatorTestsOfComplex : ResultAsOperatorTests<Complex>;

/// <summary>A result multiplies as its expansion does, and serves as input again.</summary>
public abstract class ResultAsOperatorTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Products_of_the_factors_are_those_of_the_expanded_matrix() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        LowRankApproximation<T>[] results =
        [
            TruncatedSvd.Compute(known.Matrix, rank),
            PseudoInverse.Compute(known.Matrix),
            InterpolativeDecomposition.Compute(known.Matrix, rank),
            InterpolativeDecomposition.Compute(known.Matrix, rank, new InterpolativeDecompositionOptions { Side = InterpolativeSide.Rows }),
        ];
        foreach (LowRankApproximation<T> result in results)
        {
            Complex[,] dense = Oracle.Of(result.ToDense());
            Assert.Equal((result.RowCount, result.ColumnCount), (dense.GetLength(0), dense.GetLength(1)));
            foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
            {
                DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(result.ColumnCount, 3, 1), layout);
                DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(result.RowCount, 2, 2), layout);
                double rounding = Expect.Rounding<T>(c.Max, 100 * (c.Max + 1));
                DenseMatrix<T> product = result.Multiply(x);
                Assert.Equal(layout, product.Layout);
                Expect.Close(Oracle.Of(product), Oracle.Multiply(dense, Oracle.Of(x)), rounding, $"{result}: Multiply");
                Complex[,] adjointProduct = Oracle.Of(LinearOperator.MultiplyAdjoint(result, y));
                Expect.Close(adjointProduct, Oracle.Multiply(Oracle.Adjoint(dense), Oracle.Of(y)), rounding, $"{result}: MultiplyAdjoint");

                // What stands in the destination does not matter, NaN included.
                DenseMatrix<T> destination = Oracle.ToMatrix<T>(Oracle.Build(result.RowCount, 3, (_, _) => double.NaN), layout);
                result.Multiply(x, destination);
                Expect.Close(Oracle.Of(destination), Oracle.Of(product), rounding, $"{result}: a destination full of NaN");
            }
        }
    }, tests: 100);

    [Fact]
    public void A_result_decomposed_again_is_itself() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, 4);
        TruncatedSvd<T> again = TruncatedSvd.Compute(svd, 4, new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration });
        double rounding = Expect.Rounding<T>(c.Max, 10);
        Expect.Close(Oracle.Of(again.ToDense()), Oracle.Of(svd.ToDense()), rounding, "the decomposition of a decomposition");
        Expect.AtMost(again.Error.Frobenius, rounding, "its error");
    }, tests: 60);

    [Fact]
    public void A_result_prints_its_kind_shape_rank_and_error()
    {
        TruncatedSvd<T> svd = TruncatedSvd.Compute(Oracle.ToMatrix<T>(Oracle.Diagonal([4, 3])), 1);
        Assert.Equal("TruncatedSvd 2 × 2, rank 1, error 0.6 relative (ExactIdentity)", svd.ToString());
        Assert.Equal("rank 3", Truncation.Rank(3).ToString());
        Assert.Equal("relative error 0.01", Truncation.RelativeError(0.01).ToString());
        Assert.Equal("absolute error 2", Truncation.AbsoluteError(2).ToString());
        Assert.Equal(Truncation.Rank(3), (Truncation)3);
    }
}
