using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Interop;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>
/// A sparse matrix times a thin dense one, in parallel over rows. The thin matrix is packed row by row, so that an entry of the sparse
/// one meets a contiguous row of it. An entry of the product is one chain of additions in the order of its row, or in single precision a
/// chain of such chains: the same bits on any number of threads.
/// </summary>
internal static class SparseProduct
{
    /// <summary>Whether <see cref="MultiplyTransposed"/> is the faster way to a product with outer rows, whose terms are inner
    /// rows.</summary>
    public static bool PrefersTransposed(int outer, int inner) => inner / Machine.MuchTallerSparse >= outer;

    /// <summary>destination := S x, or conj(S) x.</summary>
    public static void Multiply<T>(
        CompressedRows<T> s, bool conjugate, DenseMatrix<T> x, DenseMatrix<T> destination, int mostColumns = Machine.SparseColumns,
            int? threads = null)
        where T : unmanaged, INumberBase<T>
    {
        if (destination.RowCount == 0)
        {
            return;
        }

        int lanes = Kernels<T>.ColumnsPerVector;
        long fitting = Math.Max(1, Machine.MostSparsePacked / Math.Max(1, x.RowCount) / lanes * lanes);
        int width = (int)Math.Min(mostColumns, fitting);
        for (int j = 0; j < x.ColumnCount; j += width)
        {
            int count = Math.Min(width, x.ColumnCount - j);
            MultiplyPanel(s, conjugate, x.AsColumns(j, count), destination.AsColumns(j, count), Threads(s, count, threads));
        }
    }

    /// <summary>
    /// destination := Sᵀ x, or Sᴴ x, for an S with many more rows than columns. The sums are split into parts whose number depends on the
    /// shape of S alone, and the parts are added up in order: the same bits on any number of threads.
    /// </summary>
    public static void MultiplyTransposed<T>(
        CompressedRows<T> s, bool conjugate, DenseMatrix<T> x, DenseMatrix<T> destination, int mostColumns = Machine.SparseColumns,
            int? threads = null)
        where T : unmanaged, INumberBase<T>
    {
        if (destination.RowCount == 0)
        {
            return;
        }

        // All parts together take at most a quarter of the memory of x.
        int parts = Math.Clamp(s.RowCount / (4 * s.ColumnCount), 1, Machine.MostSparseSums);
        for (int j = 0; j < x.ColumnCount; j += mostColumns)
        {
            int count = Math.Min(mostColumns, x.ColumnCount - j);
            ScatterPanel(s, conjugate, x.AsColumns(j, count), destination.AsColumns(j, count), parts, Threads(s, count, threads));
        }
    }

    private static void ScatterPanel<T>(
        CompressedRows<T> s, bool conjugate, DenseMatrix<T> x, DenseMatrix<T> destination, int parts, int threads)
        where T : unmanaged, INumberBase<T>
    {
        int width = PackedWidth(x);
        using Workspace<T> workspace = new();
        DenseMatrix<T>[] sums = new DenseMatrix<T>[parts];
        for (int part = 0; part < parts; part++)
        {
            sums[part] = workspace.Rent(s.ColumnCount, width, MatrixLayout.RowMajor);
        }

        InParallel(parts, threads, part =>
        {
            MatrixSpan<T> sum = sums[part].Span;
            Kernels<T>.Fill(T.Zero, sum);
            int start = Boundary(s.Starts, part, parts);
            int end = Boundary(s.Starts, part + 1, parts);
            (int Column, int Level)[] longColumns = Scalar<T>.IsSingle && end - start > Machine.TermsPerSparseSum ? s.LongColumns : [];
            using Rented<double> wide = new((long)longColumns.Length * width);
            wide.Span.Clear();
            using Rented<T> memory = new((long)Machine.RowsPerSparseTile * width);
            for (int i = start; i < end; i += Machine.RowsPerSparseTile)
            {
                if ((i - start) % Machine.TermsPerSparseSum == 0)
                {
                    Widen(sum, longColumns, (i - start) / Machine.TermsPerSparseSum, wide.Span);
                }

                int count = Math.Min(Machine.RowsPerSparseTile, end - i);
                MatrixSpan<T> tile = new(memory.Span, count, width, MatrixLayout.RowMajor, width);
                PackRows(x.Span.Rows(i, count), tile);
                Kernels<T>.SparseScatter(s.Starts.AsSpan(i, count + 1), s.Indices, s.Values, conjugate, tile, sum);
            }

            Widen(sum, longColumns, 0, wide.Span);
            for (int k = 0; k < longColumns.Length; k++)
            {
                Kernels<T>.Narrow(wide.Span.Slice(k * width, width), sum.Major(longColumns[k].Column));
            }
        });

        Span<T> total = sums[0].Memory.Span;
        for (int part = 1; part < parts; part++)
        {
            TensorPrimitives.Add(total, sums[part].Memory.Span, total);
        }

        Kernels<T>.Copy(sums[0].AsColumns(0, x.ColumnCount).Span, destination.Span);
    }

