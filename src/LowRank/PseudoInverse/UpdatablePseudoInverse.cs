using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.PseudoInverses;

namespace LowRank;

/// <summary>A matrix and its pseudo-inverse, entry by entry, that follow each other as rows and columns come and go.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// Each update costs some 8mn flops by the formulas of Greville 1960 and their reverse (Cline 1964), against mn·min(m, n) times 3 to 10
/// for starting over. Rounding is watched: the pseudo-inverse is computed afresh where its norm has fallen to a hundredth (what is left
/// then has lost two digits), where a change of rank is not clear-cut, and after as many updates as pay for it; <see cref="Refresh"/>
/// does so at will. One thread at a time may use an object.
/// </remarks>
public sealed class UpdatablePseudoInverse<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly PseudoInverseOptions _options;
    private DenseMatrix<T> _a;
    private DenseMatrix<T> _x;
    private double _peak;
    private int _updates;

    internal UpdatablePseudoInverse(DenseMatrix<T> a, PseudoInverseOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _a = a.ToDense();
        _x = _a;
        Recompute(cancellationToken);
    }

    /// <summary>The number of rows m of A.</summary>
    public int RowCount => _a.RowCount;

    /// <summary>The number of columns n of A.</summary>
    public int ColumnCount => _a.ColumnCount;

    /// <summary>The rank that A has by the threshold.</summary>
    public int Rank { get; private set; }

    /// <summary>How often the pseudo-inverse was computed from scratch; 1 for a new object.</summary>
    public int RefreshCount { get; private set; }

    /// <summary>Copies A.</summary>
    /// <returns>A new m × n matrix.</returns>
    public DenseMatrix<T> InputToDense() => _a.ToDense(MatrixLayout.RowMajor);

    /// <summary>Copies A⁺.</summary>
    /// <returns>A new n × m matrix, row-major.</returns>
    public DenseMatrix<T> ToDense() => _x.ToDense(MatrixLayout.RowMajor);

    /// <summary>The product <c>A⁺ B</c>: the least-squares solution of smallest norm.</summary>
    /// <param name="b">An m × p matrix.</param>
    /// <returns>A new n × p matrix.</returns>
    /// <exception cref="ArgumentException"><paramref name="b"/> has other than m rows.</exception>
    public DenseMatrix<T> Multiply(DenseMatrix<T> b) => _x.Multiply(b);

    /// <summary>Measures with Gaussian probes how far the kept matrix is from A⁺, as <see cref="PseudoInverse.Compute{T}"/> does.</summary>
    /// <returns>The estimated error.</returns>
    public ErrorEstimate MeasureError()
    {
        double norm = _x.FrobeniusNorm();
        Inversion<T> inversion = new(
            new DenseInverse<T>(_x, Rank), PseudoInverseMethod.Svd, "", new Lazy<KeptSpectrum>(() => throw new InvalidOperationException()),
                1 / norm, () => norm);
        return InverseError.Measure(_a, _a.FrobeniusNorm(), inversion, new RunContext(_options, CancellationToken.None));
    }

    /// <summary>Computes A⁺ from scratch.</summary>
    /// <param name="cancellationToken">Cancels between native calls; the object is then as before.</param>
    public void Refresh(CancellationToken cancellationToken = default) => Recompute(cancellationToken);

    /// <summary>Appends a column to A.</summary>
    /// <param name="column">An m × 1 matrix.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or an entry is NaN or infinite.</exception>
    /// <remarks>With d = A⁺a and c = a − Ad the new row of A⁺ is c⁺ where c is not zero by the threshold, else dᴴA⁺ / (1 + dᴴd).</remarks>
    public void AppendColumn(DenseMatrix<T> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        MatrixGuard.HasShape(column, RowCount, 1, nameof(column));
        MatrixGuard.Finite(column, nameof(column));
        (_a, _x) = Append(_a, _x, column);
        Updated();
    }

    /// <summary>Appends a row to A.</summary>
    /// <param name="row">A 1 × n matrix.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or an entry is NaN or infinite.</exception>
    public void AppendRow(DenseMatrix<T> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        MatrixGuard.HasShape(row, 1, ColumnCount, nameof(row));
        MatrixGuard.Finite(row, nameof(row));
        (DenseMatrix<T> a, DenseMatrix<T> x) = Append(_a.Transpose(), _x.Transpose(), row.Transpose());
        (_a, _x) = (a.Transpose(), x.Transpose());
        Updated();
    }

    /// <summary>Removes a column of A.</summary>
    /// <param name="index">The column, 0 … n − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <remarks>With the row bᴴ of A⁺ that belongs to it and β = bᴴa: β = 1 says that the column was independent of the others, and the
    /// rank falls.</remarks>
    public void RemoveColumn(int index)
    {
        CheckIndex(index, ColumnCount, nameof(index));
        (DenseMatrix<T> a, DenseMatrix<T>? x) = Remove(_a, _x, index);
        Replace(a, x);
    }

    /// <summary>Removes a row of A.</summary>
    /// <param name="index">The row, 0 … m − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void RemoveRow(int index)
    {
        CheckIndex(index, RowCount, nameof(index));
        (DenseMatrix<T> a, DenseMatrix<T>? x) = Remove(_a.Transpose(), _x.Transpose(), index);
        Replace(a.Transpose(), x?.Transpose());
    }

    private (DenseMatrix<T> A, DenseMatrix<T> X) Append(DenseMatrix<T> a, DenseMatrix<T> x, DenseMatrix<T> column)
    {
        int m = a.RowCount;
        int n = a.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> d = workspace.Rent(n, 1);
        DenseMatrix<T> c = workspace.Rent(m, 1);
        DenseMatrix<T> correction = workspace.Rent(n, 1);
        Kernels<T>.Gemm(T.One, x.Span, column.Span, T.Zero, d.Span);
        Kernels<T>.Copy(column.Span, c.Span);
        Kernels<T>.Gemm(-T.One, a.Span, d.Span, T.One, c.Span);

        // Once more: the first residual still holds κ ε of the range.
        Kernels<T>.Gemm(T.One, x.Span, c.Span, T.Zero, correction.Span);
        Kernels<T>.Gemm(-T.One, a.Span, correction.Span, T.One, c.Span);
        double residual = c.FrobeniusNorm();
        double length = d.FrobeniusNorm();

        // (d, −1) / √(1 + ‖d‖²) is a unit vector that the new matrix maps to this length: a bound on its smallest singular value.
        double size = double.Hypot(a.FrobeniusNorm(), column.FrobeniusNorm());
        double relative = _options.RelativeTolerance ?? Scalar<T>.Rounding(Math.Max(m, n + 1));
        bool isIndependent = residual / double.Hypot(1, length) > Math.Max(_options.AbsoluteTolerance, relative * size);

        DenseMatrix<T> grown = DenseMatrix.Uninitialized<T>(m, n + 1, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(a.Span, grown.Span.Columns(0, n));
        Kernels<T>.Copy(column.Span, grown.Span.Columns(n, 1));
        DenseMatrix<T> inverse = DenseMatrix.Uninitialized<T>(n + 1, m, MatrixLayout.RowMajor);
        MatrixSpan<T> row = inverse.Span.Rows(n, 1);
        if (isIndependent)
        {
            Kernels<T>.Copy(c.Span.ConjugateTranspose(), row);
            Divide(row, residual);
            Divide(row, residual);
            Rank++;
        }
        else
        {
            double divisor = double.Hypot(1, length);
            Kernels<T>.Gemm(T.One, d.Span.ConjugateTranspose(), x.Span, T.Zero, row);
            Divide(row, divisor);
            Divide(row, divisor);
        }

        Kernels<T>.Copy(x.Span, inverse.Span.Rows(0, n));
        Kernels<T>.Gemm(-T.One, d.Span, row, T.One, inverse.Span.Rows(0, n));
        return (grown, inverse);
    }

    /// <summary>The smaller matrix and its pseudo-inverse; null where that must be computed afresh.</summary>
    private (DenseMatrix<T> A, DenseMatrix<T>? X) Remove(DenseMatrix<T> a, DenseMatrix<T> x, int index)
    {
        int m = a.RowCount;
        int n = a.ColumnCount;
        DenseMatrix<T> shrunk = DenseMatrix.Uninitialized<T>(m, n - 1, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(a.Span.Columns(0, index), shrunk.Span.Columns(0, index));
        Kernels<T>.Copy(a.Span.Columns(index + 1, n - 1 - index), shrunk.Span.Columns(index, n - 1 - index));
        DenseMatrix<T> inverse = DenseMatrix.Uninitialized<T>(n - 1, m, MatrixLayout.RowMajor);
        Kernels<T>.Copy(x.Span.Rows(0, index), inverse.Span.Rows(0, index));
        Kernels<T>.Copy(x.Span.Rows(index + 1, n - 1 - index), inverse.Span.Rows(index, n - 1 - index));

        using Workspace<T> workspace = new();
        DenseMatrix<T> row = workspace.Rent(1, m);
        DenseMatrix<T> column = workspace.Rent(m, 1);
        Kernels<T>.Copy(x.Span.Rows(index, 1), row.Span);
        Kernels<T>.Copy(a.Span.Columns(index, 1), column.Span);
        double rowNorm = row.FrobeniusNorm();
        if (rowNorm == 0)
        {
            // A zero column: its row is zero, and nothing else changes.
            return (shrunk, inverse);
        }

        DenseMatrix<T> beta = workspace.Rent(1, 1);
        Kernels<T>.Gemm(T.One, row.Span, column.Span, T.Zero, beta.Span);
        T gap = T.One - beta.Span[0, 0];
        double size = Scalar<T>.Abs(gap);
        double safeDivisor = Tuning<PseudoInverseTuning>.Current.SafeDivisor;
        double condition = _a.FrobeniusNorm() * _x.FrobeniusNorm();
        DenseMatrix<T> product = workspace.Rent(n - 1, 1);
        if (Rank == n || size <= Math.Min(safeDivisor, 16 * Scalar<T>.Epsilon * condition))
        {
            // β = 1: a⁺ is orthogonal to the rest, so the part along b goes.
            Divide(row.Span, rowNorm);
            Kernels<T>.Gemm(T.One, inverse.Span, row.Span.ConjugateTranspose(), T.Zero, product.Span);
            Kernels<T>.Gemm(-T.One, product.Span, row.Span, T.One, inverse.Span);
            Rank--;
            return (shrunk, inverse);
        }

        if (size < safeDivisor)
        {
            return (shrunk, null);
        }

        Kernels<T>.Gemm(T.One / gap, inverse.Span, column.Span, T.Zero, product.Span);
        Kernels<T>.Gemm(T.One, product.Span, row.Span, T.One, inverse.Span);
        return (shrunk, inverse);
    }

    private void Replace(DenseMatrix<T> a, DenseMatrix<T>? x)
    {
        _a = a;
        if (x is null)
        {
            Recompute(CancellationToken.None);
        }
        else
        {
            _x = x;
            Updated();
        }
    }

    private void Updated()
    {
        PseudoInverseTuning tuning = Tuning<PseudoInverseTuning>.Current;
        _updates++;
        double norm = _x.FrobeniusNorm();
        _peak = Math.Max(_peak, norm);
        int most = Math.Max(tuning.FewestUpdatesBetweenRefreshes, Math.Min(RowCount, ColumnCount));
        if (!(norm >= tuning.LargestFallOfNorm * _peak) || _updates >= most)
        {
            Recompute(CancellationToken.None);
        }
    }

    private void Recompute(CancellationToken cancellationToken)
    {
        RunContext context = new(_options, cancellationToken);
        using var threads = context.LimitThreads();
        Inversion<T> inversion = Inverter<T>.Invert(_a, _a.FrobeniusNorm(), _options, mayKeepInput: true, context);
        _x = inversion.Product.ToDense();
        Rank = inversion.Product.Rank;
        _peak = _x.FrobeniusNorm();
        _updates = 0;
        RefreshCount++;
        context.Step("done", 5, 5);
    }

    private static void Divide(MatrixSpan<T> a, double divisor)
    {
        // By the reciprocal where that is a number of T; scales near its ends cost a rounding more.
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / divisor), a);
    }

    private static void CheckIndex(int index, int count, string name)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(name, index, $"The index {index} is not in 0 … {count - 1}.");
        }
    }
}
