using System.Numerics;
using System.Runtime.Intrinsics;
using LowRank.Kernels;
using LowRank.Random;

namespace LowRank.Sketching;

/// <summary>
/// Sparse signs: of every <paramref name="width"/> adjacent columns, one sketch, each row has min(8, width) entries ±(width / 8)^½ at
/// distinct random places, so that all entries have mean 0 and variance 1, as those of the Gaussian sketch have.
/// </summary>
internal readonly struct SparseSignSketch<T>(ulong seed, RandomStream stream, int width)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The entries of a row (Tropp et al. 2019 advise 8).</summary>
    public const int EntriesPerRow = 8;

    public void Fill(DenseMatrix<T> destination, int firstColumn, int? maxDegreeOfParallelism = null, RowSpace? rows = null)
    {
        Philox4x32 generator = new(seed, (ulong)stream);
        long from = rows?.First ?? 0;
        int period = width;
        int entries = Math.Min(EntriesPerRow, period);
        int pieces = (destination.RowCount + Machine.RowsPerSigns - 1) / Machine.RowsPerSigns;
        double magnitude = Math.Sqrt((double)width / entries);
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? -1 }, piece =>
        {
            int end = Math.Min(destination.RowCount, (piece + 1) * Machine.RowsPerSigns);
            MatrixSpan<T> span = destination.Span;
            Kernels<T>.Fill(T.Zero, span.Rows(piece * Machine.RowsPerSigns, end - (piece * Machine.RowsPerSigns)));
            Span<int> places = stackalloc int[EntriesPerRow];
            int last = firstColumn + destination.ColumnCount - 1;
            for (int i = piece * Machine.RowsPerSigns; i < end; i++)
            {
                for (int group = firstColumn / period; group <= last / period; group++)
                {
                    Draw(generator, from + i, group, period, places[..entries], out uint signs);
                    for (int e = 0; e < entries; e++)
                    {
                        int column = (group * period) + places[e] - firstColumn;
                        if ((uint)column < (uint)destination.ColumnCount)
                        {
                            span[i, column] = Scalar<T>.FromDouble(((signs >> e) & 1) == 0 ? magnitude : -magnitude);
                        }
                    }
                }
            }
        });
    }

    /// <summary>Distinct places in 0 … width − 1 (Floyd's algorithm), and a bit for each sign.</summary>
    private static void Draw(Philox4x32 generator, long row, int group, int width, Span<int> places, out uint signs)
    {
        // Three blocks of the generator: one for the signs, two for the places. Rows have 32 bits.
        ulong index = ((ulong)group << 34) | ((ulong)row << 2);
        signs = generator.Block(index).GetElement(0);
        Vector128<uint> low = generator.Block(index | 1);
        Vector128<uint> high = generator.Block(index | 2);
        for (int e = 0; e < places.Length; e++)
        {
            int bound = width - places.Length + e + 1;
            uint word = e < 4 ? low.GetElement(e) : high.GetElement(e - 4);
            int place = (int)(((ulong)word * (ulong)bound) >> 32);
            places[e] = places[..e].Contains(place) ? bound - 1 : place;
        }
    }
}
