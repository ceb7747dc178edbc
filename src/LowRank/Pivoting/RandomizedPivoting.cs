using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Orthogonalization;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Pivoting;

/// <summary>
/// Column pivoting in blocks, each chosen from a small sketch of what is left of A.
/// </summary>
/// <remarks>
/// Y = ΩA is made once, with a few more rows than a block has columns. Each round pivots a copy of Y for one block, orthonormalises these columns of A against the basis
/// so far, projects A on them (the only product of the round), and takes the new part off the sketch: Ω(A − QQᴴA) = Y − (ΩQ)(QᴴA). A itself is neither copied nor
/// changed, the coefficients C⁺A = R⁻¹QᴴA come with the choice, and the error is known after every column. 2mn(k + b + p) flops in all.
/// Sources: Duersch and Gu, SIAM J. Sci. Comput. 39 (2017); Martinsson, Quintana-Ortí, Heavner and van de Geijn, ibid. (2017), for pivoting from an updated
/// sketch; the left-looking form, which leaves A alone, is what a low rank asks for.
/// </remarks>
internal sealed class RandomizedPivoting<T>(
    ILinearOperator<T> a, IColumnSource<T> source, double? norm, Truncation truncation, int limit, int oversampling, ulong seed, RunContext context,
    Workspace<T> workspace)
    where T : unmanaged, INumberBase<T>
{
    // Blocks of this size make the products run at full speed and keep the sketch, which is pivoted column by column, in the cache.
    private const int LargestBlock = 64;

    // To an error, the first block is small, since few columns may do; each is twice the one before.
    private const int FirstBlock = 16;

    // A sparse sketch of few rows, or of not many more rows of A than its own, can miss directions.
    private const int FewestSparseRows = 24;
    private const int SparseRatio = 4;

    private readonly List<int> _columns = [];
    private readonly List<double> _squares = [];
    private DenseMatrix<T> _skeleton = workspace.Rent(a.RowCount, 0);
    private DenseMatrix<T> _q = workspace.Rent(a.RowCount, 0);
    private DenseMatrix<T> _w = workspace.Rent(a.ColumnCount, 0);
    private double _captured;
    private double _first;

    private int Size => Math.Max(a.RowCount, a.ColumnCount);

    private int Count => _columns.Count;

    /// <summary>The columns, their basis, and what it makes of A, to the rank or the error prescribed.</summary>
    public SkeletonBasis<T> Find()
    {
        int largest = LargestNeeded();
        int rows = (int)Math.Min((long)largest + oversampling, a.RowCount);
        context.Step("sketch", 0, 1);
        DenseMatrix<T> omega = workspace.Rent(a.RowCount, rows);
        DenseMatrix<T> sketch = Sketch(omega);
        int block = truncation.IsRank ? largest : Math.Min(largest, FirstBlock);
        Residual residual = default;
        bool isExhausted = false;
        do
        {
            int before = Count;
            isExhausted = Count == limit || !AddBlock(sketch, Math.Min(block, limit - Count));
            bool isLast = isExhausted || Count == limit;
            if (!truncation.IsRank || isLast)
            {
                residual = ResidualEstimator<T>.OfBasis(a, norm, _q.AsColumns(0, Count), _captured, seed, context);
                isLast |= Meets(residual);
            }

            if (isLast)
            {
                break;
            }

            Deflate(sketch, omega, before);
            block = Math.Min(largest, 2 * block);
        }
        while (true);

        double reference = residual.Norm;
        double[] squares = [.. _squares.Select(s => reference == 0 ? 0 : s / reference * (s / reference))];
        int[] columns = truncation.IsRank ? SkeletonBasis<T>.FillUp(_columns, limit, a.ColumnCount) : [.. _columns];
        DenseMatrix<T> skeleton = _skeleton;
        if (columns.Length > Count)
        {
            skeleton = workspace.Rent(a.RowCount, columns.Length);
            source.CopyColumns(columns, skeleton);
        }

        return new SkeletonBasis<T>(
            columns, Count, skeleton.AsColumns(0, columns.Length), _q.AsColumns(0, Count), _w.AsColumns(0, Count), squares, residual);
    }

    /// <summary>Fills omega with Ωᴴ, m × s, and returns conj(ΩA), whose pivots are those of ΩA.</summary>
    private DenseMatrix<T> Sketch(DenseMatrix<T> omega)
    {
        DenseMatrix<T> sketch = workspace.Rent(omega.ColumnCount, a.ColumnCount);

        // A sparse sketch costs a tenth where rows of A are contiguous. Ω depends on the shape alone, so that every layout gives the same columns.
        bool isSparse = omega.ColumnCount >= FewestSparseRows && a.RowCount >= SparseRatio * omega.ColumnCount;
        if (!isSparse)
        {
            new GaussianSketch<T>(seed, RandomStream.Sketch).Fill(omega, 0, context.MaxDegreeOfParallelism);
        }
        else
        {
            SignedRowSums<T> signs = new(seed, RandomStream.Sketch, omega.ColumnCount, a.RowCount);
            signs.FillAdjoint(omega);
            if (a is DenseMatrix<T> { Layout: MatrixLayout.RowMajor } dense)
            {
                DenseMatrix<T> rows = workspace.Rent(omega.ColumnCount, a.ColumnCount, MatrixLayout.RowMajor);
                signs.Multiply(dense, rows, context.MaxDegreeOfParallelism);
                Kernels<T>.Copy(rows.Span.Conjugate(), sketch.Span);
                return sketch;
            }
        }

        // With the adjoint product as a row-major n × s matrix, its transpose in memory is the conjugate of ΩA.
        a.MultiplyAdjoint(omega, sketch.Transpose());
        if (a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(sketch, a, nameof(a));
        }

        return sketch;
    }

    /// <summary>Blocks of equal size where the rank is known.</summary>
    private int LargestNeeded() => truncation.IsRank && limit > 0 ? (limit + Blocks - 1) / Blocks : Math.Min(limit, LargestBlock);

    private int Blocks => (limit + LargestBlock - 1) / LargestBlock;

    private bool Meets(Residual residual)
    {
        double tolerance = Math.Max(truncation.RelativeTolerance(residual.Norm), ResidualEstimator<T>.RoundingFloor(Size));
        return !truncation.IsRank && ResidualEstimator<T>.SafeSquared(residual) <= tolerance * tolerance;
    }

    /// <summary>Chooses up to <paramref name="count"/> columns and extends the basis by them; false where nothing but rounding is left.</summary>
    private bool AddBlock(DenseMatrix<T> sketch, int count)
    {
        RunContext part = context.Part((double)Count / limit, (double)(Count + count) / limit);
        part.Step("choice of columns", 0, 3);
        using Workspace<T> inner = new();
        DenseMatrix<T> copy = inner.Rent(sketch.RowCount, sketch.ColumnCount);
        Kernels<T>.Copy(sketch.Span, copy.Span);
        EarlyPivotedQr<T> pivoted = EarlyPivotedQr<T>.Of(copy, count, 0, 0, inner);

        // A column chosen before is left with rounding in the sketch, which is all that there is once A is used up.
        int[] chosen = [.. pivoted.Pivots.TakeWhile(j => !_columns.Contains(j))];
        if (chosen.Length == 0)
        {
            return false;
        }

        part.Step("basis of the skeleton", 1, 3);
        Reserve(Count + chosen.Length);
        DenseMatrix<T> skeleton = _skeleton.AsColumns(Count, chosen.Length);
        DenseMatrix<T> q = _q.AsColumns(Count, chosen.Length);
        source.CopyColumns(chosen, skeleton);
        Kernels<T>.Copy(skeleton.Span, q.Span);
        Orthonormalize(q);

        part.Step("coefficients", 2, 3);
        DenseMatrix<T> w = _w.AsColumns(Count, chosen.Length);
        a.MultiplyAdjoint(q, w);
        for (int i = 0; i < chosen.Length; i++)
        {
            // The diagonal of R: ‖C‖ of what the column has outside those before it.
            double diagonal = Scalar<T>.Abs(w.Span[chosen[i], i]);
            _first = Count == 0 ? diagonal : _first;
            if (!(diagonal > Size * Scalar<T>.Epsilon * _first))
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

    /// <summary>q := an orthonormal basis of what q has outside the columns so far, vector by vector nested. The second pass makes up for cancellation in the first.</summary>
    private void Orthonormalize(DenseMatrix<T> q)
    {
        if (Count == 0)
        {
            Orthonormalizer<T>.Orthonormalize(q);
            return;
        }

        using Workspace<T> inner = new();
        for (int pass = 0; pass < 2; pass++)
        {
            ResidualEstimator<T>.Deflate(_q.AsColumns(0, Count), q, inner);
            Orthonormalizer<T>.Orthonormalize(q);
        }
    }

    /// <summary>Takes the columns of the basis from <paramref name="start"/> on off the sketch, which is conjugated.</summary>
    private void Deflate(DenseMatrix<T> sketch, DenseMatrix<T> omega, int start)
    {
        using Workspace<T> inner = new();
        DenseMatrix<T> seen = inner.Rent(omega.ColumnCount, Count - start);
        Kernels<T>.Gemm(T.One, omega.Span.ConjugateTranspose(), _q.AsColumns(start, Count - start).Span, T.Zero, seen.Span);
        Kernels<T>.Gemm(-T.One, seen.Span.Conjugate(), _w.AsColumns(start, Count - start).Span.Transpose(), T.One, sketch.Span);
    }

    private void Reserve(int count)
    {
        if (count > _q.ColumnCount)
        {
            int capacity = Math.Min(limit, truncation.IsRank ? limit : Math.Max(count, 2 * _q.ColumnCount));
            _skeleton = Grow(_skeleton, capacity);
            _q = Grow(_q, capacity);
            _w = Grow(_w, capacity);
        }
    }

    private DenseMatrix<T> Grow(DenseMatrix<T> columns, int capacity)
    {
        DenseMatrix<T> grown = workspace.Rent(columns.RowCount, capacity);
        Kernels<T>.Copy(columns.AsColumns(0, Count).Span, grown.AsColumns(0, Count).Span);
        return grown;
    }
}
