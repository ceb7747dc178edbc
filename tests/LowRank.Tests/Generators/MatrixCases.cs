using FsCheck;
using FsCheck.Fluent;

namespace LowRank.Tests;

/// <summary>The generators of <see cref="MatrixCase"/>.</summary>
public static class MatrixCases
{
    private const int Largest = 20;

    /// <summary>Every shape: square, wide, tall, one row, one column, empty; every rank, zero included.</summary>
    public static Arbitrary<MatrixCase> Any { get; } = Arbitrary(
        Gen.Frequency(
            (4, Between(2, Largest, 2, Largest)),
            (2, Gen.Choose(2, Largest).Select(n => (n, n))),
            (1, Gen.Choose(1, Largest).Select(n => (1, n))),
            (1, Gen.Choose(1, Largest).Select(n => (n, 1))),
            (1, Gen.Elements((0, 0), (0, 5), (7, 0)))));

    /// <summary>Not empty and not zero.</summary>
    public static Arbitrary<MatrixCase> NonZero { get; } = Any.Filter(c => c.Rank > 0);

    /// <summary>More interesting sizes for what takes some of the singular values: at least 6 of them.</summary>
    public static Arbitrary<MatrixCase> Larger { get; } = Arbitrary(Between(8, 30, 8, 30)).Filter(c => c.Rank >= 6);

    private static Gen<(int Rows, int Columns)> Between(int minRows, int maxRows, int minColumns, int maxColumns) =>
        from rows in Gen.Choose(minRows, maxRows)
        from columns in Gen.Choose(minColumns, maxColumns)
        select (rows, columns);

    private static Arbitrary<MatrixCase> Arbitrary(Gen<(int Rows, int Columns)> shapes) => Arb.From(Cases(shapes), c => c.Shrink());

    private static Gen<MatrixCase> Cases(Gen<(int Rows, int Columns)> shapes) =>
        from shape in shapes
        from full in Gen.Frequency((3, Gen.Constant(true)), (2, Gen.Constant(false)))
        from rank in Gen.Choose(0, Math.Min(shape.Rows, shape.Columns))
        from spectrum in Gen.Elements(Enum.GetValues<SpectrumFamily>())
        from layout in Gen.Elements(Enum.GetValues<MatrixLayout>())
        from padding in Gen.Choose(0, 3)
        from seed in Gen.Choose(0, 1 << 20)
        from twins in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        let plain = new MatrixCase(
            shape.Rows, shape.Columns, 0, spectrum, layout, padding, (ulong)seed, twins && shape.Columns >= 2 && shape.Columns % 2 == 0)
        select plain.WithRank(full ? int.MaxValue : rank);
}
