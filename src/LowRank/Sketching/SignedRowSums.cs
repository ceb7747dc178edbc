using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;

namespace LowRank.Sketching;

/// <summary>
/// A sparse sign matrix Ω, d × m: each column has ζ entries ±1, one in each of ζ bands of rows (Kane and Nelson 2014, block form). ΩA is
/// made by adding and subtracting rows of A, at a tenth of the cost of a dense sketch; to pivot on, it serves as well.
/// </summary>
internal sealed class SignedRowSums<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Entries a column that make a subspace embedding of a sketch of few rows (Tropp et al. 2019).</summary>
    public const int NonZeros = 8;

    /// <summary>Entries a column that do to compare columns by, and to start a Krylov space from, which makes up for what they miss: a
    /// quarter of the cost.</summary>
    public const int FewNonZeros = 2;

    private readonly int[] _rows;
    private readonly bool[] _isNegative;
    private readonly int _perColumn;

    /// <param name="seed">The seed, and</param>
    /// <param name="stream">what the numbers are for.</param>
    /// <param name="rows">d.</param>
    /// <param name="columns">m, or as many of a larger Ω's columns as this process has rows of A.</param>
    /// <param name="nonZeros">ζ.</param>
    /// <param name="firstColumn">The first of them: ΩA is the sum over all parts.</param>
    public SignedRowSums(ulong seed, RandomStream stream, int rows, int columns, int nonZeros = NonZeros, long firstColumn = 0)
    {
        RowCount = rows;
        ColumnCount = columns;
        _perColumn = Math.Min(nonZeros, rows);
        _rows = new int[DenseMatrix.CheckedLength(columns, _perColumn)];
        _isNegative = new bool[_rows.Length];
        Philox4x32 generator = new(seed, (ulong)stream);
        for (int i = 0; i < columns; i++)
        {
            for (int t = 0; t < _perColumn; t++)
            {
                System.Runtime.Intrinsics.Vector128<uint> bits = generator.Block(((ulong)(firstColumn + i) << 8) | (uint)t);
                int from = (int)((long)rows * t / _perColumn);
                int to = (int)((long)rows * (t + 1) / _perColumn);

                // The product's upper half is uniform over the band: its bias is below 2⁻³² of a band's width.
                _rows[(i * _perColumn) + t] = from + (int)(
                    ((ulong)System.Runtime.Intrinsics.Vector128.GetElement(bits, 0) * (ulong)(to - from)) >> 32);
                _isNegative[(i * _perColumn) + t] = (System.Runtime.Intrinsics.Vector128.GetElement(bits, 1) & 1) != 0;
            }
        }
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>destination := Ωᴴ (m × d), dense.</summary>
    public void FillAdjoint(DenseMatrix<T> destination)
    {
        Kernels<T>.Fill(T.Zero, destination.Span);
        MatrixSpan<T> span = destination.Span;
        for (int i = 0; i < ColumnCount; i++)
        {
            for (int t = i * _perColumn; t < (i + 1) * _perColumn; t++)
            {
                span[i, _rows[t]] = _isNegative[t] ? -T.One : T.One;
            }
        }
    }

    /// <summary>destination := ΩA, for A in either layout and a destination in A's. The pieces do not depend on the number of
    /// threads.</summary>
    public void Multiply(DenseMatrix<T> a, DenseMatrix<T> destination, int maxDegreeOfParallelism) =>
        Run(a, destination, null, maxDegreeOfParallelism);

    /// <summary>The same, and ‖a_j‖² of every column in the same pass over A; infinite, NaN or inexact where squares of entries are out
    /// of range.</summary>
    public double[] MultiplyAndMeasure(DenseMatrix<T> a, DenseMatrix<T> destination, int maxDegreeOfParallelism)
    {
        double[] squares = new double[a.ColumnCount];
        Run(a, destination, squares, maxDegreeOfParallelism);
        return squares;
    }

    /// <param name="a">A.</param>
    /// <param name="destination">ΩA.</param>
    /// <param name="squares">Receives ‖a_j‖²; zeros before; null: not wanted.</param>
    /// <param name="maxDegreeOfParallelism">The most threads.</param>
    private void Run(DenseMatrix<T> a, DenseMatrix<T> destination, double[]? squares, int maxDegreeOfParallelism)
    {
        int n = a.ColumnCount;
        int pieces = Math.Max(1, (n + Machine.ColumnsPerSignedSum - 1) / Machine.ColumnsPerSignedSum);
        bool isByRows = a.Layout == MatrixLayout.RowMajor;
        int rowPieces = isByRows && pieces < Machine.SignedSumPieces && a.RowCount > Machine.RowsOverSignedSums * (long)RowCount
            ? (Machine.SignedSumPieces + pieces - 1) / pieces : 1;
        pieces = rowPieces == 1 ? Math.Max(pieces, Math.Min(Machine.SignedSumPieces, n)) : pieces;
        int width = (n + pieces - 1) / pieces;
        using Workspace<T> workspace = new();
        DenseMatrix<T>[] sums = new DenseMatrix<T>[rowPieces];
        double[][] measured = new double[rowPieces][];
        for (int i = 0; i < rowPieces; i++)
        {
            sums[i] = i == 0 ? destination : workspace.Rent(RowCount, n, MatrixLayout.RowMajor);
            measured[i] = squares is null ? [] : i == 0 ? squares : new double[n];
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = maxDegreeOfParallelism };
        Parallel.For(0, pieces * rowPieces, options, index =>
        {
            int start = Math.Min(n, index / rowPieces * width);
            int count = Math.Min(width, n - start);
            if (isByRows)
            {
                int part = index % rowPieces;
                int first = (int)((long)part * a.RowCount / rowPieces);
                int last = (int)((part + 1L) * a.RowCount / rowPieces);
                AddRows(
                    a.AsBlock(0, start, a.RowCount, count).Span, sums[part].AsColumns(start, count).Span, first, last,
                    squares is null ? [] : measured[part].AsSpan(start, count));
            }
            else
            {
                ScatterColumns(a.Span, destination.Span, start, count, squares);
            }
        });

        for (int i = 1; i < rowPieces; i++)
        {
            for (int row = 0; row < RowCount; row++)
            {
                Span<T> target = destination.Span.Major(row);
                TensorPrimitives.Add(target, sums[i].Span.Major(row), target);
            }

            TensorPrimitives.Add<double>(measured[0], measured[i], measured[0]);
        }
    }

    /// <summary>destination := the sum of the rows of A from one number to another, each with its signs; adds their squares to those
    /// given, unless there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(MatrixSpan<T> a, MatrixSpan<T> destination, int first, int last, Span<double> squares)
    {
        Kernels<T>.Fill(T.Zero, destination);
        for (int i = first; i < last; i++)
        {
            ReadOnlySpan<T> row = a.Major(i);
            if (!squares.IsEmpty)
            {
                Kernels<T>.AddSquares(row, 1, squares);
            }

            for (int t = i * _perColumn; t < (i + 1) * _perColumn; t++)
            {
                Span<T> target = destination.Major(_rows[t]);
                if (_isNegative[t])
                {
                    TensorPrimitives.Subtract(target, row, target);
                }
                else
                {
                    TensorPrimitives.Add(target, row, target);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScatterColumns(MatrixSpan<T> a, MatrixSpan<T> destination, int start, int count, double[]? squares)
    {
        for (int j = start; j < start + count; j++)
        {
            ReadOnlySpan<T> column = a.Major(j);
            if (squares is not null)
            {
                squares[j] = Kernels<T>.SumOfSquares(column);
            }

            Span<T> target = destination.Major(j);
            target.Clear();
            int t = 0;
            for (int i = 0; i < column.Length; i++)
            {
                T value = column[i];
                for (int last = t + _perColumn; t < last; t++)
                {
                    target[_rows[t]] += _isNegative[t] ? -value : value;
                }
            }
        }
    }
}
