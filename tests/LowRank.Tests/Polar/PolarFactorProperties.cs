using System.Numerics;
using LowRank.Kernels;
using LowRank.Polar;

namespace LowRank.Tests;

public sealed class PolarFactorPropertiesOfSingle : PolarFactorProperties<float>;

public sealed class PolarFactorPropertiesOfDouble : PolarFactorProperties<double>;

public sealed class PolarFactorPropertiesOfComplex : PolarFactorProperties<Complex>;

public abstract class PolarFactorProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly PolarFactorMethod[] Converging =
        [PolarFactorMethod.Svd, PolarFactorMethod.NewtonSchulz, PolarFactorMethod.PolarExpress];

    [Fact]
    public void Golden_value()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(new Complex[,] { { 3, 0 }, { 4, 5 } });
        Complex[,] expected = Oracle.Scale(new Complex[,] { { 2, -1 }, { 1, 2 } }, 1 / Math.Sqrt(5));
        foreach (PolarFactorMethod method in Converging)
        {
            Expect.Close<T>(Oracle.Of(PolarFactor.Compute(a, new PolarFactorOptions { Method = method })), expected, 2, 1,
                $"msign by {method}");
        }
    }

    /// <summary>msign(A) = U Vᴴ; A = msign(A) H with H = msign(A)ᴴ A positive semidefinite.</summary>
    [Fact]
    public void All_methods_give_the_factor_of_the_svd() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        // Full rank, so that the iterations too have something to converge to.
        KnownMatrix<T> known = KnownMatrix<T>.Build(
            c with { Rank = c.Min, HasTwins = false }, (c with { Rank = c.Min }).SingularValues(1e-2));
        Complex[,] expected = Oracle.Multiply(known.U, Oracle.Adjoint(known.V));
        foreach (PolarFactorMethod method in Converging)
        {
            DenseMatrix<T> factor = PolarFactor.Compute(known.Matrix, new PolarFactorOptions { Method = method });
            Assert.Equal((c.Rows, c.Columns, c.Layout), (factor.RowCount, factor.ColumnCount, factor.Layout));
            Expect.Close<T>(Oracle.Of(factor), expected, c.Max, 2 * known.Condition, $"msign by {method}");
        }

        known.AssertUnchanged();
    });

    [Fact]
    public void A_deficient_rank_leaves_its_null_space_at_zero() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.1));
        Complex[,] expected = Oracle.Multiply(known.U, Oracle.Adjoint(known.V));
        DenseMatrix<T> factor = PolarFactor.Compute(known.Matrix);
        Expect.Close<T>(Oracle.Of(factor), expected, c.Max, 40, "msign by the SVD");
        foreach (PolarFactorMethod method in Converging)
        {
            // The iterations raise rounding, but no further than they say.
            DenseMatrix<T> iterated = PolarFactor.Compute(known.Matrix, new PolarFactorOptions { Method = method });
            Expect.Close(Oracle.Of(iterated), expected, 4 * c.Max * Math.Pow(Scalar<T>.Epsilon, 0.375), $"msign by {method}");
        }
    }, tests: 100);

    /// <summary>Every step maps each singular value by its polynomial and leaves the vectors.</summary>
    [Theory]
    [InlineData(PolarFactorMethod.NewtonSchulz, 3)]
    [InlineData(PolarFactorMethod.PolarExpress, 6)]
    [InlineData(PolarFactorMethod.Muon, 5)]
    public void Steps_are_polynomials_of_the_singular_values(PolarFactorMethod method, int steps) =>
        PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.05));
        double start = Math.Pow(known.SingularValues.Sum(s => Math.Pow(s, 8)), 1.0 / 8);
        double[] values = Array.ConvertAll(known.SingularValues, s => s / start);
        for (int step = 0; step < steps; step++)
        {
            QuinticStep polynomial = method switch
            {
                PolarFactorMethod.NewtonSchulz => QuinticStep.NewtonSchulz,
                PolarFactorMethod.PolarExpress => QuinticStep.PolarExpress(step),
                _ => QuinticStep.Muon,
            };
            values = Array.ConvertAll(values, polynomial.Apply);
        }

        Complex[,] expected = Oracle.Multiply(known.U, Oracle.Diagonal(values), Oracle.Adjoint(known.V));
        PolarFactorOptions options = new() { Method = method, Iterations = method == PolarFactorMethod.Muon ? null : steps };

        // Slopes of the polynomials, up to 8.3 in the first and some thousand in all, multiply rounding.
        Expect.Close<T>(Oracle.Of(PolarFactor.Compute(known.Matrix, options)), expected, c.Max, 3000, $"{steps} steps of {method}");
    }, tests: 60);

    [Fact]
    public void Scale_does_not_matter() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, c.SingularValues(0.2));
        double scale = Expect.ExtremeScale<T>(c.Seed);
        DenseMatrix<T> scaled = Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, scale), c.Layout);
        foreach (PolarFactorMethod method in Converging)
        {
            PolarFactorOptions options = new() { Method = method, Iterations = 8 };
            Complex[,] plain = Oracle.Of(PolarFactor.Compute(known.Matrix, options));
            Expect.Close<T>(Oracle.Of(PolarFactor.Compute(scaled, options)), plain, c.Max, 3000, $"msign of a scaled matrix by {method}");
        }
    }, tests: 60);

    [Fact]
    public void Bad_arguments_and_zeros()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(4, 3, 1));
        Assert.Throws<ArgumentNullException>("a", () => PolarFactor.Compute<T>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Method", () => PolarFactor.Compute(a, new PolarFactorOptions { Method = (PolarFactorMethod)9 }));
        Assert.Throws<ArgumentOutOfRangeException>("Iterations", () => PolarFactor.Compute(a, new PolarFactorOptions { Iterations = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "RelativeTolerance", () => PolarFactor.Compute(a, new PolarFactorOptions { RelativeTolerance = double.NaN }));
        foreach (PolarFactorMethod method in Enum.GetValues<PolarFactorMethod>())
        {
            Assert.Equal(0, PolarFactor.Compute(DenseMatrix.Create<T>(3, 2), new PolarFactorOptions { Method = method }).FrobeniusNorm());
            Assert.Equal(0, PolarFactor.Compute(DenseMatrix.Create<T>(0, 2), new PolarFactorOptions { Method = method }).RowCount);
        }

        a[3, 1] = Scalar<T>.FromDouble(double.PositiveInfinity);
        Assert.Contains("row 3, column 1", Assert.Throws<ArgumentException>("a", () => PolarFactor.Compute(a)).Message,
            StringComparison.Ordinal);
    }
}
