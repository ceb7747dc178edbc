using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using LowRank.Interop;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>
/// A dense m × n matrix over memory that it owns or wraps, row-major or column-major, with or without padding between its rows or columns.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// <c>As…</c> members and <see cref="Transpose"/> are views: they share memory with this matrix. <c>To…</c> members copy.
/// Reading from many threads at once is safe; writing is the caller's to order.
/// </remarks>
public sealed class DenseMatrix<T> : ILinearOperator<T>, IColumnSource<T>, IRowSource<T>, IFrobeniusNorm, INormalProduct<T>
    where T : unmanaged, INumberBase<T>
{
    internal DenseMatrix(Memory<T> memory, int rowCount, int columnCount, MatrixLayout layout, int stride)
    {
        Scalar<T>.EnsureSupported();
        Memory = memory;
        RowCount = rowCount;
        ColumnCount = columnCount;
        Layout = layout;
        Stride = stride;
    }

    /// <summary>The number of rows m.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns n.</summary>
    public int ColumnCount { get; }

    /// <summary>The order of the entries in memory.</summary>
    public MatrixLayout Layout { get; }

    /// <summary>Elements from the start of one row (row-major) or column (column-major) to the next.</summary>
    public int Stride { get; }

    /// <summary>The memory from the first entry to the last, padding between rows or columns included.</summary>
    public Memory<T> Memory { get; }

    internal MatrixSpan<T> Span => new(Memory.Span, RowCount, ColumnCount, Layout, Stride);

    /// <summary>The entry at a row and a column, counted from 0.</summary>
    /// <param name="row">The row, 0 … m − 1.</param>
    /// <param name="column">The column, 0 … n − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row or the column lies outside the matrix.</exception>
    public T this[int row, int column]
    {
        get => Memory.Span[Offset(row, column)];
        set => Memory.Span[Offset(row, column)] = value;
    }

    /// <summary>The product of two matrices, computed exactly: <c>A B</c>.</summary>
    /// <param name="a">An m × k matrix.</param>
    /// <param name="b">A k × n matrix.</param>
    /// <returns>A new m × n matrix in <paramref name="a"/>'s layout.</returns>
    /// <exception cref="ArgumentException">The inner dimensions differ.</exception>
    /// <remarks>Cost: 2mkn flops; half of it where A = Bᴴ, and the product is then Hermitian to the last bit. A NaN or infinity in an
    /// input shows in the product. Single precision: 10⁷ positive terms are right to some 10⁻⁶.</remarks>
    public static DenseMatrix<T> operator *(DenseMatrix<T> a, DenseMatrix<T> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Multiply(b);
    }

    /// <summary>The product <c>A b</c>, computed exactly.</summary>
    /// <param name="b">An n × p matrix.</param>
    /// <returns>A new m × p matrix in this matrix's layout; Hermitian to the last bit where A = bᴴ.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has other than n rows.</exception>
    public DenseMatrix<T> Multiply(DenseMatrix<T> b)
    {
        ArgumentNullException.ThrowIfNull(b);
        MatrixGuard.CanMultiply(this, b, nameof(b));
        DenseMatrix<T> product = DenseMatrix.Uninitialized<T>(RowCount, b.ColumnCount, Layout);
        Multiply(this, Span, b, product);
        return product;
    }

    /// <summary>Computes <c>destination := A x</c>.</summary>
    /// <param name="x">An n × p matrix.</param>
    /// <param name="destination">An m × p matrix, any layout; its content is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="destination"/> shares memory with an
    /// input.</exception>
    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        CheckProduct(x, destination, ColumnCount, RowCount);
        Multiply(this, Span, x, destination);
    }

    /// <summary>Computes <c>destination := Aᴴ x</c>, with Aᴴ the conjugate transpose (the transpose for real types).</summary>
    /// <param name="x">An m × p matrix.</param>
    /// <param name="destination">An n × p matrix, any layout; its content is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="destination"/> shares memory with an
    /// input.</exception>
    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        CheckProduct(x, destination, RowCount, ColumnCount);

        // Only real matrices are multiplied in panels, so that the transpose will do.
        Multiply(Transpose(), Span.ConjugateTranspose(), x, destination);
    }

    /// <summary>Computes <c>normal := Aᴴ(A x)</c>, and <c>image := A x</c> where it is wanted, in panels of rows that both products find in
    /// the cache.</summary>
    /// <param name="x">An n × p matrix.</param>
    /// <param name="normal">An n × p matrix, any layout; its content is overwritten.</param>
    /// <param name="image">An m × p matrix, any layout, or null; its content is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a destination shares memory with an input.</exception>
    public void MultiplyNormal(DenseMatrix<T> x, DenseMatrix<T> normal, DenseMatrix<T>? image = null)
    {
        CheckProduct(x, normal, ColumnCount, ColumnCount);
        if (image is not null)
        {
            CheckProduct(x, image, ColumnCount, RowCount);
        }

        new RowPass<T>(x, normal, image).AddAll(this);
    }

    /// <summary>The transpose Aᵀ: a view of the same memory, in the other layout.</summary>
    /// <returns>An n × m matrix that shares memory with this one.</returns>
    public DenseMatrix<T> Transpose() => new(Memory, ColumnCount, RowCount, MatrixSpan<T>.Opposite(Layout), Stride);

    /// <summary>The conjugate transpose Aᴴ: a copy for complex numbers, the view <see cref="Transpose"/> for real ones.</summary>
    /// <returns>An n × m matrix.</returns>
    public DenseMatrix<T> ConjugateTranspose()
    {
        if (!Scalar<T>.IsComplex)
        {
            return Transpose();
        }

        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(ColumnCount, RowCount, MatrixSpan<T>.Opposite(Layout));
        Kernels<T>.Copy(Span.ConjugateTranspose(), result.Span);
        return result;
    }

    /// <summary>A block of this matrix, as a view.</summary>
    /// <param name="row">The first row, from 0.</param>
    /// <param name="column">The first column, from 0.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <returns>A rowCount × columnCount matrix that shares memory with this one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The block does not lie inside the matrix.</exception>
    public DenseMatrix<T> AsBlock(int row, int column, int rowCount, int columnCount)
    {
        CheckRange(row, rowCount, RowCount, nameof(row), nameof(rowCount));
        CheckRange(column, columnCount, ColumnCount, nameof(column), nameof(columnCount));
        if (rowCount == 0 || columnCount == 0)
        {
            return new DenseMatrix<T>(Memory<T>.Empty, rowCount, columnCount, Layout, Stride);
        }

        int start = UncheckedOffset(row, column);
        int length = UncheckedOffset(row + rowCount - 1, column + columnCount - 1) + 1 - start;
        return new DenseMatrix<T>(Memory.Slice(start, length), rowCount, columnCount, Layout, Stride);
    }

    /// <summary>Some adjacent columns of this matrix, as a view.</summary>
    /// <param name="start">The first column, from 0.</param>
    /// <param name="count">The number of columns.</param>
    /// <returns>An m × count matrix that shares memory with this one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The columns do not lie inside the matrix.</exception>
    public DenseMatrix<T> AsColumns(int start, int count) => AsBlock(0, start, RowCount, count);

    /// <summary>Some adjacent rows of this matrix, as a view.</summary>
    /// <param name="start">The first row, from 0.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A count × n matrix that shares memory with this one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows do not lie inside the matrix.</exception>
    public DenseMatrix<T> AsRows(int start, int count) => AsBlock(start, 0, count, ColumnCount);

    /// <summary>This matrix as a two-dimensional memory, without a copy.</summary>
    /// <returns>A memory of height m and width n that shares memory with this matrix.</returns>
    /// <exception cref="InvalidOperationException">The matrix is column-major (use its transpose, or <see cref="ToArray"/>), or its
    /// memory is not an array's.</exception>
    public Memory2D<T> AsMemory2D()
    {
        ThrowIfColumnMajor("A Memory2D<T>");
        ArraySegment<T> segment = BackingArray();
        return RowCount == 0 || ColumnCount == 0
            ? Memory2D<T>.Empty
            : new Memory2D<T>(segment.Array!, segment.Offset, RowCount, ColumnCount, Stride - ColumnCount);
    }

    /// <summary>This matrix as a two-dimensional tensor, without a copy.</summary>
    /// <returns>An m × n tensor that shares memory with this matrix.</returns>
    /// <exception cref="InvalidOperationException">The matrix is column-major (use its transpose, or <see cref="ToArray"/>), or its
    /// memory is not an array's.</exception>
    public Tensor<T> AsTensor()
    {
        ThrowIfColumnMajor("A row-major Tensor<T>");
        ArraySegment<T> segment = BackingArray();

        // A tensor wants the stride 0 where a dimension is not stepped along, and none at all where it is empty.
        return RowCount == 0 || ColumnCount == 0
            ? Tensor.Create<T>([], [RowCount, ColumnCount])
            : Tensor.Create(segment.Array!, segment.Offset, [RowCount, ColumnCount],
                [RowCount == 1 ? 0 : Stride, ColumnCount == 1 ? 0 : 1]);
    }

    /// <summary>Copies this matrix into a two-dimensional array.</summary>
    /// <returns>A new m × n array.</returns>
    public T[,] ToArray()
    {
        T[,] values = new T[RowCount, ColumnCount];
        if (values.Length > 0)
        {
            MatrixSpan<T> target = new(
                MemoryMarshal.CreateSpan(ref values[0, 0], values.Length), RowCount, ColumnCount, MatrixLayout.RowMajor, ColumnCount);
            Kernels<T>.Copy(Span, target);
        }

        return values;
    }

    /// <summary>Copies this matrix, without padding.</summary>
    /// <param name="layout">The layout of the copy; left out: this matrix's own.</param>
    /// <returns>A new m × n matrix.</returns>
    public DenseMatrix<T> ToDense(MatrixLayout? layout = null)
    {
        DenseMatrix<T> copy = DenseMatrix.Uninitialized<T>(RowCount, ColumnCount, layout ?? Layout);
        Kernels<T>.Copy(Span, copy.Span);
        return copy;
    }

    /// <inheritdoc/>
    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(columns, ColumnCount, nameof(columns));
        MatrixGuard.HasShape(destination, RowCount, columns.Length, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, this, "the matrix");
        if ((long)RowCount * columns.Length < 2 * Machine.ElementsPerGather)
        {
            Kernels<T>.GatherRows(Span.Transpose(), columns, destination.Span.Transpose());
            return;
        }

        int[] indices = columns.ToArray();
        ParallelPieces.Run(RowCount, Math.Max(1, Machine.ElementsPerGather / indices.Length), NativeThreads.Current, (start, count) =>
            Kernels<T>.GatherRows(AsRows(start, count).Span.Transpose(), indices, destination.AsRows(start, count).Span.Transpose()));
    }

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.Indices(rows, RowCount, nameof(rows));
        MatrixGuard.HasShape(destination, rows.Length, ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, this, "the matrix");
        Kernels<T>.GatherRows(Span, rows, destination.Span);
    }

    /// <summary>The Frobenius norm <c>‖A‖_F = (Σ|a_ij|²)^½</c>, summed in double without undue overflow or underflow.</summary>
    /// <returns>The norm; NaN or infinity where an entry is; 0 for an empty matrix.</returns>
    /// <remarks>Cost: 2mn flops, one pass. The same on any number of threads.</remarks>
    public double FrobeniusNorm() => ParallelNorms.Frobenius(this);

    /// <summary>Whether the two are the same entries of the same memory.</summary>
    internal bool IsSameView(DenseMatrix<T> other) =>
        Layout == other.Layout && Stride == other.Stride && RowCount == other.RowCount && ColumnCount == other.ColumnCount
        && Memory.Span == other.Memory.Span;

    internal bool SharesMemoryWith(DenseMatrix<T> other)
    {
        Span<T> mine = Memory.Span;
        return System.MemoryExtensions.Overlaps(mine, other.Memory.Span);
    }

    /// <summary>The shape, the element type and the layout.</summary>
    /// <returns>A line such as <c>DenseMatrix&lt;Double&gt; 60000 × 784, RowMajor</c>.</returns>
    public override string ToString() => $"DenseMatrix<{typeof(T).Name}> {MatrixGuard.Shape(this)}, {Layout}";

    private void CheckProduct(DenseMatrix<T> x, DenseMatrix<T> destination, int inner, int outer)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.HasRows(x, inner, nameof(x), $"the matrix is {MatrixGuard.Shape(this)}");
        MatrixGuard.HasShape(destination, outer, x.ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, this, "the matrix");
        MatrixGuard.DoesNotOverlap(destination, x, nameof(x));
    }

    private static void Multiply(DenseMatrix<T> a, MatrixSpan<T> span, DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (!Kernels<T>.TryMultiplySelf(span, x.Span, destination.Span) && !ThinProduct<T>.TryMultiply(a, x, destination))
        {
            Kernels<T>.Gemm(T.One, span, x.Span, T.Zero, destination.Span);
        }
    }

    private int Offset(int row, int column)
    {
        if ((uint)row >= (uint)RowCount)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"The matrix is {MatrixGuard.Shape(this)}.");
        }

        if ((uint)column >= (uint)ColumnCount)
        {
            throw new ArgumentOutOfRangeException(nameof(column), column, $"The matrix is {MatrixGuard.Shape(this)}.");
        }

        return UncheckedOffset(row, column);
    }

    private int UncheckedOffset(int row, int column) =>
        Layout == MatrixLayout.RowMajor ? (row * Stride) + column : (column * Stride) + row;

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

    private void ThrowIfColumnMajor(string what)
    {
        if (Layout == MatrixLayout.ColumnMajor)
        {
            throw new InvalidOperationException(
                $"{what} cannot view a column-major matrix. View Transpose(), or copy with ToDense(MatrixLayout.RowMajor).");
        }
    }

    private ArraySegment<T> BackingArray() =>
        MemoryMarshal.TryGetArray(Memory, out ArraySegment<T> segment)
            ? segment
            : throw new InvalidOperationException("The memory of this matrix does not belong to an array. Copy it with ToDense() first.");
}
