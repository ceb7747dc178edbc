using System.Numerics;
using LowRank.Decompositions;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.RangeFinding;

namespace LowRank;

/// <summary>The truncated singular value decomposition: the best, or a nearly best, approximation of low rank.</summary>
public static class TruncatedSvd
{
    // Below this value of m n min(m, n) LAPACK's thin SVD takes some tens of milliseconds, and there is little to save.
    private const double SmallProblem = 5e7;

    /// <summary>Computes <c>A ≈ U diag(σ) VT</c> to a rank or to an error.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix, or an operator known only by its products. It is not copied (by the randomised method) and not changed.</param>
    /// <param name="truncation">The rank k, 0 … min(m, n), or the error allowed. An <see cref="int"/> converts to a rank.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>The factors, with an error estimate: by the identities E1 and E2 where they can resolve the error, else by Gaussian probes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is greater than min(m, n), or an option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost of the randomised method, with l = k + oversampling and q power iterations: 2q + 2 products (4(q + 1)mnl flops for a dense matrix), one pass for
    /// the norm, (m + n)l elements of memory beside the result. Of the full method: some 4mn·min(m, n) flops and two copies.
    /// Source: Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 53 (2011), algorithms 4.4 and 5.1;
    /// to an error: Yu, Gu and Li, SIAM J. Matrix Anal. Appl. 39 (2018).
    /// </remarks>
    public static TruncatedSvd<T> Compute<T>(
        ILinearOperator<T> a, Truncation truncation, TruncatedSvdOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        options ??= new TruncatedSvdOptions();
        options.Validate();
        RunContext context = new(options, cancellationToken);
        using var threads = context.LimitThreads();
        double? norm = InputNorm.Of(a, nameof(a), context);

        TruncatedSvdMethod method = options.Method == TruncatedSvdMethod.Auto ? Choose(a, truncation, limit, options) : options.Method;
        TruncatedSvd<T> result = method == TruncatedSvdMethod.Full
            ? Full(a, truncation, limit, context)
            : Randomized(a, norm, truncation, limit, options, context);
        context.Step("done", 1, 1);
        return result;
    }

    private static TruncatedSvdMethod Choose<T>(ILinearOperator<T> a, Truncation truncation, int limit, TruncatedSvdOptions options)
        where T : unmanaged, INumberBase<T>
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        bool isSmall = (double)a.RowCount * a.ColumnCount * min <= SmallProblem;
        bool wantsMost = truncation.IsRank && limit + options.Oversampling > min / 2;
        return isSmall || wantsMost ? TruncatedSvdMethod.Full : TruncatedSvdMethod.SubspaceIteration;
    }

    private static TruncatedSvd<T> Full<T>(ILinearOperator<T> a, Truncation truncation, int limit, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        context.Step("thin SVD", 0, 1);
        ThinSvd<T> svd = ThinSvd<T>.Of(DenseInput.Of(a));
        double norm = Kernels<double>.FrobeniusNorm(new MatrixSpan<double>(svd.S, 1, svd.S.Length, MatrixLayout.RowMajor, Math.Max(1, svd.S.Length)));
        double[] squares = Squares(svd.S, norm);
        int rank = truncation.ChooseRank(squares, 0, norm, limit);
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(norm, Tail(squares, rank), Math.Max(a.RowCount, a.ColumnCount));
        DenseMatrix<T> u = svd.U.AsColumns(0, rank).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> vt = svd.VT.AsRows(0, rank).ToDense(MatrixLayout.RowMajor);
        return Finish(u, svd.S[..rank], vt, error, TruncatedSvdMethod.Full, svd.Driver);
    }

    private static TruncatedSvd<T> Randomized<T>(
        ILinearOperator<T> a, double? norm, Truncation truncation, int limit, TruncatedSvdOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        int columns = (int)Math.Min(min, (long)limit + options.Oversampling);
        using Workspace<T> workspace = new();
        RangeFinder<T> finder = new(a, norm, options.PowerIterations, options.Seed, context, workspace);
        RangeBasis<T> basis = truncation.IsRank ? finder.Find(columns) : finder.FindAdaptively(truncation, columns);

        // QQᴴA = Q (AᴴQ)ᴴ, and AᴴQ = V̂ diag(s) Wᴴ gives Q W diag(s) V̂ᴴ.
        ThinSvd<T> small = ThinSvd<T>.Of(basis.AdjointProduct);
        Residual residual = basis.Residual;
        double[] squares = Squares(small.S, residual.Norm);
        int rank = truncation.ChooseRank(squares, ResidualEstimator<T>.SafeSquared(residual), residual.Norm, limit);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(residual, Tail(squares, rank), Math.Max(a.RowCount, a.ColumnCount));

        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(a.RowCount, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, basis.Q.Span, small.VT.AsRows(0, rank).Span.ConjugateTranspose(), T.Zero, u.Span);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(rank, a.ColumnCount, MatrixLayout.RowMajor);
        Kernels<T>.Copy(small.U.AsColumns(0, rank).Span.ConjugateTranspose(), vt.Span);
        return Finish(u, small.S[..rank], vt, error, TruncatedSvdMethod.SubspaceIteration, small.Driver);
    }

    private static TruncatedSvd<T> Finish<T>(
        DenseMatrix<T> u, double[] s, DenseMatrix<T> vt, ErrorEstimate error, TruncatedSvdMethod method, SvdDriver driver)
        where T : unmanaged, INumberBase<T>
    {
        FixSigns(u, vt);
        return new TruncatedSvd<T>(u, s, vt, error, method, driver);
    }

    /// <summary>Turns each pair of vectors so that the largest entry of the left one is positive; among equals the first decides.</summary>
    private static void FixSigns<T>(DenseMatrix<T> u, DenseMatrix<T> vt)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < u.ColumnCount; j++)
        {
            Span<T> left = u.Span.Major(j);
            T largest = T.Zero;
            double magnitude = 0;
            foreach (T value in left)
            {
                if (Scalar<T>.Abs(value) > magnitude)
                {
                    largest = value;
                    magnitude = Scalar<T>.Abs(value);
                }
            }

            T turn = Scalar<T>.InversePhase(largest);
            Kernels<T>.ScaleVector(turn, left);
            Kernels<T>.ScaleVector(Scalar<T>.Conjugate(turn), vt.Span.Major(j));
        }
    }

    private static double[] Squares(double[] singularValues, double norm) =>
        Array.ConvertAll(singularValues, s => norm == 0 ? 0 : s / norm * (s / norm));

    /// <summary>The sum from index <paramref name="start"/> on, smallest first.</summary>
    private static double Tail(double[] squares, int start)
    {
        double sum = 0;
        for (int i = squares.Length - 1; i >= start; i--)
        {
            sum += squares[i];
        }

        return sum;
    }
}
