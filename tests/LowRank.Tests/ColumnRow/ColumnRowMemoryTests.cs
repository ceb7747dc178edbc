using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowRank.Tests;

public sealed class ColumnRowMemoryTestsOfSingle : ColumnRowMemoryTests<float>;

public sealed class ColumnRowMemoryTestsOfDouble : ColumnRowMemoryTests<double>;

public sealed class ColumnRowMemoryTestsOfComplex : ColumnRowMemoryTests<Complex>;

/// <summary>Beyond its result a product takes r(n + m) elements and O(l) numbers: no copy of a factor, and none of the result.</summary>
public abstract class ColumnRowMemoryTests<T>
    where T : unmanaged, INumberBase<T>
{
    // The norms of the rows of pieces take 16 l doubles, of complex numbers twice that for one piece; norms, weights, prefix sums, draws,
    // sorted copies the rest.
    private const int NumbersPerTerm = 40;

    // The pilot's three matrices of inner products of 24 terms, and 256 rows of them at a time, whatever the outer dimensions are.
    private const int PilotElements = (3 * 1024) + 8192;

    // Options, delegates, matrices without their content, the lists of the pilot.
    private const int Small = 200_000;

    public static TheoryData<ColumnRowScheme, int, int, int, int> Cases()
    {
        TheoryData<ColumnRowScheme, int, int, int, int> cases = [];
        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>().Except([ColumnRowScheme.Greedy]))
        {
            // Where a copy of the result would show, and where one of a factor would.
            cases.Add(scheme, 1024, 512, 1024, 32);
            cases.Add(scheme, 256, 16384, 128, 32);

            // Where a pilot of more terms than the product has would show.
            cases.Add(scheme, 8192, 64, 8192, 1);
            cases.Add(scheme, 8192, 64, 4096, 3);
        }

        return cases;
    }

    /// <summary>The greedy scheme is left out: it holds the l × l matrix of the terms' inner products.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_product_takes_little_beyond_its_result(ColumnRowScheme scheme, int n, int l, int m, int sampleCount)
    {
        DenseMatrix<T> x = Filled(n, l);
        DenseMatrix<T> y = Filled(l, m);
        DenseMatrix<T> destination = DenseMatrix.Create<T>(n, m);

        // Top-k would be measured by probes by default, at ten columns of all three dimensions.
        ColumnRowOptions options = new()
        {
            Scheme = scheme,
            MaxDegreeOfParallelism = 1,
            ErrorMeasurement = scheme == ColumnRowScheme.TopK ? ColumnRowErrorMeasurement.Norms : ColumnRowErrorMeasurement.Automatic,
        };
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> left = x.ToDense(layout);
            DenseMatrix<T> right = y.ToDense(layout);
            ColumnRowProduct<T>? product = null;
            (long rented, long allocated) = MemoryMeter.Measure(
                Unsafe.SizeOf<T>(), () => product = ColumnRow.MultiplyInto(left, right, sampleCount, destination, options));

            // The pool lends lengths that are powers of two.
            int terms = product!.Indices.Length;
            long packed = Lent((long)terms * n) + Lent((long)terms * m);
            Expect.AtMost(rented, Math.Max(packed + PilotElements, NumbersPerTerm * l), $"{scheme}, {layout}: elements rented");
            Expect.AtLeast(rented, (long)terms * (n + m), $"{scheme}, {layout}: elements rented, or else the meter sees nothing");
            Expect.AtMost(allocated, (NumbersPerTerm * l * sizeof(double)) + Small,
                $"{scheme}, {layout}: bytes allocated outside the pools");
        }
    }

    /// <summary>The pilot adds inner products up over pieces of rows; of few terms it takes all, and its ‖XY‖ is exact.</summary>
    [Theory]
    [InlineData(255, 700)]
    [InlineData(256, 257)]
    [InlineData(1025, 512)]
    public void The_pilot_of_few_terms_is_exact_however_many_pieces_they_come_in(int n, int m)
    {
        const int Terms = 10;
        DenseMatrix<T> x = Filled(n, Terms);
        DenseMatrix<T> y = Filled(Terms, m);
        double expected = (x * y).FrobeniusNorm();
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            ColumnRowProduct<T> product = ColumnRow.Multiply(
                x.ToDense(layout), y.ToDense(layout), 4, new() { Scheme = ColumnRowScheme.Bernoulli });
            Expect.Close(product.Error.ReferenceNorm, expected, Expect.Rounding<T>(Terms, expected), "‖XY‖_F");
        }
    }

    private static long Lent(long length) => (long)BitOperations.RoundUpToPowerOf2((ulong)length);

    private static DenseMatrix<T> Filled(int rows, int columns)
    {
        System.Random random = new(rows);
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(rows, columns);
        foreach (ref T value in matrix.Memory.Span)
        {
            value = T.CreateChecked(random.NextDouble() - 0.5);
        }

        return matrix;
    }
}
