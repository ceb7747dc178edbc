using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class PivotedQrPropertiesOfSingle : PivotedQrProperties<float>;

public sealed class PivotedQrPropertiesOfDouble : PivotedQrProperties<double>;

public sealed class PivotedQrPropertiesOfComplex : PivotedQrProperties<Complex>;

public abstract class PivotedQrProperties<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<PivotedQrMethod> Methods => [.. Enum.GetValues<PivotedQrMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_factors_are_what_they_say(PivotedQrMethod method) => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        PivotedQrOptions options = new() { Method = method, Seed = c.Seed };
        PivotedQr<T> whole = PivotedQr.Compute(known.Matrix, options);
        AssertFactors(known, whole, c.Min);
        Expect.AtMost(
            Oracle.NormOfDifference(known.Entries, Oracle.Of(whole.ToDense())), Expect.Rounding<T>(c.Max, Math.Max(1, known.FrobeniusNorm)),
                "‖A − QRΠᵀ‖");

        int rank = (int)(c.Seed % (ulong)(c.Min + 1));
        PivotedQr<T> cut = PivotedQr.ComputeTruncated(known.Matrix, rank, options);
        AssertFactors(known, cut, rank);
        double tolerance = new[] { 0.9, 0.3, 0.1 }[c.Seed % 3];
        PivotedQr<T> to = PivotedQr.ComputeTruncated(known.Matrix, Truncation.RelativeError(tolerance), options);
        AssertFactors(known, to, to.Rank);
        double error = Oracle.NormOfDifference(known.Entries, Oracle.Of(to.ToDense()));
        Expect.AtMost(error, (tolerance * known.FrobeniusNorm) + Expect.Rounding<T>(c.Max, 10), "the error prescribed");
        known.AssertUnchanged();
    });

    /// <summary>Tall enough for the sketch: a falling spectrum, an ill-conditioned one, and one of lower rank.</summary>
    [Theory]
    [InlineData(300, 60, 60, 0.9, MatrixLayout.RowMajor)]
    [InlineData(300, 60, 60, 0.9, MatrixLayout.ColumnMajor)]
    [InlineData(400, 70, 70, 0.62, MatrixLayout.RowMajor)]
    [InlineData(400, 70, 40, 0.9, MatrixLayout.ColumnMajor)]
    public void CQRRPT_reveals_the_spectrum_and_is_orthogonal(int rows, int columns, int rank, double ratio, MatrixLayout layout)
    {
        MatrixCase c = new(rows, columns, rank, SpectrumFamily.Exponential, layout, 2, 5);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Range(0, rank).Select(j => Math.Pow(ratio, j))]);
        PivotedQr<T> qr = PivotedQr.Compute(known.Matrix);
        Assert.Equal(PivotedQrMethod.PreconditionedCholesky, qr.Method);
        AssertFactors(known, qr, columns);
        double residual = Oracle.NormOfDifference(known.Entries, Oracle.Of(qr.ToDense()));
        Expect.AtMost(residual, 100 * Scalar<T>.Epsilon * known.FrobeniusNorm, "‖A − QRΠᵀ‖ against 100 ε ‖A‖");
        PivotedQr<T> exact = PivotedQr.Compute(known.Matrix, new PivotedQrOptions { Method = PivotedQrMethod.Householder });
        Complex[,] r = Oracle.Of(qr.R);
        Complex[,] reference = Oracle.Of(exact.R);
        for (int k = 0; k < rank; k++)
        {
            // Of values that rounding leaves alone: within a factor of 2 of what pivoting on A gives, and of the spectrum as well as that.
            if (known.SingularValues[k] > 1e3 * rows * Scalar<T>.Epsilon)
            {
                double quotient = Complex.Abs(r[k, k]) / Complex.Abs(reference[k, k]);
                Assert.InRange(quotient, 0.5, 2);
            }
        }

        Assert.Equal(qr.Pivots, PivotedQr.Compute(known.Matrix, new PivotedQrOptions { MaxDegreeOfParallelism = 1 }).Pivots);
        known.AssertUnchanged();
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 3, 1));
        Assert.Throws<ArgumentNullException>("a", () => PivotedQr.Compute<T>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("truncation", () => PivotedQr.ComputeTruncated(a, 4));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Method", () => PivotedQr.Compute(a, new PivotedQrOptions { Method = (PivotedQrMethod)9 }));
        Assert.Throws<ArgumentOutOfRangeException>("SketchRatio", () => PivotedQr.Compute(a, new PivotedQrOptions { SketchRatio = 1 }));
        a[2, 1] = Scalar<T>.FromDouble(double.NaN);
        Assert.Throws<ArgumentException>("a", () => PivotedQr.Compute(a));
    }

    private static void AssertFactors(KnownMatrix<T> known, PivotedQr<T> qr, int rank)
    {
        MatrixCase c = known.Case;
        Assert.NotEqual(PivotedQrMethod.Auto, qr.Method);
        Assert.Equal((rank, rank, c.Columns), (qr.Rank, qr.R.RowCount, qr.R.ColumnCount));
        Assert.Equal(Enumerable.Range(0, c.Columns), qr.Pivots.Order());
        Expect.Orthonormal(qr.Q, "Q");
        Complex[,] r = Oracle.Of(qr.R);
        Expect.Close(r, Oracle.Upper(r), 0, "R is upper trapezoidal");
        double rounding = Expect.Rounding<T>(c.Max, Math.Max(1, known.FrobeniusNorm));
        Complex[,] permuted = Oracle.Columns(known.Entries, qr.Pivots);
        Expect.Close(r, Oracle.Multiply(Oracle.Adjoint(Oracle.Of(qr.Q)), permuted), rounding, "R = QᴴAΠ");
        Expect.Close(Oracle.Columns(Oracle.Of(qr.ToDense()), qr.Pivots), Oracle.Multiply(Oracle.Of(qr.Q), r), rounding, "ToDense is QRΠᵀ");
        double error = Oracle.NormOfDifference(known.Entries, Oracle.Of(qr.ToDense()));
        Expect.AtMost(error, qr.Error.UpperBound(1e-6) + rounding, "the error against its bound");
        Expect.Close(qr.Error.Frobenius, error, rounding + Math.Sqrt(Scalar<T>.Epsilon * rounding), "the error");
    }
}
