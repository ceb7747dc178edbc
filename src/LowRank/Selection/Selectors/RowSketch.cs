using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Selection;

/// <summary>
/// Ω, d × m, to pivot on ΩA: a sparse one, which costs a tenth, where it cannot miss directions; else a Gaussian one. It depends on the
/// shape of A alone, so that every layout gives the same columns.
/// </summary>
internal sealed class RowSketch<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly int _rows;
    private readonly RowSpace _space;
    private readonly ILinearOperator<T> _a;
    private readonly RunContext _context;
    private readonly Workspace<T> _workspace;
    private readonly SignedRowSums<T>? _signs;

    // Ωᴴ, where it is needed as a matrix.
    private readonly DenseMatrix<T>? _adjoint;

    public RowSketch(int rows, ILinearOperator<T> a, ulong seed, RunContext context, Workspace<T> workspace)
    {
        (_rows, _space, _a, _context, _workspace) = (rows, RowSpace.Of(a), a, context, workspace);
        SelectionTuning tuning = Tuning<SelectionTuning>.Current;
        if (rows >= tuning.FewestSparseRows && _space.Count >= tuning.SparseRatio * (long)rows)
        {
            _signs = new SignedRowSums<T>(seed, RandomStream.Sketch, rows, a.RowCount, SignedRowSums<T>.FewNonZeros, _space.First);
        }

        if (_signs is null || a is not DenseMatrix<T>)
        {
            _adjoint = workspace.Rent(a.RowCount, rows);
            if (_signs is null)
            {
                new GaussianSketch<T>(seed, RandomStream.Sketch).Fill(_adjoint, 0, context.MaxDegreeOfParallelism, _space);
            }
            else
            {
                _signs.FillAdjoint(_adjoint);
            }
        }
    }

    /// <summary>The lengths of the columns of A, where the sketch has measured them exactly while it read A; else null.</summary>
    public ColumnLengths<T>? Lengths { get; private set; }

    /// <summary>conj(ΩA), d × n, whose pivots are those of ΩA.</summary>
    public DenseMatrix<T> OfInput()
    {
        DenseMatrix<T> sketch = _workspace.Rent(_rows, _a.ColumnCount);
        if (_adjoint is null)
        {
            DenseMatrix<T> dense = (DenseMatrix<T>)_a;
            DenseMatrix<T> sums = dense.Layout == MatrixLayout.ColumnMajor
                ? sketch : _workspace.Rent(_rows, _a.ColumnCount, MatrixLayout.RowMajor);
            Lengths = ColumnLengths<T>.TryOfSquares(_signs!.MultiplyAndMeasure(dense, sums, _context.MaxDegreeOfParallelism));
            if (dense.Layout == MatrixLayout.RowMajor)
            {
                Kernels<T>.Copy(sums.Span, sketch.Span);
            }

            Kernels<T>.ConjugateInPlace(sketch.Span);
            return sketch;
        }

        // With the adjoint product as a row-major n × d matrix, its transpose in memory is the conjugate of ΩA.
        _a.MultiplyAdjoint(_adjoint, sketch.Transpose());
        if (_a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(sketch, _a, "a");
        }

        return sketch;
    }

    /// <summary>ΩX, d × p, for a column-major X (m × p, of which these are our rows).</summary>
    public DenseMatrix<T> Of(DenseMatrix<T> x, Workspace<T> workspace)
    {
        DenseMatrix<T> product = workspace.Rent(_rows, x.ColumnCount);
        if (_signs is not null)
        {
            _signs.Multiply(x, product, _context.MaxDegreeOfParallelism);
        }
        else
        {
            Kernels<T>.Gemm(T.One, _adjoint!.Span.ConjugateTranspose(), x.Span, T.Zero, product.Span);
        }

        _space.Sum(product);

        return product;
    }
}
