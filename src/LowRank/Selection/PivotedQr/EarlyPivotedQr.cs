using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// QR with column pivoting, W Π = Q R, that stops at a rank or an error and never does more.
/// </summary>
/// <remarks>
/// Gram–Schmidt, each vector until it shrinks no more, in the order of the pivots: row k of R is one product qᴴW with the matrix as it
/// stands, so a step reads W once and writes nothing to it. The norms of what is left of the columns are downdated. Before they can lose
/// half of their digits, all basis vectors since the last time are taken off W by one matrix product, and the norms are computed anew. So
/// there is no reflector to apply and no column to exchange; R keeps the order of the columns of W.
/// </remarks>
internal sealed class EarlyPivotedQr<T>
    where T : unmanaged, INumberBase<T>
{
    private const int FirstCapacity = 32;

    private readonly Workspace<T> _workspace;
    private readonly DenseMatrix<T> _w;
    private readonly double[] _squares;
    private readonly List<int> _pivots = [];
    private readonly List<double> _remaining = [];
    private readonly double _scale;
    private readonly double _tieUnits = Tuning<SelectionTuning>.Current.PivotTieUnits;
    private DenseMatrix<T> _q;
    private DenseMatrix<T> _r;
    private readonly double _largestSquare;
    private readonly double _total;
    private double _exactLargest;
    private double _exactTotal;
    private int _deflated;

    private EarlyPivotedQr(DenseMatrix<T> w, int limit, Workspace<T> workspace)
    {
        _w = w;
        _workspace = workspace;
        int capacity = Math.Min(limit, FirstCapacity);
        _q = workspace.Rent(w.RowCount, capacity);
        _r = workspace.Rent(capacity, w.ColumnCount, MatrixLayout.RowMajor);
        _squares = new double[w.ColumnCount];
        Norm = Kernels<T>.FrobeniusNorm(w.Span);

        // Squares must neither overflow nor underflow. A power of two changes no digit.
        double safe = Scalar<T>.IsSingle ? 1e10 : 1e70;
        _scale = Norm == 0 || (Norm < safe && Norm > 1 / safe) ? 1 : Math.ScaleB(1, -Math.ILogB(Norm));
        if (_scale != 1)
        {
            Kernels<T>.ScaleByPowerOfTwo(Math.ILogB(_scale), w.Span);
        }

        MeasureColumns();
        _largestSquare = _exactLargest;
        _total = _exactTotal;
    }

    /// <summary>The columns of W in the order of their choice.</summary>
    public int[] Pivots => [.. _pivots];

    public int Rank => _pivots.Count;

    /// <summary>‖W‖_F.</summary>
    public double Norm { get; }

    /// <summary>Orthonormal, m × rank. It belongs to the workspace.</summary>
    public DenseMatrix<T> Q => _q.AsColumns(0, Rank);

    /// <summary>QᴴW, rank × n, row-major; its columns stand in W's order, and those of the pivots form a triangle. It belongs to the
    /// workspace.</summary>
    public DenseMatrix<T> R => _r.AsRows(0, Rank);

    /// <summary>‖W − Q_j Q_jᴴ W‖² / ‖W‖² for j = 0 … rank, to half of all digits.</summary>
    public IReadOnlyList<double> Remaining => _remaining;

    /// <summary>How many pivots stand out from rounding in a matrix whose longer side has this size.</summary>
    public int NumericalRank(long size)
    {
        int count = 0;
        while (count < Rank
            && Scalar<T>.Abs(_r.Span[count, _pivots[count]]) > Scalar<T>.Rounding(size) * Scalar<T>.Abs(_r.Span[0, _pivots[0]]))
        {
            count++;
        }

        return count;
    }

    /// <summary>R of the first pivots in their order: rank × rank, upper triangular. It belongs to the workspace.</summary>
    public DenseMatrix<T> Triangle(int rank)
    {
        DenseMatrix<T> triangle = _workspace.Rent(rank, rank);
        for (int j = 0; j < rank; j++)
        {
            for (int i = 0; i < rank; i++)
            {
                triangle.Span[i, j] = i <= j ? _r.Span[i, _pivots[j]] : T.Zero;
            }
        }

        return triangle;
    }

    /// <summary>Factors W, of which nothing is left afterwards.</summary>
    /// <param name="w">W, m × n, column-major.</param>
    /// <param name="limit">The largest rank.</param>
    /// <param name="tolerance">The relative error at which to stop; 0 to go on to the limit.</param>
    /// <param name="floor">A pivot whose residual norm is at most this is rounding, and the end.</param>
    /// <param name="workspace">Where Q and R are to live.</param>
    /// <param name="isErrorWanted">Whether the last of <see cref="Remaining"/> is to be right to rounding, at one more matrix
    /// product.</param>
    /// <param name="step">Called before each step with the number of pivots so far; may throw.</param>
    /// <param name="draw">
    /// Chooses a pivot from the squared residual norms and the number of pivots so far, for random pivoting; left out, the largest is
    /// taken. Columns already chosen have −∞.
    /// </param>
    public static EarlyPivotedQr<T> Of(
        DenseMatrix<T> w, int limit, double tolerance, double floor, Workspace<T> workspace, bool isErrorWanted = false,
            Action<int>? step = null,
        Func<double[], int, int>? draw = null)
    {
        EarlyPivotedQr<T> qr = new(w, Math.Min(limit, Math.Min(w.RowCount, w.ColumnCount)), workspace);
        qr.Run(Math.Min(limit, Math.Min(w.RowCount, w.ColumnCount)), tolerance * tolerance, floor * qr._scale, step, draw);
        if (isErrorWanted && qr.Rank > qr._deflated)
        {
            qr.Deflate();
        }

        if (qr._scale != 1)
        {
            Kernels<T>.ScaleByPowerOfTwo(-Math.ILogB(qr._scale), qr.R.Span);
        }

        return qr;
    }

    private void Run(int limit, double allowed, double floor, Action<int>? step, Func<double[], int, int>? draw)
    {
        _remaining.Add(_total > 0 ? 1 : 0);
        while (Rank < limit && _remaining[^1] > allowed)
        {
            step?.Invoke(Rank);
            double largest = TensorPrimitives.Max<double>(_squares);
            bool isBlurred = largest < Math.Sqrt(Scalar<T>.Epsilon) * _exactLargest;
            if (isBlurred && Rank > _deflated)
            {
                Deflate();
                continue;
            }

            if (!(largest > floor * floor) || largest <= 0)
            {
                return;
            }

            int pivot = draw?.Invoke(_squares, Rank) ?? Choose(largest);
            double norm = Orthogonalize(pivot);
            if (norm <= Scalar<T>.Epsilon * Scalar<T>.Epsilon * Math.Sqrt(_largestSquare))
            {
                _squares[pivot] = 0; // what is left of it is less than rounding can leave
                continue;
            }

            if (norm * norm < 0.5 * _squares[pivot])
            {
                // The downdated norm was too large; now it is right, and the choice is made again.
                _squares[pivot] = norm * norm;
                continue;
            }

            if (!(norm > floor))
            {
                return;
            }

            Append(pivot, norm);
            _remaining.Add(Left());
            if (_remaining[^1] <= allowed && _remaining[^1] < Math.Sqrt(Scalar<T>.Epsilon) * _exactTotal / _total)
            {
                Deflate();
            }
        }
    }

    /// <summary>The first column whose residual is as large as the largest, to rounding.</summary>
    private int Choose(double largest)
    {
        // Where all that is left is rounding, even 0 would be close enough; but from 0 there is nothing to take.
        double least = largest - (_tieUnits * Scalar<T>.Epsilon * Math.Sqrt(largest * _largestSquare));
        return Ties.FirstAtLeast(_squares, Math.Max(least, double.Epsilon));
    }

    /// <summary>The next column of Q := what column <paramref name="pivot"/> has outside those before, not yet normalised; returns its
    /// norm.</summary>
    private double Orthogonalize(int pivot)
    {
        if (Rank == _q.ColumnCount)
        {
            Grow();
        }

        MatrixSpan<T> v = _q.Span.Columns(Rank, 1);
        _w.Span.Major(pivot).CopyTo(v.Major(0));
        if (Rank > 0)
        {
            // Once against what is not yet taken off W, with the coefficients that R already has, then against all of Q.
            using Rented<T> memory = new(Rank);
            MatrixSpan<T> coefficients = new(memory.Span, Rank, 1, MatrixLayout.ColumnMajor, Rank);
            int fresh = Rank - _deflated;
            for (int i = 0; i < fresh; i++)
            {
                coefficients.Values[i] = _r.Span.Major(_deflated + i)[pivot];
            }

            Kernels<T>.Gemm(-T.One, _q.Span.Columns(_deflated, fresh), coefficients.Rows(0, fresh), T.One, v);
            double before;
            double after = Math.Sqrt(Kernels<T>.SumOfSquares(v.Major(0)));
            do
            {
                before = after;
                Kernels<T>.Gemm(T.One, _q.Span.Columns(0, Rank).ConjugateTranspose(), v, T.Zero, coefficients);
                Kernels<T>.Gemm(-T.One, _q.Span.Columns(0, Rank), coefficients, T.One, v);
                after = Math.Sqrt(Kernels<T>.SumOfSquares(v.Major(0)));
            }
            while (after < 0.5 * before && after > 0);
        }

        return Math.Sqrt(Kernels<T>.SumOfSquares(v.Major(0)));
    }

    private void Append(int pivot, double norm)
    {
        MatrixSpan<T> v = _q.Span.Columns(Rank, 1);
        Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / norm), v.Major(0));
        Span<T> row = _r.Span.Major(Rank);

        // A row of one element a column is column-major just as well, and then the product takes qᴴ as it is.
        Kernels<T>.Gemm(T.One, v.ConjugateTranspose(), _w.Span, T.Zero, new MatrixSpan<T>(row, 1, row.Length, MatrixLayout.ColumnMajor, 1));
        foreach (int chosen in _pivots)
        {
            row[chosen] = T.Zero;
        }

        row[pivot] = Scalar<T>.FromDouble(norm);
        Kernels<T>.AddSquares(row, -1, _squares);
        _squares[pivot] = double.NegativeInfinity;
        _pivots.Add(pivot);
    }

    /// <summary>W := W − Q R for the part of Q that has come since the last time, and the norms from scratch.</summary>
    private void Deflate()
    {
        int fresh = Rank - _deflated;
        Kernels<T>.Gemm(-T.One, _q.Span.Columns(_deflated, fresh), _r.Span.Rows(_deflated, fresh), T.One, _w.Span);
        _deflated = Rank;
        MeasureColumns();
        _remaining[^1] = Left();
    }

    private void MeasureColumns()
    {
        Kernels<T>.ColumnSquares(_w.Span, _squares);
        foreach (int chosen in _pivots)
        {
            _squares[chosen] = double.NegativeInfinity;
        }

        _exactLargest = _squares.Length == 0 ? 0 : Math.Max(0, TensorPrimitives.Max<double>(_squares));
        _exactTotal = SumOfPositive();
    }

    private double Left() => SumOfPositive() / _total;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SumOfPositive()
    {
        double sum = 0;
        foreach (double square in _squares)
        {
            sum += Math.Max(0, square);
        }

        return sum;
    }

    private void Grow()
    {
        int capacity = Math.Min(Math.Min(_w.RowCount, _w.ColumnCount), 2 * _q.ColumnCount);
        DenseMatrix<T> q = _workspace.Rent(_w.RowCount, capacity);
        Kernels<T>.Copy(_q.Span, q.Span.Columns(0, _q.ColumnCount));
        DenseMatrix<T> r = _workspace.Rent(capacity, _w.ColumnCount, MatrixLayout.RowMajor);
        Kernels<T>.Copy(_r.Span, r.Span.Rows(0, _r.RowCount));
        _q = q;
        _r = r;
    }
}
