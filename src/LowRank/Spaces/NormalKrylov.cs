using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>
/// The right singular vectors of B that a block Krylov space of BᴴB holds, at one reading of B for each block: orthonormal X = [X₀ X₁ …],
/// W = BᴴB X, and the two small matrices XᴴW = (BX)ᴴBX and WᴴW. The space range(BX) captures of B what (BX)ᴴB = Wᴴ says: with XᴴW = RᴴR the
/// singular values are those of R⁻ᴴWᴴ. Products may be made in single precision, the small matrices are in double.
/// </summary>
/// <remarks>
/// The left space lies half a step ahead of X, and the right singular vectors lie in W, half a step further. X₀ is not random but has
/// been multiplied by Bᴴ: what a random block has in the null space of B adds nothing to the space, and its tiny singular values would be
/// rounding. Directions below some √ε σ₁ drown in the rounding of BᴴB: where so small ones matter, the space says so. Source: Musco and
/// Musco 2015; in low precision with a last step in full one: Carson and Daužickaitė, 2024, for Nyström approximations.
/// </remarks>
/// <typeparam name="T">The type that products are made in.</typeparam>
/// <typeparam name="TWide">The type of the small matrices: <see cref="double"/> or <see cref="Complex"/>.</typeparam>
internal sealed class NormalKrylov<T, TWide> : ISpace, IRefreshable, IDisposable
    where T : unmanaged, INumberBase<T>
    where TWide : unmanaged, INumberBase<TWide>
{
    private readonly Action<DenseMatrix<T>, DenseMatrix<T>> _multiply;
    private readonly double _norm;
    private readonly ulong _seed;
    private readonly SpacesTuning _tuning = Tuning<SpacesTuning>.Current;
    private readonly Workspace<T> _narrow = new();
    private readonly Workspace<TWide> _wide = new();
    private readonly Growable<T> _x;
    private readonly Growable<T> _w;
    private readonly Growable<TWide> _xw;
    private readonly Growable<TWide> _ww;
    private readonly int _n;
    private DenseMatrix<TWide> _factor;
    private DenseMatrix<TWide> _reduced;
    private double[] _squares = [];
    private double[]? _shares;
    private double _captured;
    private bool _isFresh;
    private int _drawn;

    /// <summary>Starts from Bᴴ times a random matrix, in double precision: it may be ill-conditioned, and Householder reflectors are
    /// slow.</summary>
    /// <param name="multiply">(x, w): w := BᴴB x.</param>
    /// <param name="start">Bᴴ times a random matrix, n × b; overwritten.</param>
    /// <param name="norm">‖B‖_F.</param>
    /// <param name="blocks">For how many blocks to make room at first.</param>
    /// <param name="seed">For further random directions.</param>
    public NormalKrylov(
        Action<DenseMatrix<T>, DenseMatrix<T>> multiply, DenseMatrix<TWide> start, double norm, int blocks, ulong seed)
    {
        (_multiply, _norm, _n, BlockSize, _seed) = (multiply, norm, start.RowCount, start.ColumnCount, seed);
        StartCount = BlockSize;
        int room = (int)Math.Min(_n, (long)BlockSize * blocks);
        _x = new Growable<T>(_narrow, _n, room, _n, _n);
        _w = new Growable<T>(_narrow, _n, room, _n, _n);
        _xw = new Growable<TWide>(_wide, room, room, _n, _n);
        _ww = new Growable<TWide>(_wide, room, room, _n, _n);
        _factor = _wide.Rent(0, 0);
        _reduced = _wide.Rent(0, 0);
        Orthonormalizer<TWide>.Orthonormalize(start);
        SinglePrecision.Convert(start, _x.AsColumns(0, BlockSize));
    }

    /// <summary>The number of columns of X that have been multiplied.</summary>
    public int Size { get; private set; }

    public int BlockSize { get; }

    public int StartCount { get; private set; }

    public bool IsComplete => Size + BlockSize > _n;

    public Residual Left => new(ErrorEstimateMethod.ExactIdentity, _norm, Size == 0 ? 1 : 1 - _captured);

    /// <summary>Multiplies the newest block of X by BᴴB; before it, a block is added where there is one to follow.</summary>
    public bool TryExpand()
    {
        _shares = null;
        if (Size > 0)
        {
            Debug.Assert(!IsComplete, "the space is smaller than the matrix");
            Reserve(Size + BlockSize);
            Follow();
        }

        using Workspace<T> scratch = new();
        DenseMatrix<T> added = _w.AsColumns(Size, BlockSize);
        _multiply(_x.AsColumns(Size, BlockSize), added);
        int before = Size;
        Size += BlockSize;
        DenseMatrix<T> inside = scratch.Rent(Size, BlockSize);
        Kernels<T>.Gemm(T.One, _x.AsColumns(0, Size).Span.ConjugateTranspose(), added.Span, T.Zero, inside.Span);
        SinglePrecision.Convert(inside, _xw.AsBlock(0, before, Size, BlockSize));

        // In double precision: rounding in WᴴW would be divided by the squares of the smallest singular values.
        ForWidenedRows((start, rows) => Kernels<TWide>.Gemm(
            TWide.One, rows.Span.ConjugateTranspose(), rows.AsColumns(before, BlockSize).Span, start == 0 ? TWide.Zero : TWide.One,
            _ww.AsBlock(0, before, Size, BlockSize).Span));
        Mirror(_xw.All, before);
        Mirror(_ww.All, before);
        return TryReduce();
    }

    /// <summary>σ_i² of B in the left space, as shares; eigenvalues of R⁻ᴴWᴴW R⁻¹, which they overwrite by its eigenvectors.</summary>
    public double[] Shares() => _shares ??= SharesOfReduced();

    /// <summary>The next block follows from random directions, not from the newest block.</summary>
    public bool TryRefresh()
    {
        _isFresh = !IsComplete;
        StartCount += _isFresh ? BlockSize : 0;
        return _isFresh;
    }

    private double[] SharesOfReduced()
    {
        _squares = new double[Size];
        Kernels<TWide>.Eigh(_reduced.Span, _squares);
        Array.Reverse(_squares);
        double[] shares = new double[Size];
        TensorPrimitives.Multiply(_squares, 1 / (_norm * _norm), shares);
        return shares;
    }

    /// <summary>
    /// destination (n × l) := the leading right singular vectors of what the left space captures, orthonormal to the precision of the
    /// products. To be asked after <see cref="Shares"/>, once.
    /// </summary>
    public void LeadingRight<TOut>(DenseMatrix<TOut> destination)
        where TOut : unmanaged, INumberBase<TOut>
    {
        int count = destination.ColumnCount;
        DenseMatrix<TWide> leading = _reduced.AsColumns(Size - count, count);
        Kernels<TWide>.SolveUpper(_factor.Span, leading.Span);
        using Workspace<TWide> scratch = new();
        DenseMatrix<TWide> weights = scratch.Rent(Size, count);
        for (int j = 0; j < count; j++)
        {
            // Descending again; a direction of no length stays as it is, and is orthonormalised with the rest.
            double square = _squares[j];
            TWide factor = Scalar<TWide>.FromDouble(square > 0 ? 1 / Math.Sqrt(square) : 1);
            TensorPrimitives.Multiply(leading.Span.Major(count - 1 - j), factor, weights.Span.Major(j));
        }

        DenseMatrix<TWide> product = scratch.Rent(_w is Growable<TWide> ? _n : Machine.RowsWidened, count);
        ForWidenedRows((start, rows) =>
        {
            DenseMatrix<TWide> part = product.AsRows(0, rows.RowCount);
            Kernels<TWide>.Gemm(TWide.One, rows.Span, weights.Span, TWide.Zero, part.Span);
            SinglePrecision.Convert(part, destination.AsRows(start, rows.RowCount));
        });
    }

    /// <summary>Gives all memory back.</summary>
    public void Dispose()
    {
        _narrow.Dispose();
        _wide.Dispose();
    }

    /// <summary>Makes R of XᴴW = RᴴR, R⁻ᴴ WᴴW R⁻¹, whose eigenvalues are the σ_i², and their sum. False where the smallest singular values
    /// in the space are lost in rounding.</summary>
    private bool TryReduce()
    {
        _wide.Return(_factor);
        _wide.Return(_reduced);
        _factor = _wide.Rent(Size, Size);
        _reduced = _wide.Rent(Size, Size);
        Kernels<TWide>.Copy(_xw.AsBlock(0, 0, Size, Size).Span, _factor.Span);
        double noise = _tuning.NoiseOf<T>();
        TWide raised = Scalar<TWide>.FromDouble(1 + noise);
        for (int j = 0; j < Size; j++)
        {
            _factor[j, j] *= raised;
        }

        if (!Kernels<TWide>.TryCholesky(_factor.Span))
        {
            return false;
        }

        for (int j = 0; j < Size; j++)
        {
            double pivot = Scalar<TWide>.ToDouble(_factor[j, j]);
            if (!(pivot * pivot > _tuning.ClearOfNoise * noise * Scalar<TWide>.ToDouble(_xw.All[j, j])))
            {
                return false;
            }
        }

        Kernels<TWide>.Copy(_ww.AsBlock(0, 0, Size, Size).Span, _reduced.Span);
        Kernels<TWide>.SolveUpperFromRight(_factor.Span, _reduced.Span);
        Kernels<TWide>.SolveUpperAdjoint(_factor.Span, _reduced.Span);
        double sum = 0;
        for (int j = 0; j < Size; j++)
        {
            sum += Scalar<TWide>.ToDouble(_reduced[j, j]);
        }

        _captured = sum / (_norm * _norm);
        return true;
    }

    /// <summary>Calls an action with the first row and with a few rows of W at a time, in double precision: copies, where W is
    /// not.</summary>
    private void ForWidenedRows(Action<int, DenseMatrix<TWide>> action)
    {
        if (_w is Growable<TWide> wide)
        {
            action(0, wide.AsColumns(0, Size));
            return;
        }

        using Workspace<TWide> scratch = new();
        DenseMatrix<TWide> memory = scratch.Rent(Machine.RowsWidened, Size);
        for (int start = 0; start < _n; start += Machine.RowsWidened)
        {
            DenseMatrix<TWide> rows = memory.AsRows(0, Math.Min(Machine.RowsWidened, _n - start));
            SinglePrecision.Convert(_w.AsBlock(start, 0, rows.RowCount, Size), rows);
            action(start, rows);
        }
    }

    private void Reserve(int size)
    {
        _x.Reserve(_n, size, _n, Size);
        _w.Reserve(_n, size, _n, Size);
        _xw.Reserve(size, size, Size, Size);
        _ww.Reserve(size, size, Size, Size);
    }

    /// <summary>The next block of X: what the newest block of W has outside X.</summary>
    private void Follow()
    {
        TallBlock<T> basis = TallBlock<T>.Whole(_x.AsColumns(0, Size));
        TallBlock<T> next = TallBlock<T>.Whole(_x.AsColumns(Size, BlockSize));
        using Workspace<T> scratch = new();
        if (_isFresh)
        {
            DenseMatrix<T> random = scratch.Rent(_n, BlockSize);
            new GaussianSketch<T>(_seed, RandomStream.Refresh).Fill(random, _drawn);
            _drawn += BlockSize;
            _multiply(random, next.Local);
            _isFresh = false;
        }
        else
        {
            Kernels<T>.Copy(_w.AsColumns(Size - BlockSize, BlockSize).Span, next.Local.Span);
        }

        for (int pass = 0; pass < 2; pass++)
        {
            next.Deflate(basis, scratch);
            Orthonormalizer<T>.Orthonormalize(next);
        }
    }

    /// <summary>Makes a matrix Hermitian whose newest block column has been written.</summary>
    private void Mirror(DenseMatrix<TWide> target, int before)
    {
        MatrixSpan<TWide> span = target.Span;
        TWide half = Scalar<TWide>.FromDouble(0.5);
        for (int j = before; j < Size; j++)
        {
            Span<TWide> column = span.Major(j);
            for (int i = 0; i < before; i++)
            {
                span[j, i] = Scalar<TWide>.Conjugate(column[i]);
            }

            for (int i = before; i <= j; i++)
            {
                TWide mean = half * (column[i] + Scalar<TWide>.Conjugate(span[j, i]));
                (column[i], span[j, i]) = (mean, Scalar<TWide>.Conjugate(mean));
            }
        }
    }
}
