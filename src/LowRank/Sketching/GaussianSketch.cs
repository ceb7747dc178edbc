using System.Numerics;
using LowRank.Kernels;
using LowRank.Random;

namespace LowRank.Sketching;

/// <summary>
/// A standard Gaussian matrix of unbounded size, addressed by (seed, stream): any block of it can be made, in any order, on any number of
/// threads, and a sketch with more columns extends one with fewer. A complex entry has independent parts of variance ½.
/// </summary>
internal readonly struct GaussianSketch<T>(ulong seed, RandomStream stream)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>destination := columns [firstColumn, firstColumn + destination.ColumnCount) of the matrix.</summary>
    /// <param name="destination">This part's rows of them.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="maxDegreeOfParallelism">The most threads; the numbers are the same on any number.</param>
    /// <param name="rows">The rows of all parts; null where all are here.</param>
    public void Fill(DenseMatrix<T> destination, int firstColumn, int? maxDegreeOfParallelism = null, RowSpace? rows = null)
    {
        ulong from = (ulong)(rows?.First ?? 0);
        Philox4x32 generator = new(seed, (ulong)stream);
        Parallel.For(0, destination.ColumnCount, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? -1 }, j =>
        {
            MatrixSpan<T> span = destination.Span;
            ulong column = (ulong)(firstColumn + j) << 32;
            if (Scalar<T>.IsComplex)
            {
                for (int i = 0; i < span.RowCount; i++)
                {
                    (double real, double imaginary) = generator.GaussianPair(Address(column, from + (uint)i));
                    span[i, j] = Scalar<T>.FromParts(real * Math.Sqrt(0.5), imaginary * Math.Sqrt(0.5));
                }

                return;
            }

            // One block of the generator makes the entries 2i and 2i + 1 of a column.
            for (int i = -(int)(from % 2); i < span.RowCount; i += 2)
            {
                (double first, double second) = generator.GaussianPair(Address(column, (ulong)((long)from + i) / 2));
                if (i >= 0)
                {
                    span[i, j] = Scalar<T>.FromDouble(first);
                }

                if (i + 1 < span.RowCount)
                {
                    span[i + 1, j] = Scalar<T>.FromDouble(second);
                }
            }
        });
    }

    /// <summary>Where the numbers of a row stand: in its lower half by row, which beyond 2³² goes on above 2²⁰ columns.</summary>
    private static ulong Address(ulong column, ulong row) => column ^ (uint)row ^ (row >> 32 << 52);
}
