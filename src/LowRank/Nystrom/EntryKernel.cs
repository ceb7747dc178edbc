using System.Numerics;
using System.Runtime.ExceptionServices;
using LowRank.Interop;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>A kernel matrix that a function of two indices gives.</summary>
internal sealed class EntryKernel<T>(int size, Func<int, int, T> entry, int? maxDegreeOfParallelism) : IKernelSource<T>
    where T : unmanaged, INumberBase<T>
{
    // Enough entries for a thread to be worth its start.
    private const int EntriesPerPiece = 1 << 12;

    public int Size => size;

    public void CopyDiagonal(Span<double> destination)
    {
        if (destination.Length != size)
        {
            throw new ArgumentException($"destination has {destination.Length} elements, but it must have {size}.", nameof(destination));
        }

        for (int i = 0; i < size; i++)
        {
            destination[i] = PsdGuard.Real(entry(i, i), i);
        }
    }

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(columns, size, nameof(columns));
        MatrixGuard.HasShape(destination, size, columns.Length, nameof(destination));
        int[] chosen = columns.ToArray();
        Fill(destination, (i, j) => entry(i, chosen[j]));
    }

    public void CopyBlock(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(rows, size, nameof(rows));
        MatrixGuard.Indices(columns, size, nameof(columns));
        MatrixGuard.HasShape(destination, rows.Length, columns.Length, nameof(destination));
        int[] chosenRows = rows.ToArray();
        int[] chosenColumns = columns.ToArray();
        Fill(destination, (i, j) => entry(chosenRows[i], chosenColumns[j]));
    }

    private void Fill(DenseMatrix<T> destination, Func<int, int, T> value)
    {
        int columns = destination.ColumnCount;
        int perPiece = Math.Max(1, EntriesPerPiece / Math.Max(1, columns));
        int pieces = (destination.RowCount + perPiece - 1) / perPiece;
        ParallelOptions options = new() { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? LowRankEnvironment.ThreadCount };
        try
        {
            Parallel.For(0, pieces, options, piece =>
            {
                MatrixSpan<T> span = destination.Span;
                int end = Math.Min(span.RowCount, (piece + 1) * perPiece);
                for (int j = 0; j < columns; j++)
                {
                    for (int i = piece * perPiece; i < end; i++)
                    {
                        span[i, j] = value(i, j);
                    }
                }
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
