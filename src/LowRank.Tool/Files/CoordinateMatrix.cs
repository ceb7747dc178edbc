using System.Numerics;

namespace LowRank.Tool.Files;

/// <summary>A sparse matrix, kept row by row (CSR); entries of one place are added.</summary>
internal sealed class CoordinateMatrix<T> : ILinearOperator<T>, IColumnSource<T>, IRowSource<T>, IFrobeniusNorm
    where T : unmanaged, INumberBase<T>
{
    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly T[] _values;

    private CoordinateMatrix(int rowCount, int columnCount, int[] rowStarts, int[] columns, T[] values)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    public int EntryCount => _values.Length;

    /// <inheritdoc/>
    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => Apply(x, destination, adjoint: false);

    /// <inheritdoc/>
    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => Apply(x, destination, adjoint: true);

    /// <inheritdoc/>
    public double FrobeniusNorm() => DenseMatrix.Wrap(_values, 1, _values.Length).FrobeniusNorm();

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination)
    {
        Clear(destination);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = _rowStarts[rows[i]]; k < _rowStarts[rows[i] + 1]; k++)
            {
                destination[i, _columns[k]] = _values[k];
            }
        }
    }

    /// <inheritdoc/>
    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        Clear(destination);
        ILookup<int, int> places = columns.ToArray().Select((column, place) => (column, place)).ToLookup(pair => pair.column, pair => pair.place);
        for (int row = 0; row < RowCount; row++)
        {
            for (int k = _rowStarts[row]; k < _rowStarts[row + 1]; k++)
            {
                foreach (int place in places[_columns[k]])
                {
                    destination[row, place] = _values[k];
                }
            }
        }
    }

    public void CopyTo(DenseMatrix<T> destination)
    {
        Clear(destination);
        for (int row = 0; row < RowCount; row++)
        {
            for (int k = _rowStarts[row]; k < _rowStarts[row + 1]; k++)
            {
                destination[row, _columns[k]] = _values[k];
            }
        }
    }

    private void Apply(DenseMatrix<T> x, DenseMatrix<T> destination, bool adjoint)
    {
        Clear(destination);
        (int xRow, int xColumn) = Steps(x);
        (int yRow, int yColumn) = Steps(destination);
        ReadOnlySpan<T> from = x.Memory.Span;
        Span<T> to = destination.Memory.Span;
        int count = x.ColumnCount;
        for (int row = 0; row < RowCount; row++)
        {
            for (int k = _rowStarts[row]; k < _rowStarts[row + 1]; k++)
            {
                int column = _columns[k];
                T value = adjoint && _values[k] is Complex complex ? T.CreateTruncating(Complex.Conjugate(complex)) : _values[k];
                int source = (adjoint ? row : column) * xRow;
                int target = (adjoint ? column : row) * yRow;
                for (int j = 0; j < count; j++)
                {
                    to[target] += value * from[source];
                    source += xColumn;
                    target += yColumn;
                }
            }
        }
    }

    private static (int Row, int Column) Steps(DenseMatrix<T> matrix) => matrix.Layout == MatrixLayout.RowMajor ? (matrix.Stride, 1) : (1, matrix.Stride);

    private static void Clear(DenseMatrix<T> matrix)
    {
        bool isRowMajor = matrix.Layout == MatrixLayout.RowMajor;
        (int majors, int minors) = isRowMajor ? (matrix.RowCount, matrix.ColumnCount) : (matrix.ColumnCount, matrix.RowCount);
        for (int i = 0; i < majors && minors > 0; i++)
        {
            matrix.Memory.Span.Slice(i * matrix.Stride, minors).Clear();
        }
    }

    /// <summary>Collects entries in any order.</summary>
    public sealed class Builder(int rowCount, int columnCount)
    {
        private readonly List<int> _rows = [];
        private readonly List<int> _columns = [];
        private readonly List<T> _values = [];

        public long ByteCount => (long)_values.Count * (2 * sizeof(int) + ElementTypes.Of<T>().Size());

        public void Add(int row, int column, T value)
        {
            _rows.Add(row);
            _columns.Add(column);
            _values.Add(value);
        }

        public CoordinateMatrix<T> Build()
        {
            int[] order = [.. Enumerable.Range(0, _values.Count)];
            long[] keys = [.. order.Select(i => ((long)_rows[i] * columnCount) + _columns[i])];
            Array.Sort(keys, order);
            int[] starts = new int[rowCount + 1];
            List<int> columns = new(order.Length);
            List<T> values = new(order.Length);
            for (int i = 0; i < order.Length; i++)
            {
                if (i > 0 && keys[i] == keys[i - 1])
                {
                    values[^1] += _values[order[i]];
                    continue;
                }

                starts[_rows[order[i]] + 1]++;
                columns.Add(_columns[order[i]]);
                values.Add(_values[order[i]]);
            }

            for (int i = 0; i < rowCount; i++)
            {
                starts[i + 1] += starts[i];
            }

            return new CoordinateMatrix<T>(rowCount, columnCount, starts, [.. columns], [.. values]);
        }
    }
}
