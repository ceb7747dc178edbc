using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>
/// Takes columns out of a skeleton one at a time, always the one without which the error of A grows least. A choice of a few columns too
/// many, thinned out like this, is better than one of the right number from the start: pivoting looks at single columns, this at the
/// error.
/// </summary>
/// <remarks>
/// With C = QR and W = AᴴQ, the part of column j outside the others is along Q u_j, where u_j is column j of R⁻ᴴ, and taking it out loses
/// ‖W u_j‖ / ‖u_j‖. Without column j the other u_i are their projections along u_j. So A is not needed: 2nc² flops for WᴴW, O(c²) for
/// each column that goes, and 2(m + n)c² for the new basis. (Backward stepwise selection, as in regression, for all columns of A as
/// responses at once.)
/// </remarks>
internal sealed class BackwardElimination<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Workspace<T> _workspace;
    private readonly DenseMatrix<T> _triangle;
    private readonly DenseMatrix<T> _second;
    private readonly SelectionTuning _tuning = Tuning<SelectionTuning>.Current;
    private readonly List<int> _kept;
    private DenseMatrix<T> _directions;
    private DenseMatrix<T> _images;
    private double _cancelled = 1;

    private BackwardElimination(SkeletonBasis<T> basis, Workspace<T> workspace)
    {
        int c = basis.NumericalRank;
        _workspace = workspace;

        // Near 1, so that no square overflows.
        DenseMatrix<T> w = workspace.Rent(basis.AdjointProduct.RowCount, c);
        Kernels<T>.Copy(basis.AdjointProduct.AsColumns(0, c).Span, w.Span);
        Kernels<T>.ScaleByPowerOfTwo(-Math.ILogB(basis.Residual.Norm), w.Span);
        _triangle = (basis with { AdjointProduct = w }).Triangle(c, workspace);
        _second = workspace.Rent(c, c);
        Kernels<T>.Gram(w.Span, _second.Span);
        Kernels<T>.MirrorUpper(_second.Span, 0, c);
        _kept = [.. Enumerable.Range(0, c)];
        _directions = workspace.Rent(c, c);
        _images = workspace.Rent(c, c);
        Restart();
    }

    /// <summary>The basis with its columns in a new order: the <paramref name="count"/> best in the order in which they stood, then the
    /// others, the first to go last.</summary>
    /// <param name="basis">Independent columns, in a basis as large.</param>
    /// <param name="count">How many are to be kept.</param>
    /// <param name="workspace">Where the new basis is to live.</param>
    public static SkeletonBasis<T> Reorder(SkeletonBasis<T> basis, int count, Workspace<T> workspace)
    {
        int c = basis.NumericalRank;
        using Workspace<T> inner = new();
        BackwardElimination<T> elimination = new(basis, inner);
        int[] order = elimination.Run(count);
        DenseMatrix<T> triangle = basis.Triangle(c, inner);
        DenseMatrix<T> rotation = inner.Rent(c, c);
        DenseMatrix<T> skeleton = workspace.Rent(basis.Skeleton.RowCount, c);
        triangle.CopyColumns(order, rotation);
        basis.Skeleton.CopyColumns(order, skeleton);
        Orthonormalizer<T>.Householder(rotation);
        DenseMatrix<T> q = workspace.Rent(basis.Q.RowCount, c);
        DenseMatrix<T> w = workspace.Rent(basis.AdjointProduct.RowCount, c);
        Kernels<T>.Gemm(T.One, basis.Q.AsColumns(0, c).Span, rotation.Span, T.Zero, q.Span);
        Kernels<T>.Gemm(T.One, basis.AdjointProduct.AsColumns(0, c).Span, rotation.Span, T.Zero, w.Span);
        return new SkeletonBasis<T>(
            [.. order.Select(i => basis.Columns[i])], c, skeleton, q, w, SkeletonBasis<T>.ColumnShares(w, basis.Residual.Norm),
                basis.Residual);
    }

    private int[] Run(int count)
    {
        List<int> gone = [];
        while (_kept.Count > count)
        {
            int least = Least();
            gone.Insert(0, _kept[least]);
            Remove(least);
        }

        return [.. _kept, .. gone];
    }

    /// <summary>Where among those kept the column stands whose loss is least; of equals, to rounding, the last.</summary>
    private int Least()
    {
        double[] savings = new double[_kept.Count];
        for (int i = 0; i < savings.Length; i++)
        {
            ReadOnlySpan<T> u = _directions.Span.Major(i);
            ReadOnlySpan<T> image = _images.Span.Major(i);
            double loss = 0;
            for (int t = 0; t < u.Length; t++)
            {
                loss += Scalar<T>.ToDouble(Scalar<T>.Conjugate(u[t]) * image[t]);
            }

            savings[^(i + 1)] = -loss;
        }

        double slack = _tuning.ScoreTieUnits * Scalar<T>.Epsilon * Math.Abs(savings.Max());
        return _kept.Count - 1 - Ties.FirstLargest(savings, slack);
    }

    private void Remove(int place)
    {
        int last = _kept.Count - 1;
        DenseMatrix<T> u = _workspace.Rent(_triangle.RowCount, 1);
        DenseMatrix<T> image = _workspace.Rent(_triangle.RowCount, 1);
        Kernels<T>.Copy(_directions.Span.Columns(place, 1), u.Span);
        Kernels<T>.Copy(_images.Span.Columns(place, 1), image.Span);
        for (int i = place; i < last; i++)
        {
            Kernels<T>.Copy(_directions.Span.Columns(i + 1, 1), _directions.Span.Columns(i, 1));
            Kernels<T>.Copy(_images.Span.Columns(i + 1, 1), _images.Span.Columns(i, 1));
        }

        _kept.RemoveAt(place);
        _directions = _directions.AsColumns(0, last);
        _images = _images.AsColumns(0, last);
        DenseMatrix<T> along = _workspace.Rent(1, last);
        Kernels<T>.Gemm(T.One, u.Span.ConjugateTranspose(), _directions.Span, T.Zero, along.Span);
        Kernels<T>.Gemm(-T.One, u.Span, along.Span, T.One, _directions.Span);
        Kernels<T>.Gemm(-T.One, image.Span, along.Span, T.One, _images.Span);
        double smallest = Normalize();
        _workspace.Return(u);
        _workspace.Return(image);
        _workspace.Return(along);
        _cancelled *= smallest;
        if (_cancelled < _tuning.MostCancelled)
        {
            Restart();
        }
    }

    /// <summary>The directions from scratch: U = Q₂R₂⁻ᴴ for R[:, kept] = Q₂R₂.</summary>
    private void Restart()
    {
        int s = _kept.Count;
        using Workspace<T> inner = new();
        DenseMatrix<T> q = inner.Rent(_triangle.RowCount, s);
        DenseMatrix<T> r = inner.Rent(s, s);
        _triangle.CopyColumns(_kept.ToArray(), q);
        Orthonormalizer<T>.Householder(q, r);
        Kernels<T>.Copy(q.Span, _directions.Span);
        Kernels<T>.SolveUpperAdjointFromRight(r.Span, _directions.Span);
        Kernels<T>.Gemm(T.One, _second.Span, _directions.Span, T.Zero, _images.Span);
        Normalize();
        _cancelled = 1;
    }

    /// <summary>Scales the directions to length 1, and their images with them; returns the least length that one had.</summary>
    private double Normalize()
    {
        double least = 1;
        for (int i = 0; i < _kept.Count; i++)
        {
            double length = Kernels<T>.FrobeniusNorm(_directions.Span.Columns(i, 1));
            least = Math.Min(least, length);
            if (length > 0)
            {
                Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / length), _directions.Span.Major(i));
                Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / length), _images.Span.Major(i));
            }
        }

        return least;
    }
}
