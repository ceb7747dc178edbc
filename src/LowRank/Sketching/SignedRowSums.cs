using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Kernels;
using LowRank.Random;

namespace LowRank.Sketching;

/// <summary>
/// A sparse sign matrix Ω, d × m: each column has ζ entries ±1, one in each of ζ bands of rows (Kane and Nelson 2014, block form). ΩA is made by adding and subtracting rows
/// of A, at a tenth of the cost of a dense sketch; to pivot on, it serves as well.
/// </summary>
internal sealed class SignedRowSums<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Entries a column that make a subspace embedding of a sketch of few rows (Tropp et al. 2019).</summary>
    public const int NonZeros = 8;

    /// <summary>Entries a column that do to compare columns by: half the cost.</summary>
    public const int FewNonZeros = 4;

    // Pieces depend on the number of columns alone, so that any number of threads adds up the same squares.
    private const int MostColumnsPerPiece = 512;
    private const int FewestColumnsPerPiece = 64;
    private const int Pieces = 4;

    private readonly int[] _rows;
    private readonly bool[] _isNegative;
    private readonly int _perColumn;

    public SignedRowSums(ulong seed, RandomStream stream, int rows, int columns, int nonZeros = NonZeros)
    {
        RowCount = rows;
        ColumnCount = columns;
        _perColumn = Math.Min(nonZeros, rows);
        _rows = new int[columns * _perColumn];
        _isNegative = new bool[_rows.Length];
        Philox4x32 generator = new(seed, (ulong)stream);
        for (int i = 0; i < columns; i++)
        {
            for (int t = 0; t < _perColumn; t++)
            {
                System.Runtime.Intrinsics.Vector128<uint> bits = generator.Block(((ulong)i << 8) | (uint)t);
                int from = (int)((long)rows * t / _perColumn);
                int to = (int)((long)rows * (t + 1) / _perColumn);

                // The product's upper half is uniform over the band: its bias is below 2⁻³² of a band's width.
                _rows[(i * _perColumn) + t] = from + (int)(((ulong)System.Runtime.Intrinsics.Vector128.GetElement(bits, 0) * (ulong)(to - from)) >> 32);
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

    /// <summary>destination := ΩA, for A in either layout and a destination in A's. The pieces are whole columns, so threads change nothing.</summary>
    public void Multiply(DenseMatrix<T> a, DenseMatrix<T> destination, int maxDegreeOfParallelism) => Run(a, destination, null, maxDegreeOfParallelism);

    /// <summary>The same, and ‖A‖² in the same pass over A; infinite, NaN or inexact where squares of entries are out of range.</summary>
    public double MultiplyAndMeasure(DenseMatrix<T> a, DenseMatrix<T> destination, int maxDegreeOfParallelism)
    {
        double[] squares = new double[a.ColumnCount];
        Run(a, destination, squares, maxDegreeOfParallelism);
        return squares.Sum();
    }

    /// <param name="a">A.</param>
    /// <param name="destination">ΩA.</param>
    /// <param name="squares">For each piece, at the place of its first column, the sum of its squares; null: not wanted.</param>
    /// <param name="maxDegreeOfParallelism">The most threads.</param>
    private void Run(DenseMatrix<T> a, DenseMatrix<T> destination, double[]? squares, int maxDegreeOfParallelism)
    {
        int n = a.ColumnCount;
        int width = Math.Clamp((n + Pieces - 1) / Pieces, FewestColumnsPerPiece, MostColumnsPerPiece);
        int pieces = (n + width - 1) / width;
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism }, piece =>
        {
            int start = piece * width;
            int count = Math.Min(width, n - start);
            if (a.Layout == MatrixLayout.RowMajor)
            {
                AddRows(a.Span, destination.Span, start, count, squares);
            }
            else
            {
                ScatterColumns(a.Span, destination.Span, start, count, squares);
            }
        });
    }

    private void AddRows(MatrixSpan<T> a, MatrixSpan<T> destination, int start, int count, double[]? squares)
    {
        for (int i = 0; i < RowCount; i++)
        {
            destination.Major(i).Slice(start, count).Clear();
        }

        for (int i = 0; i < ColumnCount; i++)
        {
            ReadOnlySpan<T> row = a.Major(i).Slice(start, count);
            if (squares is not null)
            {
                squares[start] += Kernels<T>.SumOfSquares(row);
            }

            for (int t = i * _perColumn; t < (i + 1) * _perColumn; t++)
            {
                Span<T> target = destination.Major(_rows[t]).Slice(start, count);
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
