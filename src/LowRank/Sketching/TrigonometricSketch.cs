using System.Numerics;
using System.Runtime.Intrinsics;
using LowRank.Kernels;
using LowRank.Random;

namespace LowRank.Sketching;

/// <summary>
/// The columns of D F for random signs D and distinct random columns of the orthogonal cosine transform F, scaled to entries of variance
/// 1: <c>ω_ij = d_i √2 cos(π (2i + 1) f_j / 2n)</c>, and <c>d_i</c> where the frequency f_j is 0. After n columns the frequencies are
/// used up and come again with other signs.
/// </summary>
internal readonly struct TrigonometricSketch<T>(ulong seed, RandomStream stream)
    where T : unmanaged, INumberBase<T>
{
    public void Fill(DenseMatrix<T> destination, int firstColumn, int? maxDegreeOfParallelism = null, RowSpace? rows = null)
    {
        int n = checked((int)(rows?.Count ?? destination.RowCount));
        int from = (int)(rows?.First ?? 0);
        if (n == 0)
        {
            return;
        }

        Philox4x32 generator = new(seed, (ulong)stream);
        int[] frequencies = Frequencies(generator, n, firstColumn, destination.ColumnCount);
        Parallel.For(0, destination.ColumnCount, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? -1 }, j =>
        {
            MatrixSpan<T> span = destination.Span;
            int round = (firstColumn + j) / n;
            double length = frequencies[j] == 0 ? 1 : Math.Sqrt(2);
            uint signs = 0;
            for (int i = from; i < from + span.RowCount; i++)
            {
                if (i % 32 == 0 || i == from)
                {
                    signs = generator.Block(SignIndex(round, i / 32)).GetElement(0);
                }

                // The angle is reduced before it grows, so that large n lose nothing.
                long turn = (long)((2L * i) + 1) * frequencies[j] % (4L * n);
                double value = length * Math.Cos(Math.PI * turn / (2.0 * n));
                span[i - from, j] = Scalar<T>.FromDouble(((signs >> (i % 32)) & 1) == 0 ? value : -value);
            }
        });
    }

    private static ulong SignIndex(int round, int word) => (1UL << 63) | ((ulong)round << 32) | (uint)word;

    /// <summary>The frequencies of some columns: of each n in turn a random permutation (Fisher and Yates), of which only what is touched
    /// is stored.</summary>
    private static int[] Frequencies(Philox4x32 generator, int n, int firstColumn, int count)
    {
        int[] frequencies = new int[count];
        for (int round = firstColumn / n; round <= (firstColumn + count - 1) / n; round++)
        {
            Dictionary<int, int> moved = [];
            int end = Math.Min(n, firstColumn + count - (round * n));
            for (int k = 0; k < end; k++)
            {
                int other = k + (int)(generator.Uniform((1UL << 62) | ((ulong)round << 32) | (uint)k) * (n - k));
                int chosen = moved.GetValueOrDefault(other, other);
                moved[other] = moved.GetValueOrDefault(k, k);
                int column = (round * n) + k - firstColumn;
                if (column >= 0)
                {
                    frequencies[column] = chosen;
                }
            }
        }

        return frequencies;
    }
}
