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
internal sealed class BlockLanczos<T>
    where T : unmanaged, INumberBase<T>
{
    // A block whose columns lose more than this factor of their length in the orthogonalisation goes through it again.
    private const double ReorthogonalizationRatio = 4;

    // Two passes are enough, but for columns that have to be replaced in them.
    private const int MostPasses = 6;

    // Rows that a restart multiplies at a time, to need no second copy of a basis.
    private const int RowsAtATime = 512;

    private readonly ILinearOperator<T> _a;
    private readonly int _block;
    private readonly ulong _seed;
    private readonly RunContext _context;
    private readonly Workspace<T> _workspace;
    private DenseMatrix<T> _q;
    private DenseMatrix<T> _x;
    private DenseMatrix<T> _t;
    private int _drawn;
    private int _lastWidth;
    private bool _isRestarted;

    /// <summary>Starts from a random n × block matrix.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="block">The width of a block, at least 1.</param>
    /// <param name="capacity">The size of Q to make room for at first.</param>
    /// <param name="seed">The seed of the start.</param>
    /// <param name="context">The running call.</param>
    /// <param name="workspace">What the memory is rented from.</param>
    /// <param name="sketch">The distribution of the start.</param>
    public BlockLanczos(ILinearOperator<T> a, int block, int capacity, ulong seed, RunContext context, Workspace<T> workspace,
        SketchKind sketch = SketchKind.Gaussian)
    {
        (_a, _block, _seed, _context, _workspace) = (a, block, seed, context, workspace);
        Limit = Math.Min(a.RowCount, a.ColumnCount);
        Debug.Assert(block >= 1 && Limit >= 1, "sizes");
        (_q, _x, _t) = Rent(Math.Min(capacity, Limit));
        RightSize = Math.Min(block, Limit);
        DenseMatrix<T> start = X;
        new Sketch<T>(sketch, seed, RandomStream.Sketch, RightSize).Fill(start, 0, context.MaxDegreeOfParallelism);
        _drawn = RightSize;
        Orthonormalizer<T>.Orthonormalize(start);
    }

    /// <summary>The largest size of Q: min(m, n).</summary>
    public int Limit { get; }

    /// <summary>d, the number of columns of Q.</summary>
    public int Size { get; private set; }

    /// <summary>e, the number of columns of X.</summary>
    public int RightSize { get; private set; }

    /// <summary>‖QᴴA‖_F = ‖T‖_F, measured on the way.</summary>
    public double Captured { get; private set; }

    /// <summary>Whether there is no room for another block.</summary>
    public bool IsComplete => Size == Math.Min(Limit, RightSize);

    /// <summary>Q, m × d.</summary>
    public DenseMatrix<T> Q => _q.AsColumns(0, Size);

    /// <summary>X, n × e.</summary>
    public DenseMatrix<T> X => _x.AsColumns(0, RightSize);

    /// <summary>T, d × e.</summary>
    public DenseMatrix<T> Projection => _t.AsBlock(0, 0, Size, RightSize);

    /// <summary>Adds a block to Q, and the block that it leads to, to X: two products with A.</summary>
    /// <returns>The new block of Q.</returns>
    public DenseMatrix<T> Expand()
    {
        int width = Math.Min(RightSize, Limit) - Size;
        int next = Math.Min(Math.Min(_block, width), _a.ColumnCount - RightSize);
        Debug.Assert(width > 0, "the basis is complete");
        Reserve(Size + width);
        DenseMatrix<T> y = _q.AsColumns(Size, width);
        _a.Multiply(_x.AsColumns(Size, width), y);

        // What A x has along Q is known from the rows of T: taking that off first leaves one pass of orthogonalisation to do, not two.
        // Without restarts only the block before has any.
        int known = _isRestarted ? 0 : Size - _lastWidth;
        Kernels<T>.Gemm(
            -T.One, _q.AsColumns(known, Size - known).Span, _t.AsBlock(known, Size, Size - known, width).Span, T.One, y.Span);
        using Workspace<T> scratch = new();
        DenseMatrix<T> r = scratch.Rent(width, width);
        Orthonormalize(y, Q, r);

        DenseMatrix<T> z = scratch.Rent(_a.ColumnCount, width);
        _a.MultiplyAdjoint(y, z);
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
            Orthonormalize(added, X, scratch.Rent(next, next));
            Measure(added, z, scratch.Rent(next, width), RightSize);
            RightSize += next;
        }

        Add(r, _t.AsBlock(Size, Size, width, width));
        _lastWidth = width;
        _isRestarted = false;
        Size += width;
        return y;
    }

    /// <summary>
    /// Keeps the part of Q and X that some singular vectors of the square part of T span (a thick restart: Baglama and Reichel, SIAM J.
    /// Sci. Comput. 27 (2005)); the block of X that has not been multiplied yet stays, so that the next <see cref="Expand"/> goes on from
    /// there.
    /// </summary>
    /// <param name="left">d × k: the left singular vectors to keep.</param>
    /// <param name="singularValues">Their k singular values.</param>
    /// <param name="rightAdjoint">k × d: their right singular vectors, conjugated, as rows.</param>
    public void Restart(DenseMatrix<T> left, ReadOnlySpan<double> singularValues, DenseMatrix<T> rightAdjoint)
    {
        int kept = left.ColumnCount;
        int pending = RightSize - Size;
        using Workspace<T> scratch = new();
        DenseMatrix<T> coupling = scratch.Rent(kept, pending);
        Kernels<T>.Gemm(T.One, left.Span.ConjugateTranspose(), _t.AsBlock(0, Size, Size, pending).Span, T.Zero, coupling.Span);
        DenseMatrix<T> ahead = scratch.Rent(_a.ColumnCount, pending);
        Kernels<T>.Copy(_x.AsColumns(Size, pending).Span, ahead.Span);
        MultiplyInPlace(_q, Size, left.Span, scratch);
        MultiplyInPlace(_x, Size, rightAdjoint.Span.ConjugateTranspose(), scratch);
        Kernels<T>.Copy(ahead.Span, _x.AsColumns(kept, pending).Span);
        Kernels<T>.Fill(T.Zero, _t.Span);
        for (int i = 0; i < kept; i++)
        {
            _t[i, i] = Scalar<T>.FromDouble(singularValues[i]);
        }

        Kernels<T>.Copy(coupling.Span, _t.AsBlock(0, kept, kept, pending).Span);
        _isRestarted = true;
        Size = kept;
        RightSize = kept + pending;
        Captured = Kernels<T>.FrobeniusNorm(Projection.Span);
    }

    /// <summary>coefficients := basisᴴ z, and their adjoint into the rows of T that belong to the newest block, from a column on.</summary>
    private void Measure(DenseMatrix<T> basis, DenseMatrix<T> z, DenseMatrix<T> coefficients, int column)
    {
        Kernels<T>.Gemm(T.One, basis.Span.ConjugateTranspose(), z.Span, T.Zero, coefficients.Span);
        Kernels<T>.Copy(coefficients.Span.ConjugateTranspose(), _t.AsBlock(Size, column, z.ColumnCount, basis.ColumnCount).Span);
    }

    /// <summary>
    /// y := orthonormal columns, orthogonal to the basis, that span what y has outside it; y_before ≈ y_after r but for what the basis
    /// takes. Columns that have nothing outside it are replaced by random ones, so that a Krylov space that is exhausted goes on in new
    /// directions.
    /// </summary>
    private void Orthonormalize(DenseMatrix<T> y, DenseMatrix<T> basis, DenseMatrix<T> r)
    {
        using Workspace<T> scratch = new();
        DenseMatrix<T> factor = r;
        double before = Kernels<T>.FrobeniusNorm(y.Span);
        for (int pass = 0; pass < MostPasses; pass++)
        {
            if (basis.ColumnCount > 0)
            {
                ResidualEstimator<T>.Deflate(basis, y, scratch);
            }

            Orthonormalizer<T>.Orthonormalize(y, factor);
            double smallest = SmallestDiagonal(factor);
            if (smallest <= before * 10 * Scalar<T>.Epsilon)
            {
                ReplaceDependent(y, factor, before);
                Kernels<T>.Fill(T.Zero, r.Span);
            }
            else
            {
                if (pass > 0)
                {
                    Kernels<T>.MultiplyUpper(factor.Span, r.Span);
                }

                if (smallest * ReorthogonalizationRatio * Math.Sqrt(y.ColumnCount) >= before)
                {
                    return;
                }
            }

            factor = scratch.Rent(y.ColumnCount, y.ColumnCount);
            before = Kernels<T>.FrobeniusNorm(y.Span);
        }
    }

    /// <summary>
    /// Multiplies y out again, y := y r, and draws the columns anew that had nothing outside the ones before them. (Drawing them in the
    /// orthonormal y would take from the columns after them what they have along the direction that goes.)
    /// </summary>
    private void ReplaceDependent(DenseMatrix<T> y, DenseMatrix<T> r, double norm)
    {
        double length = norm == 0 ? 1 : norm / Math.Sqrt((double)y.ColumnCount * y.RowCount);
        Kernels<T>.MultiplyUpperFromRight(r.Span, y.Span);
        for (int j = 0; j < y.ColumnCount; j++)
        {
            if (!(Scalar<T>.Abs(r[j, j]) > norm * 10 * Scalar<T>.Epsilon))
            {
                Draw(y.AsColumns(j, 1));
                Kernels<T>.Scale(Scalar<T>.FromDouble(length), y.AsColumns(j, 1).Span);
            }
        }
    }

    private static double SmallestDiagonal(DenseMatrix<T> r)
    {
        double smallest = double.PositiveInfinity;
        for (int j = 0; j < r.ColumnCount; j++)
        {
            smallest = Math.Min(smallest, Scalar<T>.Abs(r[j, j]));
        }

        return smallest;
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

    /// <summary>Fills columns with Gaussian numbers that have not been used yet.</summary>
    private void Draw(DenseMatrix<T> columns)
    {
        new GaussianSketch<T>(_seed, RandomStream.Sketch).Fill(columns, _drawn, _context.MaxDegreeOfParallelism);
        _drawn += columns.ColumnCount;
    }

    private void Reserve(int size)
    {
        if (size <= _q.ColumnCount)
        {
            return;
        }

        (DenseMatrix<T> q, DenseMatrix<T> x, DenseMatrix<T> t) = Rent(Math.Min(Limit, Math.Max(size, _q.ColumnCount * 3 / 2)));
        Kernels<T>.Copy(Q.Span, q.AsColumns(0, Size).Span);
        Kernels<T>.Copy(X.Span, x.AsColumns(0, RightSize).Span);
        Kernels<T>.Copy(Projection.Span, t.AsBlock(0, 0, Size, RightSize).Span);
        foreach (DenseMatrix<T> old in new[] { _q, _x, _t })
        {
            _workspace.Return(old);
        }

        (_q, _x, _t) = (q, x, t);
    }

    /// <summary>Room for Q, X and T, and T cleared.</summary>
    private (DenseMatrix<T> Q, DenseMatrix<T> X, DenseMatrix<T> Projection) Rent(int capacity)
    {
        int rightCapacity = Math.Min(_a.ColumnCount, capacity + _block);
        DenseMatrix<T> t = _workspace.Rent(capacity, rightCapacity);
        Kernels<T>.Fill(T.Zero, t.Span);
        return (_workspace.Rent(_a.RowCount, capacity), _workspace.Rent(_a.ColumnCount, rightCapacity), t);
    }

    /// <summary>basis[:, 0..k) := basis[:, 0..d) w, for w d × k.</summary>
    private static void MultiplyInPlace(DenseMatrix<T> basis, int size, MatrixSpan<T> w, Workspace<T> scratch)
    {
        DenseMatrix<T> product = scratch.Rent(Math.Min(RowsAtATime, basis.RowCount), w.ColumnCount);
        for (int row = 0; row < basis.RowCount; row += RowsAtATime)
        {
            int rows = Math.Min(RowsAtATime, basis.RowCount - row);
            MatrixSpan<T> part = product.AsRows(0, rows).Span;
            Kernels<T>.Gemm(T.One, basis.AsBlock(row, 0, rows, size).Span, w, T.Zero, part);
            Kernels<T>.Copy(part, basis.AsBlock(row, 0, rows, w.ColumnCount).Span);
        }
    }
}
