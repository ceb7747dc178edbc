using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleNormTests : NormTests<float>;

public sealed class DoubleNormTests : NormTests<double>;

public sealed class ComplexNormTests : NormTests<Complex>;

public abstract class NormTests<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Down to where squares underflow, entries turn subnormal, or squares overflow.</summary>
    public static TheoryData<double> Scales => typeof(T) == typeof(float)
        ? [1, 1e18, 1e-18, 1e37, 1e-37, 1e-42]
        : [1, 1e120, 1e-120, 1e150, 1e-150, 1e160, 1e-160, 1e300, 1e-300, 1e-315];

    // A norm is summed in double for every T.
    private static double Rounding(int count, double norm) => Expect.Rounding<double>((int)Math.Sqrt(count), norm);

    [Theory]
    [MemberData(nameof(Scales))]
    public void Frobenius_norm_at_any_scale(double scale) => Cases.Check(sizes =>
    {
        Stored<T> a = new(sizes.A, Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed, scale));
        double expected = a.Values.Norm();
        Expect.Close(Kernels<T>.FrobeniusNorm(a.Span), expected, Rounding(sizes.M * sizes.N, expected), "‖A‖_F");
        a.AssertUnchanged();
    });

    [Fact]
    public void Frobenius_norm_of_huge_beside_tiny()
    {
        double huge = typeof(T) == typeof(float) ? 1e38 : 1e300;
        Stored<T> a = new(Storage.Workspace, new Complex[,] { { huge, 1 / huge }, { 0, huge } });
        Expect.Close(Kernels<T>.FrobeniusNorm(a.Span), a.Values.Norm(), Rounding(4, a.Values.Norm()), "‖A‖_F");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(3, 4)]
    public void Frobenius_norm_of_nothing_is_0(int m, int n) =>
        Assert.Equal(0, Kernels<T>.FrobeniusNorm(new Stored<T>(new Storage(MatrixLayout.RowMajor, 1, 1), new Complex[m, n]).Span));

    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void A_NaN_or_infinity_anywhere_shows_in_the_norm(MatrixLayout layout)
    {
        for (int place = 0; place < 12; place++)
        {
            Complex[,] a = Oracle.Gaussian<T>(3, 4, 1);
            a[place / 4, place % 4] = double.NaN;
            Assert.True(double.IsNaN(Kernels<T>.FrobeniusNorm(new Stored<T>(new Storage(layout, 0, 1), a).Span)), $"NaN at {place}");
            Assert.True(double.IsNaN(Kernels<T>.LargestMagnitude(new Stored<T>(new Storage(layout, 0, 1), a).Span)), $"NaN at {place}");
            a[place / 4, place % 4] = double.NegativeInfinity;
            Assert.Equal(double.PositiveInfinity, Kernels<T>.FrobeniusNorm(new Stored<T>(new Storage(layout, 0, 1), a).Span));
        }
    }

    [Fact]
    public void LargestMagnitude_is_the_largest() => Cases.Check(sizes =>
    {
        Complex[,] a = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        double expected = a.Cast<Complex>().Select(Complex.Abs).DefaultIfEmpty(0).Max();
        Assert.Equal(expected, Kernels<T>.LargestMagnitude(new Stored<T>(sizes.A, a).Span));
    });

    /// <summary>Around the length of the pieces in which squares are summed.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(5000)]
    public void SumOfSquares_of_any_length(int length)
    {
        Complex[,] values = Oracle.Gaussian<T>(1, length, length + 1);
        double expected = values.Norm() * values.Norm();
        Expect.Close(
            Kernels<T>.SumOfSquares(values.Cast<Complex>().Select(Oracle.To<T>).ToArray()), expected, Rounding(length, expected),
                $"Σ|x|² over {length}");
    }

    /// <summary>A sum in float would lose the small squares: 1 + 10⁶ · 2⁻²⁶.</summary>
    [Fact]
    public void Squares_are_summed_in_double()
    {
        T[] values = new T[1_000_001];
        Array.Fill(values, Scalar<T>.FromDouble(Math.ScaleB(1, -13)));
        values[0] = T.One;
        Expect.Close(Kernels<T>.SumOfSquares(values), 1 + (1e6 * Math.ScaleB(1, -26)), 1e-12, "Σ|x|²");
    }

    [Fact]
    public void ColumnSquares_are_the_squared_column_norms() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> a = new(sizes.A, values);
        double[] squares = new double[sizes.N];
        Array.Fill(squares, double.NaN);
        Kernels<T>.ColumnSquares(a.Span, squares);
        for (int j = 0; j < sizes.N; j++)
        {
            double expected = Math.Pow(values.Block(0, j, sizes.M, 1).Norm(), 2);
            Expect.Close(squares[j], expected, Rounding(sizes.M, expected), $"‖a_{j}‖²");
        }

        a.AssertUnchanged();
    });
}
