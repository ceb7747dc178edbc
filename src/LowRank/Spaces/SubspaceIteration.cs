using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>
/// The randomised range finder by subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 4.2), orthonormalised between
/// any two products: one block of a given size, or block after block (Yu, Gu and Li 2018, with power iterations), each outside those
/// before it. Its memory belongs to the workspace.
/// </summary>
/// <param name="a">A, m × n.</param>
/// <param name="norm">‖A‖_F; null where it is not known.</param>
/// <param name="powerIterations">The number q of applications of A Aᴴ to each block.</param>
/// <param name="block">The width of a block, at least 1.</param>
/// <param name="limit">The largest basis, at most min(m, n).</param>
/// <param name="start">The random start.</param>
/// <param name="context">The running call.</param>
/// <param name="workspace">What the memory is rented from.</param>
/// <param name="spare">How many columns the basis has beyond those that are wanted.</param>
internal sealed class SubspaceIteration<T>(
    ILinearOperator<T> a, double? norm, int powerIterations, int block, int limit, SketchStart start, RunContext context,
    Workspace<T> workspace, int spare = 0) : IBasisSpace<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly RowSpace _rows = RowSpace.Of(a);
    private readonly ResidualTracker<T> _residual = new(a, norm, start.Seed, context, workspace);
    private Growable<T>? _q;
    private Growable<T>? _b;
    private int _lastWidth;
    private double _captured;
    private Residual? _known;

    public int Size { get; private set; }

    public int BlockSize => block;

    public bool IsComplete => Size >= limit;

    public Residual Left => _known ?? _residual.Of(Basis, _captured);

    public TallBlock<T> Basis => Columns(0, Size);

    /// <summary>AᴴQ, n × l, so that QQᴴA = Q (AᴴQ)ᴴ.</summary>
    public DenseMatrix<T> AdjointProduct => Room(_b, a.ColumnCount).AsColumns(0, Size);

    public DenseMatrix<T> Newest => AdjointProduct.AsColumns(Size - _lastWidth, _lastWidth);

    /// <summary>The width of blocks where the rank is not known before.</summary>
    public static int AdaptiveBlock(int min) =>
        Math.Clamp(min / 10, Tuning<SpacesTuning>.Current.SmallestBlock, Tuning<SpacesTuning>.Current.LargestBlock);

    /// <summary>A basis of a given size from a Gaussian start, whatever it leaves out.</summary>
    public static SubspaceIteration<T> Find(
        ILinearOperator<T> a, double? norm, int powerIterations, int columns, ulong seed, RunContext context, Workspace<T> workspace)
    {
        SketchStart start = new(SketchKind.Gaussian, seed);
        SubspaceIteration<T> space = new(a, norm, powerIterations, columns, columns, start, context, workspace);
        if (!space.IsComplete)
        {
            space.TryExpand();
        }

        return space;
    }

    public bool TryExpand()
    {
        int width = Math.Min(block, limit - Size);
        int room = Math.Min(limit, 2 * block);
        _q ??= new Growable<T>(workspace, _rows.LocalCount, room, _rows.LocalCount, limit);
        _b ??= new Growable<T>(workspace, a.ColumnCount, room, a.ColumnCount, limit);
        _q.Reserve(_rows.LocalCount, Size + width, _rows.LocalCount, Size);
        _b.Reserve(a.ColumnCount, Size + width, a.ColumnCount, Size);
        TallBlock<T> y = Columns(Size, width);
        DenseMatrix<T> z = _b.AsColumns(Size, width);

        // Without a power iteration the triangular factor of A Ω holds an estimate of the residual that costs no product. It speaks of one
        // column less, so it is used where one column hardly matters, and where the norm is not known, and with it that the error is tiny.
        bool isAll = Size == 0 && width == limit;
        bool leavesOneOut = isAll && norm is null && powerIterations == 0 && start.Kind == SketchKind.Gaussian
            && spare >= Tuning<ErrorsTuning>.Current.LeaveOneOutOversampling && width > 1 && width < Math.Min(_rows.Count, a.ColumnCount);
        DenseMatrix<T>? r = leavesOneOut ? workspace.Rent(width, width) : null;
        RunContext part = context.Part((double)Size / limit, (double)(Size + width) / limit);
        Power(y, z, part, r);
        Project(y, z, part);
        _captured = double.Hypot(_captured, Kernels<T>.FrobeniusNorm(z.Span));
        Size += width;
        _lastWidth = width;
        _known = r is null ? null : ResidualEstimator<T>.LeaveOneOut(norm, r, _captured);
        return true;
    }

    public double[] Shares()
    {
        double[] values = new double[Math.Min(a.ColumnCount, Size)];
        Kernels<T>.SingularValues(AdjointProduct.Span, values);
        return Residual.Shares(values, _residual.Norm);
    }

    /// <summary>QQᴴA = Q (AᴴQ)ᴴ, and AᴴQ = Z diag(s) Wᴴ gives QᴴA = W diag(s) Zᴴ.</summary>
    public Captured<T> Capture()
    {
        ThinSvd<T> flipped = ThinSvd<T>.Of(AdjointProduct);
        ThinSvd<T> core = new(flipped.VT.ConjugateTranspose(), flipped.S, flipped.U.ConjugateTranspose(), flipped.Driver);
        return new Captured<T>(Basis, core, null, _known ?? _residual.Sharp(Basis, _captured));
    }

    /// <summary>Takes an orthonormal basis that was found elsewhere: one product.</summary>
    public void Take(DenseMatrix<T> q)
    {
        _q = new Growable<T>(workspace, q.RowCount, q.ColumnCount, q.RowCount, q.ColumnCount);
        _b = new Growable<T>(workspace, a.ColumnCount, q.ColumnCount, a.ColumnCount, q.ColumnCount);
        Kernels<T>.Copy(q.Span, _q.All.Span);
        Size = _lastWidth = q.ColumnCount;
        Project(Basis, _b.All, context);
        _captured = Kernels<T>.FrobeniusNorm(_b.All.Span);
    }

    /// <summary>Q alone, in one block of the largest size: one product less.</summary>
    public DenseMatrix<T> FindLeft()
    {
        TallBlock<T> y = TallBlock<T>.Rent(workspace, _rows, limit);
        Power(y, workspace.Rent(a.ColumnCount, limit), context, null);
        return y.Local;
    }

    private TallBlock<T> Columns(int first, int count) => new(Room(_q, _rows.LocalCount).AsColumns(first, count), _rows);

    private DenseMatrix<T> Room(Growable<T>? memory, int rows) => memory?.All ?? workspace.Rent(rows, 0);

    /// <summary>z := Aᴴ y.</summary>
    private void Project(TallBlock<T> y, DenseMatrix<T> z, RunContext part)
    {
        part.Step("projection", (2 * powerIterations) + 1, (2 * powerIterations) + 2);
        a.MultiplyAdjoint(y.Local, z);
    }

    /// <summary>
    /// y := an orthonormal basis of (A Aᴴ)^q A Ω, orthogonal to the basis so far, with Ω the sketch's next columns, and A Ω = y r without
    /// power iterations; z is overwritten.
    /// </summary>
    private void Power(TallBlock<T> y, DenseMatrix<T> z, RunContext part, DenseMatrix<T>? r)
    {
        int steps = (2 * powerIterations) + 2;
        part.Step("sketch", 0, steps);
        new Sketch<T>(start.Kind, start.Seed, RandomStream.Sketch, y.ColumnCount).Fill(z, Size, context.MaxDegreeOfParallelism);
        a.Multiply(z, y.Local);
        if (a is not (DenseMatrix<T> or CountedOperator<T>))
        {
            MatrixGuard.FiniteProduct(y.Local, a, nameof(a));
        }

        Orthonormalize(y, r);
        for (int iteration = 1; iteration <= powerIterations; iteration++)
        {
            part.Step($"power iteration {iteration} of {powerIterations}", (2 * iteration) - 1, steps);
            a.MultiplyAdjoint(y.Local, z);
            Orthonormalizer<T>.Orthonormalize(z);
            part.Step($"power iteration {iteration} of {powerIterations}", 2 * iteration, steps);
            a.Multiply(z, y.Local);
            Orthonormalize(y, null);
        }
    }

    /// <summary>y := an orthonormal basis of what y has outside the basis. Twice is enough, since y is orthonormal the second
    /// time.</summary>
    private void Orthonormalize(TallBlock<T> y, DenseMatrix<T>? r)
    {
        if (Size == 0)
        {
            Orthonormalizer<T>.Orthonormalize(y, r);
            return;
        }

        for (int pass = 0; pass < 2; pass++)
        {
            y.Deflate(Basis, workspace);
            Orthonormalizer<T>.Orthonormalize(y);
        }
    }
}
