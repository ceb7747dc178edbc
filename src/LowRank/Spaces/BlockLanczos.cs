using System.Diagnostics;
using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>
/// The block Lanczos bidiagonalisation of Golub and Kahan from a Gaussian start, fully reorthogonalised: orthonormal Q (m × d) and X (n ×
/// e), e ≥ d, with <c>QᴴA = T Xᴴ</c> to rounding, at two products with A for each block. All that Q captures of A is in the small matrix
/// T. Its memory belongs to the workspace.
/// </summary>
/// <remarks>
/// Source: Golub, Luk and Overton, ACM Trans. Math. Softw. 7 (1981); as a randomised block Krylov method Musco and Musco 2015, and Tropp
/// and Webber 2023 (RBKI). The rows of T are measured as XᴴAᴴq, not taken from the recurrence, so the relation holds whatever the widths
/// of the blocks and however a restart has mixed them.
/// </remarks>
internal sealed class BlockLanczos<T> : IBasisSpace<T>, IRestartable, IRefreshable
    where T : unmanaged, INumberBase<T>
{
    private readonly ILinearOperator<T> _a;
    private readonly RowSpace _rows;
    private readonly NewDirections<T> _directions;
    private readonly ResidualTracker<T> _residual;
    private readonly Growable<T> _q;
    private readonly Growable<T> _x;
    private readonly Growable<T> _t;
    private readonly int _mostRight;
    private int _lastWidth;
    private bool _isRestarted;
    private ThinSvd<T>? _square;
    private double[]? _shares;

    /// <summary>Starts from a random n × block matrix.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="norm">‖A‖_F; null where it is not known.</param>
    /// <param name="block">The width of a block, at least 1.</param>
    /// <param name="capacity">The size of Q to make room for at first.</param>
    /// <param name="start">The random start.</param>
    /// <param name="context">The running call.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    public BlockLanczos(
        ILinearOperator<T> a, double? norm, int block, int capacity, SketchStart start, RunContext context, Workspace<T> workspace)
    {
        (_a, BlockSize) = (a, block);
        _rows = RowSpace.Of(a);
        _residual = new ResidualTracker<T>(a, norm, start.Seed, context, workspace);
        int n = a.ColumnCount;
        Limit = (int)Math.Min(_rows.Count, n);
        Debug.Assert(block >= 1 && Limit >= 1, "sizes");
        capacity = Math.Min(capacity, Limit);
        _mostRight = (int)Math.Min(n, (long)Limit + block);
        _q = new Growable<T>(workspace, _rows.LocalCount, capacity, _rows.LocalCount, Limit);
        _x = new Growable<T>(workspace, n, (int)Math.Min(n, (long)capacity + block), n, _mostRight);
        _t = new Growable<T>(workspace, capacity, _x.All.ColumnCount, Limit, _mostRight, isCleared: true);
        RightSize = Math.Min(block, Limit);
        new Sketch<T>(start.Kind, start.Seed, RandomStream.Sketch, RightSize).Fill(X, 0, context.MaxDegreeOfParallelism);
        _directions = new NewDirections<T>(start.Seed, RightSize, context);
        Orthonormalizer<T>.Orthonormalize(X);
    }

    /// <summary>The largest size of Q: min(m, n).</summary>
    public int Limit { get; }

    public int BlockSize { get; private set; }

    public int StartCount => BlockSize;

    /// <summary>d, the number of columns of Q.</summary>
    public int Size { get; private set; }

    /// <summary>e, the number of columns of X.</summary>
    public int RightSize { get; private set; }

    /// <summary>‖QᴴA‖_F = ‖T‖_F, measured on the way.</summary>
    public double Captured { get; private set; }

    public bool IsComplete => Size == Math.Min(Limit, RightSize);

    public Residual Left => _residual.Of(Basis, Captured);

    /// <summary>Q, m × d.</summary>
    public TallBlock<T> Basis => Columns(0, Size);

    /// <summary>X, n × e.</summary>
    public DenseMatrix<T> X => _x.AsColumns(0, RightSize);

    /// <summary>T, d × e.</summary>
    public DenseMatrix<T> Projection => _t.AsBlock(0, 0, Size, RightSize);

    public DenseMatrix<T> Newest => _t.AsBlock(Size - _lastWidth, 0, _lastWidth, RightSize);

    /// <summary>Adds a block to Q, and the block that it leads to, to X: two products with A.</summary>
    public bool TryExpand()
    {
        int width = Math.Min(RightSize, Limit) - Size;
        int next = Math.Min(width, _a.ColumnCount - RightSize);
        Debug.Assert(width > 0, "the basis is complete");
        Reserve(Size + width);
        TallBlock<T> y = Columns(Size, width);
        _a.Multiply(_x.AsColumns(Size, width), y.Local);

        // What A x has along Q is known from the rows of T: taking that off first leaves one pass of orthogonalisation to do, not two.
        // Without restarts only the block before has any.
        int known = _isRestarted ? 0 : Size - _lastWidth;
        Columns(known, Size - known).Multiply(-T.One, _t.AsBlock(known, Size, Size - known, width).Span, T.One, y);
        using Workspace<T> scratch = new();
        DenseMatrix<T> r = scratch.Rent(width, width);
        _directions.Orthonormalize(y, Basis, r);

        DenseMatrix<T> z = scratch.Rent(_a.ColumnCount, width);
        _a.MultiplyAdjoint(y.Local, z);
        Captured = double.Hypot(Captured, Kernels<T>.FrobeniusNorm(z.Span));

        // In the same way most of Aᴴy is x rᴴ.
        Kernels<T>.Gemm(-T.One, _x.AsColumns(Size, width).Span, r.Span.ConjugateTranspose(), T.One, z.Span);
        DenseMatrix<T> inside = scratch.Rent(RightSize, width);
        Measure(X, z, inside, 0);
        if (next > 0)
        {
            Kernels<T>.Gemm(-T.One, X.Span, inside.Span, T.One, z.Span);
            DenseMatrix<T> added = _x.AsColumns(RightSize, next);
            Kernels<T>.Copy(z.AsColumns(0, next).Span, added.Span);
            _directions.Orthonormalize(TallBlock<T>.Whole(added), TallBlock<T>.Whole(X), scratch.Rent(next, next));
            Measure(added, z, scratch.Rent(next, width), RightSize);
            RightSize += next;
        }

        Add(r, _t.AsBlock(Size, Size, width, width));
        _lastWidth = width;
        _isRestarted = false;
        _square = null;
        _shares = null;
        Size += width;
        return true;
    }

    /// <summary>Eigenvalues of T Tᴴ, right to rounding of ‖A‖², which is all that sums of squares need.</summary>
    public double[] Shares() => _shares ??= Squares();

    private double[] Squares()
    {
        double[] squares = new double[Size];
        double norm = _residual.Norm;
        if (norm == 0)
        {
            return squares;
        }

        using Workspace<T> scratch = new();
        DenseMatrix<T> scaled = scratch.Rent(Size, RightSize);
        Kernels<T>.Copy(Projection.Span, scaled.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / norm), scaled.Span);
        DenseMatrix<T> gram = scratch.Rent(Size, Size);
        Kernels<T>.Gemm(T.One, scaled.Span, scaled.Span.ConjugateTranspose(), T.Zero, gram.Span);
        Kernels<T>.EigenvaluesHermitian(gram.Span, squares);
        Array.Reverse(squares);
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = Math.Max(0, squares[i]);
        }

        return squares;
    }

    /// <summary>
    /// The triplets of T, and their residuals by two ways, of which the smaller counts. A v of a Ritz vector v = X z leaves the range of Q
    /// only through the block of X that has not been multiplied, so <c>‖Av − σu‖ ≤ ‖A − QQᴴA‖ ‖z₂‖</c> with z₂ the part of z in that block;
    /// and Aᴴu = σv. Or a triplet of T's square part, half a step behind, whose residual is its coupling to that block, and what its value
    /// has gained since.
    /// </summary>
    public Captured<T> Capture()
    {
        ThinSvd<T> core = ThinSvd<T>.Of(Projection);
        double[] squares = Square().S;
        double[] couplings = Couplings(Size);
        Residual left = _residual.Sharp(Basis, Captured);
        double outside = left.Norm * Math.Sqrt(Math.Max(0, ResidualEstimator<T>.SafeSquared(left)));
        double rounding = left.Norm * ResidualEstimator<T>.RoundingFloor(Math.Max(_rows.Count, _a.ColumnCount));
        double[] residuals = new double[core.S.Length];
        for (int j = 0; j < residuals.Length; j++)
        {
            MatrixSpan<T> pending = core.VT.AsBlock(j, Size, 1, RightSize - Size).Span;
            double ofRight = outside * Kernels<T>.FrobeniusNorm(pending);
            residuals[j] = rounding + (j < squares.Length ? Math.Min(ofRight, couplings[j] + Math.Abs(core.S[j] - squares[j])) : ofRight);
        }

        return new Captured<T>(Basis, core, X, left, TripletResiduals: residuals);
    }

    /// <summary>
    /// The largest residual ‖Aᴴu − σv‖ of the leading Ritz triplets, and the largest Ritz value. With T's square part, A (XZ) = (QW) Σ, and
    /// what Aᴴ (QW) has outside XZ is the coupling to the next block.
    /// </summary>
    public (double Residual, double Largest) LargestResidual(int rank) => (Couplings(rank).DefaultIfEmpty(0).Max(), Square().S[0]);

    /// <summary>‖Aᴴu − σv‖ for the leading triplets of T's square part: what they have in the block of X that has not been
    /// multiplied.</summary>
    private double[] Couplings(int count)
    {
        DenseMatrix<T> left = Square().U;
        using Workspace<T> scratch = new();
        DenseMatrix<T> coupling = scratch.Rent(RightSize - Size, Math.Min(count, left.ColumnCount));
        Kernels<T>.Gemm(
            T.One, _t.AsBlock(0, Size, Size, coupling.RowCount).Span.ConjugateTranspose(), left.AsColumns(0, coupling.ColumnCount).Span,
            T.Zero, coupling.Span);
        return TallBlock<T>.Whole(coupling).ColumnNorms();
    }

    /// <summary>
    /// Keeps the part of Q and X that the leading singular vectors of the square part of T span (a thick restart: Baglama and Reichel, SIAM
    /// J. Sci. Comput. 27 (2005)); the block of X that has not been multiplied yet stays, so that the next <see cref="TryExpand"/> goes on
    /// from there.
    /// </summary>
    public void Compress(int keep)
    {
        ThinSvd<T> square = Square();
        int kept = Math.Min(keep, Size);
        MatrixSpan<T> left = square.U.AsColumns(0, kept).Span;
        int pending = RightSize - Size;
        using Workspace<T> scratch = new();
        DenseMatrix<T> coupling = scratch.Rent(kept, pending);
        Kernels<T>.Gemm(T.One, left.ConjugateTranspose(), _t.AsBlock(0, Size, Size, pending).Span, T.Zero, coupling.Span);
        DenseMatrix<T> ahead = scratch.Rent(_a.ColumnCount, pending);
        Kernels<T>.Copy(_x.AsColumns(Size, pending).Span, ahead.Span);
        MultiplyInPlace(_q.All, Size, left, scratch);
        MultiplyInPlace(_x.All, Size, square.VT.AsRows(0, kept).Span.ConjugateTranspose(), scratch);
        Kernels<T>.Copy(ahead.Span, _x.AsColumns(kept, pending).Span);
        Kernels<T>.Fill(T.Zero, _t.All.Span);
        for (int i = 0; i < kept; i++)
        {
            _t.All[i, i] = Scalar<T>.FromDouble(square.S[i]);
        }

        Kernels<T>.Copy(coupling.Span, _t.AsBlock(0, kept, kept, pending).Span);
        _isRestarted = true;
        _square = null;
        _shares = null;
        _residual.Restarted();
        Size = kept;
        RightSize = kept + pending;
        Captured = Kernels<T>.FrobeniusNorm(Projection.Span);
    }

    /// <summary>Random directions beside those that are to be multiplied next: blocks are wider from then on, since each must hold what
    /// follows from all of the one before.</summary>
    public bool TryRefresh()
    {
        int added = Math.Min(BlockSize, _mostRight - RightSize);
        if (added <= 0)
        {
            return false;
        }

        // The random directions lie outside X, so QᴴA = T Xᴴ says that their columns of T are zero.
        Reserve(RightSize);
        TallBlock<T> fresh = TallBlock<T>.Whole(_x.AsColumns(RightSize, added));
        _directions.Draw(fresh);
        using Workspace<T> scratch = new();
        _directions.Orthonormalize(fresh, TallBlock<T>.Whole(X), scratch.Rent(added, added));
        RightSize += added;
        BlockSize += added;
        return true;
    }

    private ThinSvd<T> Square() => _square ??= ThinSvd<T>.Of(Projection.AsColumns(0, Size));

    private TallBlock<T> Columns(int start, int count) => new(_q.AsColumns(start, count), _rows);

    /// <summary>coefficients := basisᴴ z, and their adjoint into the rows of T that belong to the newest block, from a column on.</summary>
    private void Measure(DenseMatrix<T> basis, DenseMatrix<T> z, DenseMatrix<T> coefficients, int column)
    {
        Kernels<T>.Gemm(T.One, basis.Span.ConjugateTranspose(), z.Span, T.Zero, coefficients.Span);
        Kernels<T>.Copy(coefficients.Span.ConjugateTranspose(), _t.AsBlock(Size, column, z.ColumnCount, basis.ColumnCount).Span);
    }

    /// <summary>target := target + term.</summary>
    private static void Add(DenseMatrix<T> term, DenseMatrix<T> target)
    {
        for (int j = 0; j < term.ColumnCount; j++)
        {
            Span<T> to = target.Span.Major(j);
            ReadOnlySpan<T> from = term.Span.Major(j);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] += from[i];
            }
        }
    }

    private void Reserve(int size)
    {
        int right = (int)Math.Min(_mostRight, (long)size + BlockSize);
        _q.Reserve(_rows.LocalCount, size, _rows.LocalCount, Size);
        _x.Reserve(_a.ColumnCount, right, _a.ColumnCount, RightSize);
        _t.Reserve(size, right, Size, RightSize);
    }

    /// <summary>basis[:, 0..k) := basis[:, 0..d) w, for w d × k.</summary>
    private static void MultiplyInPlace(DenseMatrix<T> basis, int size, MatrixSpan<T> w, Workspace<T> scratch)
    {
        DenseMatrix<T> product = scratch.Rent(Math.Min(Machine.RowsInPlace, basis.RowCount), w.ColumnCount);
        for (int row = 0; row < basis.RowCount; row += Machine.RowsInPlace)
        {
            int rows = Math.Min(Machine.RowsInPlace, basis.RowCount - row);
            MatrixSpan<T> part = product.AsRows(0, rows).Span;
            Kernels<T>.Gemm(T.One, basis.AsBlock(row, 0, rows, size).Span, w, T.Zero, part);
            Kernels<T>.Copy(part, basis.AsBlock(row, 0, rows, w.ColumnCount).Span);
        }
    }
}