    /// <summary>Moves the sums of columns with many entries to double: of level k in each 2ᵏth step, all in step 0.</summary>
    private static void Widen<T>(MatrixSpan<T> sum, (int Column, int Level)[] longColumns, int step, Span<double> wide)
        where T : unmanaged, INumberBase<T>
    {
        for (int k = 0; k < longColumns.Length && longColumns[k].Level <= BitOperations.TrailingZeroCount(step); k++)
        {
            Span<T> from = sum.Major(longColumns[k].Column);
            Kernels<T>.AddWidened(from, wide.Slice(k * from.Length, from.Length));
            from.Clear();
        }
    }

    private static void MultiplyPanel<T>(CompressedRows<T> s, bool conjugate, DenseMatrix<T> x, DenseMatrix<T> destination, int threads)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        DenseMatrix<T> packed = Pack(x, threads, workspace);
        int pieces = Math.Min(s.RowCount, threads == 1 ? 1 : 4 * threads);
        InParallel(pieces, threads, piece =>
        {
            int start = Boundary(s.Starts, piece, pieces);
            int end = Boundary(s.Starts, piece + 1, pieces);
            MultiplyRows(s, conjugate, start, end, packed, destination);
        });
    }

    private static void MultiplyRows<T>(
        CompressedRows<T> s, bool conjugate, int start, int end, DenseMatrix<T> packed, DenseMatrix<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        MatrixSpan<T> x = packed.Span;
        MatrixSpan<T> result = destination.Span;
        if (result.Layout == MatrixLayout.RowMajor && x.ColumnCount == result.ColumnCount)
        {
            Kernels<T>.SparseRows(
                s.Starts.AsSpan(start, end - start + 1), s.Indices, s.Values, conjugate, x, result.Rows(start, end - start));
            return;
        }

        // Some rows at a time in a buffer that stays in the cache: only what is asked for leaves it, in the layout asked for.
        using Rented<T> memory = new((long)Machine.RowsPerSparseTile * x.ColumnCount);
        for (int i = start; i < end; i += Machine.RowsPerSparseTile)
        {
            int count = Math.Min(Machine.RowsPerSparseTile, end - i);
            MatrixSpan<T> tile = new(memory.Span, count, x.ColumnCount, MatrixLayout.RowMajor, x.ColumnCount);
            Kernels<T>.SparseRows(s.Starts.AsSpan(i, count + 1), s.Indices, s.Values, conjugate, x, tile);
            Kernels<T>.Copy(tile.Columns(0, result.ColumnCount), result.Rows(i, count));
        }
    }

    /// <summary>x row by row, its width rounded up to full vectors; x itself where that is what it is.</summary>
    private static DenseMatrix<T> Pack<T>(DenseMatrix<T> x, int threads, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        if (x.ColumnCount == 1 && (x.Layout == MatrixLayout.ColumnMajor || x.Stride == 1))
        {
            return new DenseMatrix<T>(x.Memory, x.RowCount, 1, MatrixLayout.RowMajor, 1);
        }

        int width = PackedWidth(x);
        if (x.Layout == MatrixLayout.RowMajor && x.ColumnCount == width)
        {
            return x;
        }

        DenseMatrix<T> packed = workspace.Rent(x.RowCount, width, MatrixLayout.RowMajor);
        int pieces = Math.Min(x.RowCount, 4 * threads);
        InParallel(pieces, threads, piece =>
        {
            int start = (int)((long)x.RowCount * piece / pieces);
            int count = (int)((long)x.RowCount * (piece + 1) / pieces) - start;
            PackRows(x.Span.Rows(start, count), packed.Span.Rows(start, count));
        });
        return packed;
    }

    /// <summary>Full vectors, but for a single column, which would waste most of them.</summary>
    private static int PackedWidth<T>(DenseMatrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        int lanes = Kernels<T>.ColumnsPerVector;
        return x.ColumnCount == 1 ? 1 : (x.ColumnCount + lanes - 1) / lanes * lanes;
    }

    private static void PackRows<T>(MatrixSpan<T> source, MatrixSpan<T> target)
        where T : unmanaged, INumberBase<T>
    {
        Kernels<T>.Copy(source, target.Columns(0, source.ColumnCount));
        Kernels<T>.Fill(T.Zero, target.Columns(source.ColumnCount, target.ColumnCount - source.ColumnCount));
    }

    private static int Threads<T>(CompressedRows<T> s, int columns, int? threads)
        where T : unmanaged, INumberBase<T>
    {
        long work = ((long)s.Values.Length + s.RowCount + s.ColumnCount) * columns;
        return threads
            ?? (work < 2 * Machine.WorkPerSparseThread ? 1 : (int)Math.Min(NativeThreads.Current, work / Machine.WorkPerSparseThread));
    }

    /// <summary>The first row of a piece; a row weighs as much as its entries, and one.</summary>
    private static int Boundary(int[] starts, int piece, int pieces)
    {
        int rows = starts.Length - 1;
        long target = (starts[rows] + (long)rows) * piece / pieces;
        int low = 0;
        int high = rows;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (starts[middle] + (long)middle < target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static void InParallel(int pieces, int threads, Action<int> action)
    {
        if (pieces == 1)
        {
            action(0);
            return;
        }

        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, action);
    }
}
