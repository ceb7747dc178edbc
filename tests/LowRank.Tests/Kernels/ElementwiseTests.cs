using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SingleElementwiseTests : ElementwiseTests<float>;

public sealed class DoubleElementwiseTests : ElementwiseTests<double>;

public sealed class ComplexElementwiseTests : ElementwiseTests<Complex>;

public abstract class ElementwiseTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Copy_moves_every_entry_across_layouts_and_conjugations() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> source = new(sizes.A, values);
        for (int conjugations = 0; conjugations < 4; conjugations++)
        {
            Stored<T> destination = Stored<T>.Destination(sizes.B, sizes.M, sizes.N);
            MatrixSpan<T> from = (conjugations & 1) != 0 ? source.Span.Conjugate() : source.Span;
            MatrixSpan<T> to = (conjugations & 2) != 0 ? destination.Span.Conjugate() : destination.Span;
            Kernels<T>.Copy(from, to);
            Expect.SameBits(destination.Values, conjugations is 1 or 2 ? values.Conjugate() : values, $"conjugations {conjugations}");
            destination.AssertPaddingUntouched();
        }

        source.AssertUnchanged();
    });

    [Fact]
    public void Copy_of_a_conjugate_transpose() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> destination = Stored<T>.Destination(sizes.B, sizes.N, sizes.M);
        Kernels<T>.Copy(new Stored<T>(sizes.A, values).Span.ConjugateTranspose(), destination.Span);
        Expect.SameBits(destination.Values, values.Adjoint(), "Aᴴ");
        destination.AssertPaddingUntouched();
    });

    [Fact]
    public void GatherRows_takes_rows_in_any_order_and_repeatedly() => Cases.Check(sizes =>
    {
        int m = Math.Max(1, sizes.M);
        Complex[,] values = Oracle.Gaussian<T>(m, sizes.N, sizes.Seed);
        System.Random random = new(sizes.Seed);
        int[] rows = [.. Enumerable.Range(0, sizes.K).Select(_ => random.Next(m))];
        Stored<T> source = new(sizes.A, values);
        for (int conjugations = 0; conjugations < 2; conjugations++)
        {
            Stored<T> destination = Stored<T>.Destination(sizes.B, sizes.K, sizes.N);
            Kernels<T>.GatherRows(conjugations == 0 ? source.Span : source.Span.Conjugate(), rows, destination.Span);
            Complex[,] expected = Oracle.Build(sizes.K, sizes.N, (i, j) => values[rows[i], j]);
            Expect.SameBits(destination.Values, conjugations == 0
                ? expected : expected.Conjugate(), $"A[rows, :], conjugated {conjugations}");
            destination.AssertPaddingUntouched();
        }

        source.AssertUnchanged();
    });

    [Fact]
    public void ScaleRows_multiplies_row_i_by_factor_i() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Complex[,] factors = Oracle.Gaussian<float>(sizes.M, 1, sizes.Seed + 1);
        double[] d = [.. factors.Cast<Complex>().Select(factor => factor.Real)];
        Stored<T> a = new(sizes.A, values);
        Kernels<T>.ScaleRows(d, a.Span);
        Expect.Close<T>(a.Values, Oracle.Diagonal(d).Multiply(values), 1, values.Norm() * factors.Norm(), "diag(d) A");
        a.AssertPaddingUntouched();
    });

    [Fact]
    public void Scale_multiplies_and_0_clears_even_NaN() => Cases.Check(sizes =>
    {
        Complex factor = Oracle.Number<T>(sizes.Seed);
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed + 1);
        Stored<T> a = new(sizes.A, values);
        Kernels<T>.Scale(Oracle.To<T>(factor), a.Span);
        Expect.Close<T>(a.Values, values.Scale(factor), 1, Complex.Abs(factor) * values.Norm(), "factor · A");
        a.AssertPaddingUntouched();

        Stored<T> cleared = Stored<T>.Destination(sizes.B, sizes.M, sizes.N);
        Kernels<T>.Scale(T.Zero, cleared.Span);
        Expect.SameBits(cleared.Values, new Complex[sizes.M, sizes.N], "0 · NaN");
        cleared.AssertPaddingUntouched();
    });

    [Fact]
    public void Scaling_by_a_power_of_two_is_exact() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> a = new(sizes.A, values);
        Kernels<T>.Scale(Scalar<T>.FromDouble(0.125), a.Span);
        Expect.SameBits(a.Values, values.Scale(0.125), "A / 8");
    });

    [Fact]
    public void Fill_and_conjugate_touch_the_entries_alone() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Stored<T> a = new(sizes.A, values);
        Kernels<T>.ConjugateInPlace(a.Span);
        Expect.SameBits(a.Values, values.Conjugate(), "conj A");
        Kernels<T>.Fill(T.One, a.Span);
        Expect.SameBits(a.Values, Oracle.Filled(sizes.M, sizes.N, 1), "ones");
        a.AssertPaddingUntouched();
    });

    [Fact]
    public void InversePhase_turns_a_number_into_its_magnitude()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            Complex z = Oracle.Number<T>(seed);
            Complex turned = z * Oracle.Of(Scalar<T>.InversePhase(Oracle.To<T>(z)));
            Expect.AtMost(Complex.Abs(turned - Complex.Abs(z)), Expect.Rounding<T>(1, Complex.Abs(z)), $"the phase of {z}");
        }

        Assert.Equal(T.One, Scalar<T>.InversePhase(T.Zero));
    }
}
