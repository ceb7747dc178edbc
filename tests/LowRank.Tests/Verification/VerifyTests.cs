using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleVerifyTests : VerifyTests<float>;

public sealed class DoubleVerifyTests : VerifyTests<double>;

public sealed class ComplexVerifyTests : VerifyTests<Complex>;

public abstract class VerifyTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void An_svd_is_seen_as_it_is() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, rank, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full });
        SvdVerification seen = Verify.Svd(known.AsOperator(), svd);
        double rounding = Expect.Rounding<T>(c.Max, 10 * Math.Max(1, known.FrobeniusNorm));
        Expect.Close(seen.Error.Error, known.Tail(rank), rounding, "the error");
        Expect.Close(seen.Error.Norm, known.FrobeniusNorm, rounding, "‖A‖");
        Expect.AtMost(seen.LargestResidual, rounding, "the largest residual");
        Expect.AtMost(seen.LeftDefect + seen.RightDefect, rounding, "the orthogonality");
        Assert.True(seen.Error.IsWithinBounds(1e-6), seen.ToString());
    });

    /// <summary>Vectors that are too long, turned or exchanged, and an error that is denied, are seen, each by its own figure.</summary>
    [Fact]
    public void What_is_wrong_is_seen()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(20, 12, 12, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 3));
        TruncatedSvd<T> svd = TruncatedSvd.Compute(known.Matrix, 4, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full });
        T two = Scalar<T>.FromDouble(2);
        svd.U[3, 1] += two;
        SvdVerification seen = Verify.Svd(known.Matrix, svd);
        Expect.AtLeast(seen.LeftDefect, 2, "‖UᴴU − I‖");
        Expect.AtMost(seen.RightDefect, 1e-4, "‖VᴴV − I‖");
        Expect.AtLeast(seen.ResidualNorms[1], svd.SingularValues[1], "the residual of the vector that was changed");
        Expect.AtMost(seen.ResidualNorms[0], 1e-4, "that of another");
        Expect.Close(
            Math.Pow(seen.Error.Error, 2), Math.Pow(Oracle.Norm(Oracle.Subtract(known.Entries, Oracle.Of(svd.ToDense()))), 2), 1e-3,
            "the squared error");
        Assert.False(seen.Error.IsWithinBounds(0.01));
        Assert.Contains("estimate ÷ error 0.", seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_results_are_seen_as_they_are() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        foreach (LowRankApproximation<T> result in new LowRankApproximation<T>[]
        {
            InterpolativeDecomposition.Compute(known.Matrix, rank), CurDecomposition.Compute(known.Matrix, rank),
            GeneralizedNystrom.Compute(known.Matrix, rank),
        })
        {
            ErrorVerification seen = Verify.Error(known.Matrix, result);
            double error = Oracle.Norm(Oracle.Subtract(known.Entries, Oracle.Of(result.ToDense())));
            Expect.Close(seen.Error, error, Expect.Rounding<T>(c.Max, 100 * (error + known.FrobeniusNorm)), "the error");
        }
    }, tests: 30);

    [Fact]
    public void A_pseudo_inverse_fulfils_the_conditions_of_Penrose_and_another_matrix_does_not()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new MatrixCase(20, 12, 12, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 3));
        PseudoInverseVerification seen = Verify.PseudoInverse(known.Matrix, PseudoInverse.Compute(known.Matrix));
        Expect.AtMost(seen.Largest, Expect.Rounding<T>(20, 100), "what is missed");
        KnownMatrix<T> other = KnownMatrix<T>.Build(new MatrixCase(20, 12, 12, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 4));
        PseudoInverseVerification wrong = Verify.PseudoInverse(other.Matrix, PseudoInverse.Compute(known.Matrix));
        foreach (double figure in new[] { wrong.Inner, wrong.Outer, wrong.LeftAsymmetry, wrong.RightAsymmetry })
        {
            Expect.AtLeast(figure, 0.1, wrong.ToString());
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        DenseMatrix<T> a = DenseMatrix.Create<T>(4, 3);
        TruncatedSvd<T> svd = TruncatedSvd.Compute(DenseMatrix.Create<T>(3, 4), 1);
        Assert.Throws<ArgumentException>("result", () => Verify.Error(a, svd));
        Assert.Throws<ArgumentException>("inverse", () => Verify.PseudoInverse(a, PseudoInverse.Compute(DenseMatrix.Create<T>(5, 3))));
        Assert.Equal(0, Verify.Svd(a, TruncatedSvd.Compute(a, 2)).Error.RelativeError);
    }
}
