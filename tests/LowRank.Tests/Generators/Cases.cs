using FsCheck;
using FsCheck.Fluent;

namespace LowRank.Tests;

/// <summary>Runs properties over <see cref="Sizes"/>.</summary>
internal static class Cases
{
    private const int Count = 200;

    /// <summary>Sizes from 0, now and then beyond the 32 of a tile.</summary>
    private static readonly Gen<int> Size = Gen.Frequency(
        (1, Gen.Constant(0)), (2, Gen.Constant(1)), (5, Gen.Choose(2, 9)), (3, Gen.Choose(10, 25)), (1, Gen.Choose(31, 70)));

    private static readonly Gen<Storage> Storages =
        from layout in Gen.Elements(MatrixLayout.RowMajor, MatrixLayout.ColumnMajor)
        from offset in Gen.Choose(0, 3)
        from padding in Gen.Choose(0, 3)
        select new Storage(layout, offset, padding);

    private static readonly Gen<Sizes> All =
        from m in Size
        from n in Size
        from k in Size
        from a in Storages
        from b in Storages
        from c in Storages
        from seed in Gen.Choose(1, 1_000_000)
        select new Sizes(m, n, k, a, b, c, seed);

    /// <summary>The property over all sizes and storages.</summary>
    public static void Check(Action<Sizes> property) => Holds(property, Count);

    /// <summary>The same for kernels that want column-major workspaces, padded or not; M ≥ N.</summary>
    public static void CheckTallWorkspaces(Action<Sizes> property, int count = Count) =>
        CheckWorkspaces(sizes => property(sizes with { M = Math.Max(sizes.M, sizes.N), N = Math.Min(sizes.M, sizes.N) }), count);

    public static void CheckWorkspaces(Action<Sizes> property, int count = Count) =>
        Holds(sizes => property(sizes with { A = Column(sizes.A), B = Column(sizes.B), C = Column(sizes.C) }), count);

    private static void Holds(Action<Sizes> property, int count) => PropertyCheck.Holds(Arb.From(All, Shrink), property, count);

    private static Storage Column(Storage storage) => storage with { Layout = MatrixLayout.ColumnMajor };

    private static IEnumerable<Sizes> Shrink(Sizes sizes)
    {
        foreach (int m in Smaller(sizes.M))
        {
            yield return sizes with { M = m };
        }

        foreach (int n in Smaller(sizes.N))
        {
            yield return sizes with { N = n };
        }

        foreach (int k in Smaller(sizes.K))
        {
            yield return sizes with { K = k };
        }

        foreach (Storage a in Smaller(sizes.A))
        {
            yield return sizes with { A = a };
        }

        foreach (Storage b in Smaller(sizes.B))
        {
            yield return sizes with { B = b };
        }

        foreach (Storage c in Smaller(sizes.C))
        {
            yield return sizes with { C = c };
        }
    }

    private static IEnumerable<int> Smaller(int size)
    {
        if (size > 1)
        {
            yield return size / 2;
        }

        if (size > 0)
        {
            yield return size - 1;
        }
    }

    private static IEnumerable<Storage> Smaller(Storage storage)
    {
        if (storage.Padding > 0)
        {
            yield return storage with { Padding = 0 };
        }

        if (storage.Offset > 0)
        {
            yield return storage with { Offset = 0 };
        }
    }
}
