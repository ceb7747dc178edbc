using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Polar;
using LowRank.Tall;

namespace LowRank;

/// <summary>The orthogonal factor of the polar decomposition, also called the matrix sign of a rectangular matrix.</summary>
public static class PolarFactor
{
    /// <summary>Computes <c>msign(A) = U_r V_rᴴ = A (AᴴA)^(−½)</c>, for a matrix of rank r with the SVD A = U_r Σ_r V_rᴴ.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">An m × n matrix; it is not changed.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels between native calls.</param>
    /// <returns>
    /// A new m × n matrix in <paramref name="a"/>'s layout: where A has full rank, the nearest one with orthonormal columns, or rows, in
    /// every unitarily invariant norm; of zeros for a matrix of zeros.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    /// <exception cref="NonConvergenceException">LAPACK's <c>gesdd</c> and <c>gesvd</c> both failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library.</exception>
    /// <remarks>
    /// Cost of the SVD, for m ≥ n: some 6mn² + 20n³ flops; of an iteration 4mn² + 2n³ a step, in products alone. The iterations start
    /// from <c>A / ‖(AᴴA)²‖_F^¼</c>, which is no smaller than σ₁ and much nearer to it than ‖A‖_F. They stop when ‖XᴴX − I‖ is rounding,
    /// or before they have raised rounding to a share of ε^(3/8) of 1: singular values below ε^(5/8) of the largest are not raised to 1
    /// (double 2e-10, single 5e-5). One of 1e-k of the largest needs some 3.7k Newton–Schulz steps.
    /// </remarks>
    public static DenseMatrix<T> Compute<T>(
        DenseMatrix<T> a, PolarFactorOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        using var call = Call.Begin(options, cancellationToken);
        RunContext context = call.Context;
        double norm = MatrixGuard.Finite(a, nameof(a), context.MaxDegreeOfParallelism);
        MatrixGuard.NotSubnormal(norm, a, nameof(a));
        if (norm == 0)
        {
            return DenseMatrix.Create<T>(a.RowCount, a.ColumnCount, a.Layout);
        }

        return call.Done(call.Options.Method == PolarFactorMethod.Svd
            ? BySvd(a, call.Options, context) : Iterate(a, norm, call.Options, context));
    }

    private static DenseMatrix<T> BySvd<T>(DenseMatrix<T> a, PolarFactorOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        context.Step("thin SVD", 0, 1);
        ThinSvd<T> svd = ThinSvd<T>.Of(a);
        double tolerance = (options.RelativeTolerance ?? Scalar<T>.Rounding(Math.Max(a.RowCount, a.ColumnCount))) * svd.S[0];
        int rank = svd.S.Count(s => s > tolerance);
        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(a.RowCount, a.ColumnCount, a.Layout);
        Kernels<T>.Gemm(T.One, svd.U.AsColumns(0, rank).Span, svd.VT.AsRows(0, rank).Span, T.Zero, result.Span);
        return result;
    }

    private static DenseMatrix<T> Iterate<T>(DenseMatrix<T> a, double norm, PolarFactorOptions options, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        bool isWide = a.RowCount < a.ColumnCount;
        int m = isWide ? a.ColumnCount : a.RowCount;
        int n = isWide ? a.RowCount : a.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> x = workspace.Rent(m, n);
        DenseMatrix<T> next = workspace.Rent(m, n);
        DenseMatrix<T> gram = workspace.Rent(n, n);
        DenseMatrix<T> square = workspace.Rent(n, n);
        Start(isWide ? a.Span.ConjugateTranspose() : a.Span, norm, x, gram, square);

        bool isFixed = options.Iterations is not null || options.Method == PolarFactorMethod.Muon;
        PolarTuning tuning = Tuning<PolarTuning>.Current;
        int limit = options.Iterations ?? (options.Method == PolarFactorMethod.Muon ? tuning.MuonSteps : tuning.MostSteps);
        double defect = double.PositiveInfinity;
        double raised = Scalar<T>.Epsilon * Math.Sqrt(n);
        for (int step = 0; step < limit; step++)
        {
            context.Step("polar iteration", step, limit);
            Kernels<T>.Gemm(T.One, x.Span.ConjugateTranspose(), x.Span, T.Zero, gram.Span);
            double before = defect;
            defect = GramMatrix.Defect(gram);
            QuinticStep polynomial = Choose(options.Method, step);
            raised *= polynomial.A;
            bool hasConverged = defect <= tuning.RoundingOfDefect * n * Scalar<T>.Epsilon
                || (defect < tuning.NearDefect && defect >= 0.5 * before);
            if (!isFixed && (hasConverged || raised > Math.Pow(Scalar<T>.Epsilon, tuning.LargestRaisedRounding)))
            {
                break;
            }

            Apply(polynomial, x, next, gram, square);
            (x, next) = (next, x);
        }

        DenseMatrix<T> result = DenseMatrix.Uninitialized<T>(a.RowCount, a.ColumnCount, a.Layout);
        Kernels<T>.Copy(isWide ? x.Span.ConjugateTranspose() : x.Span, result.Span);
        return result;
    }

    private static QuinticStep Choose(PolarFactorMethod method, int step) => method switch
    {
        PolarFactorMethod.NewtonSchulz => QuinticStep.NewtonSchulz,
        PolarFactorMethod.PolarExpress => QuinticStep.PolarExpress(step),
        _ => QuinticStep.Muon,
    };

    /// <summary>x := A / ‖(AᴴA)²‖_F^¼; first by ‖A‖_F, so that no power overflows or underflows.</summary>
    private static void Start<T>(MatrixSpan<T> a, double norm, DenseMatrix<T> x, DenseMatrix<T> gram, DenseMatrix<T> square)
        where T : unmanaged, INumberBase<T>
    {
        Kernels<T>.Copy(a, x.Span);

        // In two steps, as 1 / norm may be beyond what T can hold.
        double root = Math.Sqrt(norm);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / root), x.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / root), x.Span);
        Kernels<T>.Gemm(T.One, x.Span.ConjugateTranspose(), x.Span, T.Zero, gram.Span);
        Kernels<T>.Gemm(T.One, gram.Span, gram.Span, T.Zero, square.Span);
        double scale = Math.Sqrt(Math.Sqrt(Kernels<T>.FrobeniusNorm(square.Span)));
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / scale), x.Span);
    }

    /// <summary>next := X (a I + b G + c G²), with G = XᴴX given and lost.</summary>
    private static void Apply<T>(QuinticStep step, DenseMatrix<T> x, DenseMatrix<T> next, DenseMatrix<T> gram, DenseMatrix<T> square)
        where T : unmanaged, INumberBase<T>
    {
        Kernels<T>.Copy(gram.Span, square.Span);
        Kernels<T>.Gemm(Scalar<T>.FromDouble(step.C), gram.Span, gram.Span, Scalar<T>.FromDouble(step.B), square.Span);
        for (int j = 0; j < square.ColumnCount; j++)
        {
            square.Span[j, j] += Scalar<T>.FromDouble(step.A);
        }

        Kernels<T>.Gemm(T.One, x.Span, square.Span, T.Zero, next.Span);
    }
}
