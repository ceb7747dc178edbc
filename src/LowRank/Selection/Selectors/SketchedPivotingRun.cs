using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>One run of <see cref="SketchedPivoting{T}"/>.</summary>
/// <remarks>
/// Y = ΩA is made once, with a few more rows than a block has columns. Each round pivots a copy of Y for one block, orthonormalises these
/// columns of A against the basis so far, projects A on them (the only product of the round), and takes the new part off the sketch: Ω(A
/// − QQᴴA) = Y − (ΩQ)(QᴴA). A itself is neither copied nor changed, the coefficients C⁺A = R⁻¹QᴴA come with the choice, and the error is
/// known after every column. So is how much each column of a dense or sparse A has left, and the columns of the sketch are brought to
/// these lengths before they are pivoted on again. To a rank, a few columns more than wanted are chosen, and those that the error needs
/// least are taken out again: what a sketch cannot tell apart, the projection of A can. 2mn(k + 8) flops in all, and a sketch. Where the
/// norm of a dense A is not given, it is measured, and the entries are checked, while the sketch reads A. Sources: Duersch and Gu, SIAM
/// J. Sci. Comput. 39 (2017); Martinsson, Quintana-Ortí, Heavner and van de Geijn, ibid. (2017), for pivoting from an updated sketch; the
/// left-looking form, which leaves A alone, is what a low rank asks for.
/// </remarks>
internal sealed class SketchedPivotingRun<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly SelectionProblem<T> _problem;
    private readonly ILinearOperator<T> _a;
    private readonly RunContext _context;
    private readonly Workspace<T> _workspace;
    private readonly SelectionTuning _tuning;
    private readonly bool _isToRank;
    private readonly int _limit;

    // How many columns to choose: the spare ones included.
    private readonly int _most;
    private readonly List<int> _columns = [];
    private readonly List<double> _squares = [];
    private readonly int _oversampling;
    private DenseMatrix<T> _skeleton;
    private DenseMatrix<T> _q;
    private DenseMatrix<T> _w;
    private ColumnLengths<T>? _lengths;
    private double? _norm;
    private double _captured;
    private double _first;

    public SketchedPivotingRun(SelectionProblem<T> problem)
    {
        _problem = problem;
        (_a, _context, _workspace, _tuning) = (problem.A, problem.Context, problem.Workspace, problem.Tuning);
        (_norm, _limit, _oversampling, _isToRank) =
            (problem.Norm, problem.Limit, problem.Options.Oversampling, problem.Truncation.IsRank);
        _most = _isToRank ? WithSpare(_limit, problem.Smaller) : _limit;
        _skeleton = _workspace.Rent(_a.RowCount, 0);
        _q = _workspace.Rent(_a.RowCount, 0);
        _w = _workspace.Rent(_a.ColumnCount, 0);
    }

    private int Count => _columns.Count;

    /// <summary>The columns, their basis, and what it makes of A, to the rank or the error prescribed.</summary>
    public SkeletonBasis<T> Find()
    {
        int largest = _isToRank ? Share(_most, _tuning.LargestBlock) : Math.Min(_most, _tuning.LargestBlockToError);
        _context.Step("sketch", 0, 1);
        int rows = (int)Math.Min((long)largest + _oversampling, _problem.Rows.Count);
        RowSketch<T> rowSketch = new(rows, _a, _problem.Options.Seed, _context, _workspace);
        DenseMatrix<T> sketch = rowSketch.OfInput();
        _lengths = rowSketch.Lengths ?? (_most > _tuning.SmallestMeasuredBlock ? ColumnLengths<T>.TryOf(_a, _context) : null);
        if (_norm is null && _a is DenseMatrix<T> dense)
        {
            _norm = _lengths?.Norm ?? MatrixGuard.Finite(dense, "a", _context.MaxDegreeOfParallelism);
        }

        if (_lengths is not null && _isToRank)
        {
            int share = (_most + _tuning.MeasuredBlocks - 1) / _tuning.MeasuredBlocks;
            largest = Math.Min(largest, Math.Max(_tuning.SmallestMeasuredBlock, share));
        }

        int block = _isToRank ? largest : Math.Min(largest, _tuning.FirstBlockToError);
        Residual residual = default;
        while (true)
        {
            int before = Count;
            int count = Math.Min(block, _most - Count);
            bool isLast = Count == _most || !AddBlock(sketch, count) || Count == _most;
            if (!_isToRank || isLast)
            {
                residual = ResidualEstimator<T>.OfBasis(_a, _norm, _q.AsColumns(0, Count), _captured, _problem.Options.Seed, _context);
                isLast |= _problem.IsMetBy(residual);
            }

            if (isLast)
            {
                break;
            }

            Deflate(sketch, rowSketch, before);
            block = Math.Min(largest, 2 * block);
        }

        double reference = residual.Norm;
        double[] shares = [.. _squares.Select(s => reference == 0 ? 0 : s / reference * (s / reference))];
        SkeletonBasis<T> basis = new(
            [.. _columns], Count, _skeleton.AsColumns(0, Count), _q.AsColumns(0, Count), _w.AsColumns(0, Count), shares, residual);
        return !_isToRank || Count == _limit ? basis : Count > _limit ? Thinned(basis) : FilledUp(basis);
    }

    private int WithSpare(int rank, int most)
    {
        int vector = _tuning.VectorOfColumns;
        return rank is 0 || rank > _tuning.MostWithSpare
            ? rank : Math.Min(most, (rank + _tuning.FewestSpare + vector - 1) / vector * vector);
    }

    /// <summary>The columns that the error needs most.</summary>
    private SkeletonBasis<T> Thinned(SkeletonBasis<T> basis)
    {
        SkeletonBasis<T> ordered = BackwardElimination<T>.Reorder(basis, _limit, _workspace);
        return ordered with
        {
            Columns = ordered.Columns[.._limit], NumericalRank = _limit, Skeleton = ordered.Skeleton.AsColumns(0, _limit),
        };
    }

    /// <summary>All there are, and others to make up the number.</summary>
    private SkeletonBasis<T> FilledUp(SkeletonBasis<T> basis)
    {
        int[] columns = SkeletonBasis<T>.FillUp(_columns, _limit, _a.ColumnCount);
        DenseMatrix<T> skeleton = _workspace.Rent(_a.RowCount, _limit);
        _problem.Source.CopyColumns(columns, skeleton);
        return basis with { Columns = columns, Skeleton = skeleton };
    }

    /// <summary>The size of parts that are alike and at most so large.</summary>
    private static int Share(int count, int largest)
    {
        int parts = Math.Max(1, (count + largest - 1) / largest);
        return (count + parts - 1) / parts;
    }

    /// <summary>Chooses up to <paramref name="count"/> columns and extends the basis by them; false where nothing but rounding is
    /// left.</summary>
    private bool AddBlock(DenseMatrix<T> sketch, int count)
    {
        RunContext part = _context.Part((double)Count / _most, (double)(Count + count) / _most);
        part.Step("choice of columns", 0, 3);
        using Workspace<T> inner = new();
        DenseMatrix<T> copy = inner.Rent(sketch.RowCount, sketch.ColumnCount);
        Kernels<T>.Copy(sketch.Span, copy.Span);
        if (Count > 0)
        {
            _lengths?.Restore(copy);
        }

        // A column chosen before is left with rounding in the sketch, which is all that there is once A is used up.
        int[] chosen = [.. _problem.Rows.Agree(Pivots(copy, count, inner)).TakeWhile(j => !_columns.Contains(j))];
        if (chosen.Length == 0)
        {
            return false;
        }

        part.Step("basis of the skeleton", 1, 3);
        Reserve(Count + chosen.Length);
        DenseMatrix<T> skeleton = _skeleton.AsColumns(Count, chosen.Length);
        DenseMatrix<T> q = _q.AsColumns(Count, chosen.Length);
        _problem.Source.CopyColumns(chosen, skeleton);
        Kernels<T>.Copy(skeleton.Span, q.Span);
        Orthonormalize(q);

        part.Step("coefficients", 2, 3);
        DenseMatrix<T> w = _w.AsColumns(Count, chosen.Length);
        _a.MultiplyAdjoint(q, w);
        _lengths?.Project(w);
        for (int i = 0; i < chosen.Length; i++)
        {
            // The diagonal of R: ‖C‖ of what the column has outside those before it.
            double diagonal = Scalar<T>.Abs(w.Span[chosen[i], i]);
            _first = Count == 0 ? diagonal : _first;
            if (!(diagonal > Scalar<T>.Rounding(_problem.Size) * _first))
            {
                return false;
            }

            double share = Kernels<T>.FrobeniusNorm(w.Span.Columns(i, 1));
            _columns.Add(chosen[i]);
            _squares.Add(share);
            _captured = double.Hypot(_captured, share);
        }

        return true;
    }

    /// <summary>
    /// The pivots of a sketch, of which nothing is left afterwards. Its first rows are a sketch too: they do for the first pivots. A
    /// rotation then turns what the chosen columns span into rows of their own, and the other rows go on as a sketch of what is left.
    /// </summary>
    private int[] Pivots(DenseMatrix<T> sketch, int count, Workspace<T> inner)
    {
        int width = Share(count, _tuning.LargestPart);
        if (width == count)
        {
            return EarlyPivotedQr<T>.Of(sketch, count, 0, 0, inner).Pivots;
        }

        List<int> pivots = [];
        while (true)
        {
            int wanted = Math.Min(width, count - pivots.Count);
            DenseMatrix<T> part = inner.Rent((int)Math.Min((long)wanted + _oversampling, sketch.RowCount), sketch.ColumnCount);
            Kernels<T>.Copy(sketch.AsRows(0, part.RowCount).Span, part.Span);
            int[] found = [.. EarlyPivotedQr<T>.Of(part, wanted, 0, 0, inner).Pivots.Except(pivots)];
            pivots.AddRange(found);
            if (pivots.Count == count || found.Length < wanted)
            {
                return [.. pivots];
            }

            DenseMatrix<T> rotation = inner.Rent(sketch.RowCount, sketch.RowCount);
            using Rented<T> tau = new(wanted);
            sketch.CopyColumns(found, rotation.AsColumns(0, wanted));
            Kernels<T>.QrFactor(rotation.AsColumns(0, wanted).Span, tau.Span);
            Kernels<T>.QrFormQ(rotation.Span, tau.Span);
            DenseMatrix<T> left = inner.Rent(sketch.RowCount - wanted, sketch.ColumnCount);
            Kernels<T>.Gemm(
                T.One, rotation.AsColumns(wanted, left.RowCount).Span.ConjugateTranspose(), sketch.Span, T.Zero, left.Span);
            sketch = left;
        }
    }

    /// <summary>q := an orthonormal basis of what q has outside the columns so far, vector by vector nested. The second pass makes up for
    /// cancellation in the first.</summary>
    private void Orthonormalize(DenseMatrix<T> q)
    {
        TallBlock<T> block = new(q, _problem.Rows);
        if (Count == 0)
        {
            Orthonormalizer<T>.Orthonormalize(block);
            return;
        }

        using Workspace<T> inner = new();
        for (int pass = 0; pass < 2; pass++)
        {
            block.Deflate(new TallBlock<T>(_q.AsColumns(0, Count), _problem.Rows), inner);
            Orthonormalizer<T>.Orthonormalize(block);
        }
    }

    /// <summary>Takes the columns of the basis from <paramref name="start"/> on off the sketch, which is conjugated.</summary>
    private void Deflate(DenseMatrix<T> sketch, RowSketch<T> rowSketch, int start)
    {
        using Workspace<T> inner = new();
        DenseMatrix<T> seen = rowSketch.Of(_q.AsColumns(start, Count - start), inner);
        Kernels<T>.Gemm(-T.One, seen.Span.Conjugate(), _w.AsColumns(start, Count - start).Span.Transpose(), T.One, sketch.Span);
    }

    private void Reserve(int count)
    {
        if (count > _q.ColumnCount)
        {
            int capacity = Math.Min(_most, _isToRank ? _most : Math.Max(count, 2 * _q.ColumnCount));
            _skeleton = Grow(_skeleton, capacity);
            _q = Grow(_q, capacity);
            _w = Grow(_w, capacity);
        }
    }

    private DenseMatrix<T> Grow(DenseMatrix<T> columns, int capacity)
    {
        DenseMatrix<T> grown = _workspace.Rent(columns.RowCount, capacity);
        Kernels<T>.Copy(columns.AsColumns(0, Count).Span, grown.AsColumns(0, Count).Span);
        return grown;
    }
}
