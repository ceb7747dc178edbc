using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>
/// A sparse m × n matrix that does not change. The randomised methods work with it as it is: it is never made dense by them.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// It is kept by rows (CSR) or by columns (CSC), as it was given; the other form is made once, when it is first needed, and kept: A x and
/// row selection want rows, Aᴴ x and column selection want columns. (Both products of a matrix with a side 16 times the other want its
/// long side.) Two forms take 2 nnz (4 + size of T) + 4 (m + n) bytes. All members may be used from many threads at once.
/// </remarks>
public sealed class SparseMatrix<T> : ILinearOperator<T>, IColumnSource<T>, IRowSource<T>, IFrobeniusNorm, IDenseForm<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Lazy<CompressedRows<T>> _rows;
    private readonly Lazy<CompressedRows<T>> _columns;
    private readonly Lazy<double> _norm;

    private SparseMatrix(int rowCount, int columnCount, Lazy<CompressedRows<T>> rows, Lazy<CompressedRows<T>> columns, Lazy<double> norm)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        _rows = rows;
        _columns = columns;
        _norm = norm;
    }

    /// <summary>The number of rows m.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns n.</summary>
    public int ColumnCount { get; }

    /// <summary>The number of entries that are stored, all of them other than zero.</summary>
    public int NonZeroCount => AnyForm.Values.Length;

    /// <summary>The rows of A.</summary>
    internal CompressedRows<T> Rows => _rows.Value;

    /// <summary>The columns of A, as the rows of Aᵀ.</summary>
    internal CompressedRows<T> Columns => _columns.Value;

    private CompressedRows<T> AnyForm => _rows.IsValueCreated ? _rows.Value : _columns.Value;

    /// <summary>The entry at a row and a column, counted from 0.</summary>
    /// <param name="row">The row, 0 … m − 1.</param>
    /// <param name="column">The column, 0 … n − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row or the column lies outside the matrix.</exception>
    /// <remarks>Cost: a binary search in the row.</remarks>
    public T this[int row, int column]
    {
        get
        {
            CheckIndex(row, RowCount, nameof(row));
            CheckIndex(column, ColumnCount, nameof(column));
            return _rows.IsValueCreated ? Rows.Find(row, column) : Columns.Find(column, row);
        }
    }

    /// <summary>The product of a sparse and a dense matrix: <c>A x</c>.</summary>
    /// <param name="a">An m × n matrix.</param>
    /// <param name="x">An n × p matrix.</param>
    /// <returns>A new m × p matrix in <paramref name="x"/>'s layout.</returns>
    /// <exception cref="ArgumentException">The inner dimensions differ.</exception>
    public static DenseMatrix<T> operator *(SparseMatrix<T> a, DenseMatrix<T> x)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Multiply(x);
    }

    /// <summary>The product <c>A x</c>.</summary>
    /// <param name="x">An n × p matrix.</param>
    /// <returns>A new m × p matrix in <paramref name="x"/>'s layout.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has other than n rows.</exception>
    /// <remarks>Cost: 2 nnz p flops, and a row-major copy of x.</remarks>
    public DenseMatrix<T> Multiply(DenseMatrix<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        MatrixGuard.CanMultiply(this, x, nameof(x));
        DenseMatrix<T> product = DenseMatrix.Create<T>(RowCount, x.ColumnCount, x.Layout);
        Multiply(x, product);
        return product;
    }

    /// <summary>Computes <c>destination := A x</c>, with the same bits on any number of threads.</summary>
    /// <param name="x">An n × p matrix.</param>
    /// <param name="destination">An m × p matrix, any layout; its content is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="destination"/> shares memory with
    /// <paramref name="x"/>.</exception>
    /// <remarks>Cost: 2 nnz p flops, and a row-major copy of at most 128 columns of x.</remarks>
    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        CheckProduct(x, destination, ColumnCount, RowCount);
        if (SparseProduct.PrefersTransposed(RowCount, ColumnCount))
        {
            SparseProduct.MultiplyTransposed(Columns, conjugate: false, x, destination);
        }
        else
        {
            SparseProduct.Multiply(Rows, conjugate: false, x, destination);
        }
    }

    /// <summary>
    /// Computes <c>destination := Aᴴ x</c>, with Aᴴ the conjugate transpose (the transpose for real types), with the same bits on any
    /// number of threads.
    /// </summary>
    /// <param name="x">An m × p matrix.</param>
    /// <param name="destination">An n × p matrix, any layout; its content is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="destination"/> shares memory with
    /// <paramref name="x"/>.</exception>
    /// <remarks>Cost: 2 nnz p flops, and a row-major copy of at most 128 columns of x.</remarks>
    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        CheckProduct(x, destination, RowCount, ColumnCount);
        if (SparseProduct.PrefersTransposed(ColumnCount, RowCount))
        {
            SparseProduct.MultiplyTransposed(Rows, conjugate: true, x, destination);
        }
        else
        {
            SparseProduct.Multiply(Columns, conjugate: true, x, destination);
        }
    }

    /// <summary>The transpose Aᵀ: a view of the same memory.</summary>
    /// <returns>An n × m matrix that shares memory with this one.</returns>
    public SparseMatrix<T> Transpose() => new(ColumnCount, RowCount, _columns, _rows, _norm);

    /// <summary>The conjugate transpose Aᴴ: a copy for complex numbers, the view <see cref="Transpose"/> for real ones.</summary>
    /// <returns>An n × m matrix.</returns>
    public SparseMatrix<T> ConjugateTranspose()
    {
        if (!Scalar<T>.IsComplex)
        {
            return Transpose();
        }

        return _rows.IsValueCreated ? OfRows(Conjugate(Rows)).Transpose() : OfRows(Conjugate(Columns));

        static CompressedRows<T> Conjugate(CompressedRows<T> form) =>
            new(form.RowCount, form.ColumnCount, form.Starts, form.Indices, Array.ConvertAll(form.Values, Scalar<T>.Conjugate));
    }

    /// <summary>Chosen rows, as a sparse matrix: <c>A[rows, :]</c>.</summary>
    /// <param name="rows">k row numbers, from 0, in any order; repetitions are allowed.</param>
    /// <returns>A new k × n matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A row lies outside the matrix, or the result would have more than 2³¹ − 57
    /// entries.</exception>
    public SparseMatrix<T> SelectRows(ReadOnlySpan<int> rows)
    {
        MatrixGuard.Indices(rows, RowCount, nameof(rows));
        return OfRows(Rows.Select(rows, 0, ColumnCount));
    }

    /// <summary>Chosen columns, as a sparse matrix: <c>A[:, columns]</c>.</summary>
    /// <param name="columns">k column numbers, from 0, in any order; repetitions are allowed.</param>
    /// <returns>A new m × k matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column lies outside the matrix, or the result would have more than 2³¹ − 57
    /// entries.</exception>
    public SparseMatrix<T> SelectColumns(ReadOnlySpan<int> columns)
    {
        MatrixGuard.Indices(columns, ColumnCount, nameof(columns));
        return OfRows(Columns.Select(columns, 0, RowCount)).Transpose();
    }

    /// <summary>A block of adjacent rows and columns, as a sparse matrix.</summary>
    /// <param name="row">The first row, from 0.</param>
    /// <param name="column">The first column, from 0.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <returns>A new rowCount × columnCount matrix: a copy, unlike <see cref="DenseMatrix{T}.AsBlock"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The block does not lie inside the matrix.</exception>
    public SparseMatrix<T> ToBlock(int row, int column, int rowCount, int columnCount)
    {
        CheckRange(row, rowCount, RowCount, nameof(row), nameof(rowCount));
        CheckRange(column, columnCount, ColumnCount, nameof(column), nameof(columnCount));
        if (!_rows.IsValueCreated)
        {
            return Transpose().ToBlock(column, row, columnCount, rowCount).Transpose();
        }

        int[] rows = new int[rowCount];
        for (int i = 0; i < rowCount; i++)
        {
            rows[i] = row + i;
        }

        return OfRows(Rows.Select(rows, column, columnCount));
    }

    /// <summary>Copies this matrix into a dense one.</summary>
    /// <param name="layout">The layout of the copy.</param>
    /// <returns>A new m × n matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has more than 2³¹ − 57 entries, zeros included.</exception>
    public DenseMatrix<T> ToDense(MatrixLayout layout = MatrixLayout.RowMajor)
    {
        DenseMatrix<T> result = DenseMatrix.Create<T>(RowCount, ColumnCount, layout);
        if (_rows.IsValueCreated)
        {
            Scatter(Rows, result.Span);
        }
        else
        {
            Scatter(Columns, result.Span.Transpose());
        }

        return result;

        static void Scatter(CompressedRows<T> form, MatrixSpan<T> target)
        {
            for (int i = 0; i < form.RowCount; i++)
            {
                ReadOnlySpan<int> indices = form.IndicesOf(i);
                ReadOnlySpan<T> values = form.ValuesOf(i);
                for (int k = 0; k < indices.Length; k++)
                {
                    target[i, indices[k]] = values[k];
                }
            }
        }
    }

    /// <summary>This matrix by rows (CSR).</summary>
    /// <returns>Views of its memory.</returns>
    public CompressedVectors<T> AsCompressedRows() => new(Rows.Starts, Rows.Indices, Rows.Values);

    /// <summary>This matrix by columns (CSC).</summary>
    /// <returns>Views of its memory.</returns>
    public CompressedVectors<T> AsCompressedColumns() => new(Columns.Starts, Columns.Indices, Columns.Values);

    /// <inheritdoc/>
    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(columns, ColumnCount, nameof(columns));
        MatrixGuard.HasShape(destination, RowCount, columns.Length, nameof(destination));
        Gather(Columns, columns, destination.Span.Transpose());
    }

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(rows, RowCount, nameof(rows));
        MatrixGuard.HasShape(destination, rows.Length, ColumnCount, nameof(destination));
        Gather(Rows, rows, destination.Span);
    }

    /// <summary>The Frobenius norm <c>‖A‖_F = (Σ|a_ij|²)^½</c>, summed in double without undue overflow or underflow, once.</summary>
    /// <returns>The norm; infinity where it overflows although the entries are finite.</returns>
    public double FrobeniusNorm() => _norm.Value;

    /// <summary>The shape, the element type and the number of entries.</summary>
    /// <returns>A line such as <c>SparseMatrix&lt;Double&gt; 60000 × 784, 23520000 entries</c>.</returns>
    public override string ToString() => $"SparseMatrix<{typeof(T).Name}> {MatrixGuard.Shape(this)}, {NonZeroCount} entries";

    internal static SparseMatrix<T> OfRows(CompressedRows<T> rows) =>
        new(
            rows.RowCount,
            rows.ColumnCount,
            new Lazy<CompressedRows<T>>(rows),
            new Lazy<CompressedRows<T>>(rows.Transpose),
            new Lazy<double>(() => Norm(rows.Values)));

    /// <summary>counts[j] := the number of entries in column j, from whichever form there is.</summary>
    internal void CountColumns(Span<int> counts)
    {
        counts.Clear();
        bool isByRows = _rows.IsValueCreated;
        CompressedRows<T> form = AnyForm;
        for (int i = 0; i < form.RowCount; i++)
        {
            if (!isByRows)
            {
                counts[i] = form.IndicesOf(i).Length;
                continue;
            }

            foreach (int column in form.IndicesOf(i))
            {
                counts[column]++;
            }
        }
    }

    /// <summary>What <see cref="Kernels{T}.AddShiftedColumns"/> does, for the entries that are stored.</summary>
    internal void AddShiftedColumns(ReadOnlySpan<double> shift, double factor, Span<double> sums, Span<double> squares)
    {
        int parts = Scalar<T>.RealDimension;
        bool isByRows = _rows.IsValueCreated;
        CompressedRows<T> form = AnyForm;
        Span<double> value = stackalloc double[2];
        for (int i = 0; i < form.RowCount; i++)
        {
            ReadOnlySpan<int> indices = form.IndicesOf(i);
            ReadOnlySpan<T> values = form.ValuesOf(i);
            for (int k = 0; k < indices.Length; k++)
            {
                value[0] = Scalar<T>.ToDouble(values[k]);
                if (parts == 2)
                {
                    Kernels<T>.Widen(values.Slice(k, 1), value);
                }

                int column = isByRows ? indices[k] : i;
                for (int part = 0; part < parts; part++)
                {
                    double difference = (value[part] - shift[(parts * column) + part]) * factor;
                    sums[(parts * column) + part] += difference;
                    squares[(parts * column) + part] += difference * difference;
                }
            }
        }
    }

    /// <summary>The 2-norm of each column.</summary>
    internal double[] ColumnNorms()
    {
        CompressedRows<T> columns = Columns;
        double[] norms = new double[ColumnCount];
        for (int j = 0; j < norms.Length; j++)
        {
            norms[j] = Norm(columns.Values.AsSpan(columns.Starts[j]..columns.Starts[j + 1]));
        }

        return norms;
    }

    private static double Norm(Span<T> values) =>
        Kernels<T>.FrobeniusNorm(new MatrixSpan<T>(values, 1, values.Length, MatrixLayout.RowMajor, Math.Max(1, values.Length)));

    private static void Gather(CompressedRows<T> form, ReadOnlySpan<int> rows, MatrixSpan<T> target)
    {
        Kernels<T>.Fill(T.Zero, target);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<int> indices = form.IndicesOf(rows[i]);
            ReadOnlySpan<T> values = form.ValuesOf(rows[i]);
            for (int k = 0; k < indices.Length; k++)
            {
                target[i, indices[k]] = values[k];
            }
        }
    }

    private void CheckProduct(DenseMatrix<T> x, DenseMatrix<T> destination, int inner, int outer)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.HasRows(x, inner, nameof(x), $"the matrix is {MatrixGuard.Shape(this)}");
        MatrixGuard.HasShape(destination, outer, x.ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, x, nameof(x));
    }

    private void CheckIndex(int index, int count, string name)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(name, index, $"The matrix is {MatrixGuard.Shape(this)}.");
        }
    }

    private void CheckRange(int start, int count, int limit, string startName, string countName)
    {
        if ((uint)start > (uint)limit)
        {
            throw new ArgumentOutOfRangeException(startName, start, $"The matrix is {MatrixGuard.Shape(this)}.");
        }

        if ((uint)count > (uint)(limit - start))
        {
            throw new ArgumentOutOfRangeException(
                countName, count, $"From {startName} = {start} on, the {MatrixGuard.Shape(this)} matrix has {limit - start}.");
        }
    }
}
