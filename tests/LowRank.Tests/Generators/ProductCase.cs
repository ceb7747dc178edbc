using FsCheck;
using FsCheck.Fluent;
using System.Numerics;

namespace LowRank.Tests;

/// <summary>Two factors X (n × l) and Y (l × m) whose terms have very unequal sizes, some of them zero.</summary>
public sealed record ProductCase(
    int Rows, int Inner, int Columns, int SampleCount, MatrixLayout LeftLayout, MatrixLayout RightLayout, int Padding, int Seed,
        bool HasZeros)
{
    private const int Largest = 12;

    public static Arbitrary<ProductCase> Any { get; } = Arb.From(Cases(1), c => c.Shrink());

    /// <summary>Also with dimensions of 0.</summary>
    public static Arbitrary<ProductCase> AnyOrEmpty { get; } = Arb.From(Cases(0), c => c.Shrink());

    internal DenseMatrix<T> Left<T>()
        where T : unmanaged, INumberBase<T> => Padded<T>(Entries<T>(Rows, Inner, Seed, j => Size(j)), LeftLayout);

    internal DenseMatrix<T> Right<T>()
        where T : unmanaged, INumberBase<T> =>
            Padded<T>(Oracle.Transpose(Entries<T>(Columns, Inner, Seed + 1, j => Size(j + 2))), RightLayout);

    private double Size(int j) => HasZeros && j % 3 == 0 ? 0 : Math.Pow(2, (j * 5 % 7) - 3);

    private static Complex[,] Entries<T>(int rows, int columns, int seed, Func<int, double> size)
        where T : unmanaged, INumberBase<T>
    {
        Complex[,] gaussian = Oracle.Gaussian<T>(rows, columns, seed);
        return Oracle.Build(rows, columns, (i, j) => gaussian[i, j] * size(j));
    }

    private DenseMatrix<T> Padded<T>(Complex[,] entries, MatrixLayout layout)
        where T : unmanaged, INumberBase<T> => new Stored<T>(new Storage(layout, 0, Padding), entries, isPaddingNaN: true).Matrix;

    private static Gen<ProductCase> Cases(int smallest) =>
        from rows in Gen.Choose(smallest, Largest)
        from inner in Gen.Choose(smallest, Largest)
        from columns in Gen.Choose(smallest, Largest)
        from samples in Gen.Choose(1, 20)
        from left in Gen.Elements(Enum.GetValues<MatrixLayout>())
        from right in Gen.Elements(Enum.GetValues<MatrixLayout>())
        from padding in Gen.Choose(0, 2)
        from seed in Gen.Choose(0, 1 << 20)
        from zeros in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new ProductCase(rows, inner, columns, samples, left, right, padding, seed, zeros);

    private IEnumerable<ProductCase> Shrink()
    {
        if (Padding > 0)
        {
            yield return this with { Padding = 0 };
        }

        if (HasZeros)
        {
            yield return this with { HasZeros = false };
        }

        if (Rows > 1)
        {
            yield return this with { Rows = Rows - 1 };
        }

        if (Inner > 1)
        {
            yield return this with { Inner = Inner - 1 };
        }

        if (Columns > 1)
        {
            yield return this with { Columns = Columns - 1 };
        }

        if (SampleCount > 1)
        {
            yield return this with { SampleCount = SampleCount - 1 };
        }
    }
}
