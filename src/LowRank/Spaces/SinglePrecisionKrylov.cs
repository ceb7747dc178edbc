using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>
/// The right singular vectors of B that a block Krylov space of BᵀB holds, with products in single precision: orthonormal X = [X₀ X₁ …],
/// W = BᵀB X, and the two small matrices XᵀW = (BX)ᵀBX and WᵀW. The space range(BX) captures of B what (BX)ᵀB = Wᵀ says: with XᵀW = RᵀR
/// the singular values are those of R⁻ᵀWᵀ.
/// </summary>
/// <remarks>
/// The left space lies half a step ahead of X, and the right singular vectors lie in W, half a step further. X₀ is not random but has
/// been multiplied by Bᵀ: what a random block has in the null space of B adds nothing to the space, and its tiny singular values would be
/// rounding. Directions below some 10⁻³ σ₁ drown in the rounding of BᵀB: where so small ones matter, <see cref="Captured"/> says so.
/// Source: Musco and Musco 2015; in low precision with a last step in full one: Carson and Daužickaitė, 2024, for Nyström approximations.
/// </remarks>
internal sealed class SinglePrecisionKrylov<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    // What rounding leaves in XᵀW, as a share of each diagonal entry, since later columns are orthogonal to what earlier ones found; it
    // is added to the diagonal, and pivots must stand clear of it.
    private const double Noise = 1.0 / (1 << 21);
    private const double ClearOfNoise = 8;

    // Rows of W that are widened to double precision at a time.
    private const int RowsAtATime = 256;

    private readonly SinglePrecisionGram<T> _gram;
    private readonly int _block;
    private readonly Workspace<float> _singles = new();
    private readonly Workspace<double> _doubles = new();
    private DenseMatrix<float> _x;
    private DenseMatrix<float> _w;
    private DenseMatrix<double> _xw;
    private DenseMatrix<double> _ww;
    private DenseMatrix<double> _factor;
    private DenseMatrix<double> _reduced;
    private double[] _squares = [];

    /// <summary>Starts from Bᵀ times a random matrix.</summary>
    /// <param name="gram">BᵀB.</param>
    /// <param name="start">SᵀB with S random, row-major: as many rows as a block is wide.</param>
    /// <param name="blocks">For how many blocks to make room at first.</param>
    public SinglePrecisionKrylov(SinglePrecisionGram<T> gram, DenseMatrix<T> start, int blocks)
    {
        (_gram, _block) = (gram, start.RowCount);
        (_x, _w, _xw, _ww) = Rent(_block * blocks);
        _factor = _doubles.Rent(0, 0);
        _reduced = _doubles.Rent(0, 0);
        Orthonormalize(start, _x.AsColumns(0, _block));
    }

    /// <summary>The number of columns of X that have been multiplied.</summary>
    public int Size { get; private set; }

    /// <summary>Multiplies the newest block of X by BᵀB; before it, a block is added where there is one to follow.</summary>
    public void Expand()
    {
        if (Size > 0)
        {
            Reserve(Size + _block);
            Follow();
        }

        using Workspace<float> singles = new();
        DenseMatrix<float> added = _w.AsColumns(Size, _block);
        _gram.Multiply(_x.AsColumns(Size, _block), added);
        int before = Size;
        Size += _block;
        DenseMatrix<float> inside = singles.Rent(Size, _block);
        Kernels<float>.Gemm(1, _x.AsColumns(0, Size).Span.Transpose(), added.Span, 0, inside.Span);
        Convert(inside, _xw.AsBlock(0, before, Size, _block));

        // In double precision: rounding in WᵀW would be divided by the squares of the smallest singular values.
        ForWidenedRows((start, rows) =>
            Kernels<double>.Gemm(1, rows.Span.Transpose(), rows.AsColumns(before, _block).Span, start == 0
                ? 0 : 1, _ww.AsBlock(0, before, Size, _block).Span));
        Mirror(_xw, before);
        Mirror(_ww, before);
    }

    /// <summary>
    /// ‖·‖_F² of what the left space captures of B; null where the smallest singular values in the space are lost in the rounding of
    /// single precision.
    /// </summary>
    public double? Captured()
    {
        if (!TryReduce())
        {
            return null;
        }

        double sum = 0;
        for (int j = 0; j < Size; j++)
        {
            sum += _reduced[j, j];
        }

        return sum;
    }

    /// <summary>σ_i² of B in the left space, descending. To be asked after <see cref="Captured"/> has given an answer, once.</summary>
    public ReadOnlySpan<double> Squares()
    {
        _squares = new double[Size];
        Kernels<double>.Eigh(_reduced.Span, _squares);
        Array.Reverse(_squares);
        return _squares;
    }

    /// <summary>
    /// destination (c × l) := the leading right singular vectors of what the left space captures, orthonormal to single precision. To be
    /// asked after <see cref="Squares"/>, once.
    /// </summary>
    public void LeadingRight(DenseMatrix<T> destination)
    {
        int count = destination.ColumnCount;
        DenseMatrix<double> leading = _reduced.AsColumns(Size - count, count);
        Kernels<double>.SolveUpper(_factor.Span, leading.Span);
        using Workspace<double> scratch = new();
        DenseMatrix<double> weights = scratch.Rent(Size, count);
        for (int j = 0; j < count; j++)
        {
            // Descending again; a direction of no length stays as it is, and is orthonormalised with the rest.
            double square = _squares[j];
            TensorPrimitives.Multiply(leading.Span.Major(count - 1 - j), square > 0 ? 1 / Math.Sqrt(square) : 1, weights.Span.Major(j));
        }

        DenseMatrix<double> product = scratch.Rent(RowsAtATime, count);
        ForWidenedRows((start, rows) =>
        {
            DenseMatrix<double> part = product.AsRows(0, rows.RowCount);
            Kernels<double>.Gemm(1, rows.Span, weights.Span, 0, part.Span);
            Convert(part, destination.AsRows(start, rows.RowCount));
        });
    }

    /// <summary>Gives all memory back.</summary>
    public void Dispose()
    {
        _singles.Dispose();
        _doubles.Dispose();
    }

    /// <summary>Makes R of XᵀW = RᵀR, and R⁻ᵀ WᵀW R⁻¹, whose eigenvalues are the σ_i².</summary>
    private bool TryReduce()
    {
        _doubles.Return(_factor);
        _doubles.Return(_reduced);
        _factor = _doubles.Rent(Size, Size);
        _reduced = _doubles.Rent(Size, Size);
        Kernels<double>.Copy(_xw.AsBlock(0, 0, Size, Size).Span, _factor.Span);
        for (int j = 0; j < Size; j++)
        {
            _factor[j, j] *= 1 + Noise;
        }

        if (!Kernels<double>.TryCholesky(_factor.Span))
        {
            return false;
        }

        for (int j = 0; j < Size; j++)
        {
            if (!(_factor[j, j] * _factor[j, j] > ClearOfNoise * Noise * _xw[j, j]))
            {
                return false;
            }
        }

        Kernels<double>.Copy(_ww.AsBlock(0, 0, Size, Size).Span, _reduced.Span);
        Kernels<double>.SolveUpperFromRight(_factor.Span, _reduced.Span);
        Kernels<double>.SolveUpperAdjoint(_factor.Span, _reduced.Span);
        return true;
    }

    /// <summary>Calls an action with the first row and with a copy in double precision of a few rows of W at a time.</summary>
    private void ForWidenedRows(Action<int, DenseMatrix<double>> action)
    {
        using Workspace<double> scratch = new();
        DenseMatrix<double> memory = scratch.Rent(RowsAtATime, Size);
        for (int start = 0; start < _gram.Size; start += RowsAtATime)
        {
            DenseMatrix<double> rows = memory.AsRows(0, Math.Min(RowsAtATime, _gram.Size - start));
            Convert(_w.AsBlock(start, 0, rows.RowCount, Size), rows);
            action(start, rows);
        }
    }

    /// <summary>Room for X, W, XᵀW and WᵀW.</summary>
    private (DenseMatrix<float> X, DenseMatrix<float> W, DenseMatrix<double> Xw, DenseMatrix<double> Ww) Rent(int capacity)
    {
        capacity = Math.Min(capacity, _gram.Size);
        return (_singles.Rent(_gram.Size, capacity), _singles.Rent(_gram.Size, capacity), _doubles.Rent(capacity, capacity),
            _doubles.Rent(capacity, capacity));
    }

    private void Reserve(int size)
    {
        Debug.Assert(size <= _gram.Size, "the space is smaller than the matrix");
        if (size <= _x.ColumnCount)
        {
            return;
        }

        (DenseMatrix<float> x, DenseMatrix<float> w, DenseMatrix<double> xw, DenseMatrix<double> ww) = Rent(
            Math.Max(size, _x.ColumnCount * 3 / 2));
        Move(_x.AsColumns(0, Size), x.AsColumns(0, Size), _x, _singles);
        Move(_w.AsColumns(0, Size), w.AsColumns(0, Size), _w, _singles);
        Move(_xw.AsBlock(0, 0, Size, Size), xw.AsBlock(0, 0, Size, Size), _xw, _doubles);
        Move(_ww.AsBlock(0, 0, Size, Size), ww.AsBlock(0, 0, Size, Size), _ww, _doubles);
        (_x, _w, _xw, _ww) = (x, w, xw, ww);
    }

    private static void Move<TElement>(
        DenseMatrix<TElement> source, DenseMatrix<TElement> destination, DenseMatrix<TElement> old, Workspace<TElement> workspace)
        where TElement : unmanaged, INumberBase<TElement>
    {
        Kernels<TElement>.Copy(source.Span, destination.Span);
        workspace.Return(old);
    }

    /// <summary>The next block of X: what the newest block of W has outside X.</summary>
    private void Follow()
    {
        DenseMatrix<float> basis = _x.AsColumns(0, Size);
        DenseMatrix<float> next = _x.AsColumns(Size, _block);
        Kernels<float>.Copy(_w.AsColumns(Size - _block, _block).Span, next.Span);
        using Workspace<float> scratch = new();
        for (int pass = 0; pass < 2; pass++)
        {
            ResidualEstimator<float>.Deflate(basis, next, scratch);
            Orthonormalizer<float>.Orthonormalize(next);
        }
    }

    /// <summary>destination := an orthonormal basis of the rows of a matrix. In double precision: it may be ill-conditioned, and
    /// Householder reflectors are slow.</summary>
    private static void Orthonormalize(DenseMatrix<T> rows, DenseMatrix<float> destination)
    {
        using Workspace<double> workspace = new();
        DenseMatrix<double> wide = workspace.Rent(rows.ColumnCount, rows.RowCount);
        Convert(rows.Transpose(), wide);
        Orthonormalizer<double>.Orthonormalize(wide);
        Convert(wide, destination);
    }

    /// <summary>Makes a matrix symmetric whose newest block column has been written.</summary>
    private void Mirror(DenseMatrix<double> target, int before)
    {
        MatrixSpan<double> span = target.Span;
        for (int j = before; j < Size; j++)
        {
            Span<double> column = span.Major(j);
            for (int i = 0; i < before; i++)
            {
                span[j, i] = column[i];
            }

            for (int i = before; i < j; i++)
            {
                double mean = 0.5 * (column[i] + span[j, i]);
                (column[i], span[j, i]) = (mean, mean);
            }
        }
    }

    private static void Convert<TFrom, TTo>(DenseMatrix<TFrom> source, DenseMatrix<TTo> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        for (int j = 0; j < source.ColumnCount; j++)
        {
            TensorPrimitives.ConvertTruncating(source.Span.Major(j), destination.Span.Major(j));
        }
    }
}
