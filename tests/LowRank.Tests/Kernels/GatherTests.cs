using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class GatherTestsOfSingle : GatherTests<float>;

public sealed class GatherTestsOfDouble : GatherTests<double>;

public sealed class GatherTestsOfComplex : GatherTests<Complex>;

public abstract class GatherTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Columns_are_gathered_scaled_and_conjugated() => Cases.Check(sizes =>
    {
        if (sizes.N == 0)
        {
            return;
        }

        Stored<T> source = new(sizes.A, Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed), isPaddingNaN: true);
        int[] columns = [.. Enumerable.Range(0, sizes.K).Select(k => ((k * 7) + sizes.Seed) % sizes.N)];
        double[] factors = [.. Enumerable.Range(0, sizes.K).Select(k => Math.Pow(2, (k % 5) - 2) * (k % 2 == 0 ? 1 : -1))];
        foreach (bool isConjugated in new[] { false, true })
        {
            Stored<T> destination = Stored<T>.Destination(sizes.C with { Layout = MatrixLayout.RowMajor }, sizes.M, sizes.K);
            Kernels<T>.GatherColumns(isConjugated ? source.Span.Conjugate() : source.Span, columns, factors, destination.Span);
            Complex[,] expected = Oracle.Build(sizes.M, sizes.K, (i, k) => source.Values[i, columns[k]] * factors[k]);
            Expect.Close(destination.Values, isConjugated ? expected.Conjugate() : expected, 0, "the gathered columns");
            destination.AssertPaddingUntouched();
        }

        source.AssertUnchanged();
    });

    [Fact]
    public void The_upper_triangle_is_mirrored() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.M, sizes.Seed);
        Stored<T> a = new(sizes.A with { Layout = MatrixLayout.ColumnMajor }, values);
        int half = sizes.M / 3;
        Kernels<T>.MirrorUpper(a.Span, 0, half);
        Kernels<T>.MirrorUpper(a.Span, half, sizes.M - half);
        Complex[,] expected = Oracle.Build(sizes.M, sizes.M, (i, j) => i <= j ? values[i, j] : Complex.Conjugate(values[j, i]));
        Expect.SameBits(a.Values, expected, "the mirrored matrix");
        a.AssertPaddingUntouched();
    });
}
