using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;

namespace LowRank;

/// <summary>QR with column pivoting: whole, and then many times faster than LAPACK's for tall matrices, or cut off at a rank or an
/// error.</summary>
public static class PivotedQr
{
    /// <summary>Computes <c>A Π = Q R</c> with k = min(m, n).</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator; it is not changed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors and the pivots.</returns>
    /// <inheritdoc cref="ComputeTruncated{T}"/>
    public static PivotedQr<T> Compute<T>(
        ILinearOperator<T> a, PivotedQrOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        return ComputeTruncated(a, Truncation.Rank(Math.Min(a.RowCount, a.ColumnCount)), options, cancellationToken);
    }

    /// <summary>Computes <c>A Π ≈ Q R</c> to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix or operator; it is not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors and the pivots; the error is ‖R₂₂‖_F of what was left out.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite, or the tolerance is of the spectral norm.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Pivots of the preconditioned method are those of a sketch: |R_kk| then follows the singular values as well as with pivoting on A,
    /// but need not fall at every step. Where columns depend on each other beyond rounding, Q is completed to k orthonormal columns, and
    /// R is zero in their rows, to rounding.
    /// </remarks>
    public static PivotedQr<T> ComputeTruncated<T>(
        ILinearOperator<T> a, Truncation truncation, PivotedQrOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RowSpace.RequireWhole(a, nameof(a));
        truncation.RefuseSpectral(nameof(truncation));
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        using var call = Call.Begin(options, cancellationToken);
        (options, RunContext context) = (call.Options, call.Context);
        double norm = InputNorm.Of(a, nameof(a), context) ?? double.NaN;
        context.Step("pivoted QR", 0, 1);
        DenseMatrix<T> dense = DenseInput.Of(a);
        norm = double.IsNaN(norm) ? dense.FrobeniusNorm() : norm;
        PivotedQrMethod method = options.Method == PivotedQrMethod.Auto ? Choose(dense, truncation, limit) : options.Method;
        using Workspace<T> workspace = new();
        PivotedFactors<T>? factors = method switch
        {
            PivotedQrMethod.GramSchmidt => PivotedFactors<T>.ByGramSchmidt(dense, norm, truncation, limit, context, workspace),
            PivotedQrMethod.PreconditionedCholesky => PreconditionedQr<T>.TryFactor(dense, options, context, workspace),
            _ => null,
        };
        if (factors is null)
        {
            // Wide, or too badly conditioned for the sketch to mend.
            method = PivotedQrMethod.Householder;
            factors = PivotedFactors<T>.ByHouseholder(dense, workspace);
        }

        PivotedQr<T> result = Cut(factors, norm, truncation, limit, method, Math.Max(a.RowCount, a.ColumnCount));
        return call.Done(result);
    }

    private static PivotedQrMethod Choose<T>(DenseMatrix<T> a, Truncation truncation, int limit)
        where T : unmanaged, INumberBase<T>
    {
        if (limit < Math.Min(a.RowCount, a.ColumnCount) / 4 || !truncation.IsRank)
        {
            return PivotedQrMethod.GramSchmidt;
        }

        return a.ColumnCount >= Tuning<SelectionTuning>.Current.FewestColumns && a.RowCount >= 2L * a.ColumnCount
            ? PivotedQrMethod.PreconditionedCholesky : PivotedQrMethod.Householder;
    }

    private static PivotedQr<T> Cut<T>(
        PivotedFactors<T> factors, double norm, Truncation truncation, int limit, PivotedQrMethod method, int size)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> r = factors.R;
        double[] squares = new double[r.RowCount];
        for (int i = 0; norm > 0 && i < squares.Length; i++)
        {
            double share = Kernels<T>.FrobeniusNorm(r.Span.Rows(i, 1)) / norm;
            squares[i] = share * share;
        }

        int rank = truncation.ChooseRank(squares, factors.Left, norm, limit);
        double dropped = factors.Left;
        for (int i = squares.Length - 1; i >= rank; i--)
        {
            dropped += squares[i];
        }

        return PivotedQr<T>.Of(
            factors.Q.AsColumns(0, rank).ToDense(MatrixLayout.ColumnMajor),
            r.AsRows(0, rank).ToDense(MatrixLayout.ColumnMajor),
            factors.Pivots,
            ResidualEstimator<T>.EstimateDropped(norm, dropped, size),
            method);
    }
}
