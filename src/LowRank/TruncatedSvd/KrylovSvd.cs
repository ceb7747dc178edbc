using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD from a block Krylov space, with Rayleigh–Ritz over all of it: of the same number of products with A, a polynomial of
/// A that subspace iteration with its fixed power cannot beat (Musco and Musco 2015; Tropp and Webber 2023).
/// </summary>
internal static class KrylovSvd
{
    // Auto's blocks are half a sketch wide: four of them, which most spectra need, are twice the sketch, and narrower ones spend more
    // time on passes over A than they save on products. Five fill the memory that is allowed (4 (m + n) l elements with the result).
    private const double BlockShare = 0.5;
    private const int MostBlocks = 5;

    // The widest block of a search for a tolerance, where the rank is not known before.
    private const int WidestBlock = 64;

    // Restarts of an operator that has no dense form to fall back on.
    private const int MostRestarts = 20;

    /// <summary>The classic form: q + 1 blocks as wide as the sketch.</summary>
    public static TruncatedSvd<T> Fixed<T>(SvdTask<T> task, string reason)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        int blocks = task.Options.PowerIterations + 1;
        int width = Math.Max(1, task.SketchSize);
        BlockLanczos<T> lanczos = new(
            task.A, width, (int)Math.Min((long)width * blocks, int.MaxValue), task.Options.Seed, task.Context, workspace,
                task.Options.Sketch);
        for (int i = 0; i < blocks && !lanczos.IsComplete; i++)
        {
            task.Context.Step($"block {i + 1} of {blocks}", i, blocks);
            lanczos.Expand();
        }

        return Extract(task, lanczos, reason);
    }

    /// <summary>
    /// To a rank, block after block, until the error is within 1 % of the optimum by estimate. Null where the dense path will be faster:
    /// where singular values hardly decay, and the estimate of what is left to do says so.
    /// </summary>
    public static TruncatedSvd<T>? ToRank<T>(SvdTask<T> task, double denseColumns)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        int width = Align((int)Math.Ceiling(BlockShare * task.SketchSize), task.Min);
        int capacity = MostBlocks * width;
        BlockLanczos<T> lanczos = new(task.A, width, capacity, task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        RitzConvergence convergence = new(task.Limit, ResidualEstimator<T>.IdentityFloor);
        double norm = task.Norm
            ?? ResidualEstimator<T>.Norm(ResidualEstimator<T>.Probe(task.A, task.Options.Seed, task.Context, workspace));
        int blocks = 0;
        int restarts = 0;
        while (true)
        {
            task.Context.Step($"block {blocks + 1}", blocks, blocks + 2);
            lanczos.Expand();
            blocks++;
            convergence.Add(Squares(lanczos, norm));
            bool isDone = convergence.IsReached;
            if (isDone || lanczos.IsComplete)
            {
                break;
            }

            if (lanczos.Size + width > capacity)
            {
                double columnsLeft = convergence.StepsLeft * 2 * width;
                if (denseColumns < columnsLeft)
                {
                    return null;
                }

                if (restarts++ == MostRestarts)
                {
                    break;
                }

                Compress(lanczos, task.SketchSize);
                convergence.Restarted();
            }
        }

        return Extract(
            task, lanczos, FormattableString.Invariant(
                $"{blocks} blocks of {width}; by estimate within {100 * convergence.Excess:G2} % of the smallest error of this rank"));
    }

    /// <summary>
    /// To a tolerance: blocks are added until the basis leaves less than is allowed, and then until the rank that meets the tolerance
    /// settles. Null where half of all directions are not enough and the dense path is open to the caller.
    /// </summary>
    public static TruncatedSvd<T>? ToTolerance<T>(SvdTask<T> task, bool mayGiveUp)
        where T : unmanaged, INumberBase<T>
    {
        if (task.Truncation.IsSpectral)
        {
            return ToSpectralTolerance(task, mayGiveUp);
        }

        using Workspace<T> workspace = new();
        int width = ToleranceWidth(task.Min);
        BlockLanczos<T> lanczos = new(task.A, width, 4 * width, task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        ResidualTracker<T> residual = new(task.A, task.Norm, task.Options.Seed, task.Context, workspace);
        double reference = residual.Current.Norm;
        double tolerance = Math.Max(task.Truncation.RelativeTolerance(reference), ResidualEstimator<T>.RoundingFloor(task.Max));
        int most = LargestBasis(task);
        RankSettling settling = new(task.Truncation, tolerance, reference, task.Limit);
        int blocks = 0;
        while (ResidualEstimator<T>.SafeSquared(residual.Current) > 0 && !settling.IsReached && !lanczos.IsComplete && lanczos.Size < most)
        {
            if (mayGiveUp && lanczos.Size > task.Min / 2)
            {
                return null;
            }

            task.Context.Step($"block {blocks + 1}", blocks, blocks + 4);
            DenseMatrix<T> added = lanczos.Expand();
            residual.Grow(lanczos.Q, added, lanczos.Captured);
            blocks++;
            if (settling.IsWorthALook(ResidualEstimator<T>.SafeSquared(residual.Current)))
            {
                settling.Add(Squares(lanczos, reference));
            }
        }

        return Extract(task, lanczos, $"{blocks} blocks of {width}, until the rank that the tolerance needs settled", residual.Current);
    }

    /// <summary>The same in the spectral norm: until what the basis leaves, measured by probes of its own, lets the rank be nearly the
    /// least.</summary>
    private static TruncatedSvd<T>? ToSpectralTolerance<T>(SvdTask<T> task, bool mayGiveUp)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        if (task.Norm == 0 || task.Min == 0)
        {
            return SubspaceSvd.Compute(task, "the matrix is zero or empty");
        }

        int width = ToleranceWidth(task.Min);
        BlockLanczos<T> lanczos = new(task.A, width, 4 * width, task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        double norm = task.Norm
            ?? ResidualEstimator<T>.Norm(ResidualEstimator<T>.Probe(task.A, task.Options.Seed, task.Context, workspace));
        SpectralTracker<T> spectral = new(task.A, task.Truncation, task.Limit, norm, task.Options.Seed, task.Context);
        int most = LargestBasis(task);
        int blocks = 0;
        bool isReached = norm == 0;
        while (!isReached && !lanczos.IsComplete && lanczos.Size < most)
        {
            if (mayGiveUp && lanczos.Size > task.Min / 2)
            {
                return null;
            }

            task.Context.Step($"block {blocks + 1}", blocks, blocks + 4);
            int before = lanczos.Size;
            lanczos.Expand();
            blocks++;
            DenseMatrix<T> captured = lanczos.Projection.AsBlock(before, 0, lanczos.Size - before, lanczos.RightSize);
            isReached = spectral.IsReached(lanczos.Q, captured, () => ThinSvd<T>.Of(lanczos.Projection).S);
        }

        return Extract(
            task, lanczos, $"{blocks} blocks of {width}, until what they leave allows the rank", null, spectral.Measure(lanczos.Q));
    }

    private static int ToleranceWidth(int min) => Align(Math.Clamp(min / 32, 1, WidestBlock), min);

    private static int LargestBasis<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> => task.Limit < task.Min ? MostBlocks * Align(task.SketchSize, task.Min) : task.Min;

    /// <summary>
    /// σ_i² of the singular values that the space holds by now, as shares of ‖A‖², descending: eigenvalues of T Tᴴ, right to rounding of
    /// ‖A‖², which is all that sums of squares need.
    /// </summary>
    private static double[] Squares<T>(BlockLanczos<T> lanczos, double norm)
        where T : unmanaged, INumberBase<T>
    {
        double[] squares = new double[lanczos.Size];
        if (norm == 0)
        {
            return squares;
        }

        using Workspace<T> scratch = new();
        DenseMatrix<T> scaled = scratch.Rent(lanczos.Size, lanczos.RightSize);
        Kernels<T>.Copy(lanczos.Projection.Span, scaled.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(1 / norm), scaled.Span);
        DenseMatrix<T> gram = scratch.Rent(lanczos.Size, lanczos.Size);
        Kernels<T>.Gemm(T.One, scaled.Span, scaled.Span.ConjugateTranspose(), T.Zero, gram.Span);
        Kernels<T>.EigenvaluesHermitian(gram.Span, squares);
        Array.Reverse(squares);
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = Math.Max(0, squares[i]);
        }

        return squares;
    }

    /// <summary>A thick restart that keeps as many Ritz vectors as a sketch has columns.</summary>
    private static void Compress<T>(BlockLanczos<T> lanczos, int keep)
        where T : unmanaged, INumberBase<T>
    {
        ThinSvd<T> square = ThinSvd<T>.Of(lanczos.Projection.AsColumns(0, lanczos.Size));
        keep = Math.Min(keep, lanczos.Size);
        lanczos.Restart(square.U.AsColumns(0, keep), square.S.AsSpan(0, keep), square.VT.AsRows(0, keep));
    }

    private static TruncatedSvd<T> Extract<T>(SvdTask<T> task, BlockLanczos<T> lanczos, string reason, Residual? residual = null,
        SpectralResidual? spectral = null)
        where T : unmanaged, INumberBase<T>
    {
        residual ??= ResidualEstimator<T>.OfBasis(task.A, task.Norm, lanczos.Q, lanczos.Captured, task.Options.Seed, task.Context);
        ThinSvd<T> small = ThinSvd<T>.Of(lanczos.Projection);
        return task.Assemble(lanczos.Q, small, lanczos.X, residual.Value, TruncatedSvdMethod.BlockKrylov, reason, spectral);
    }

    private static int Align(int width, int most) =>
        Math.Clamp((width + SvdTask<double>.Alignment - 1) / SvdTask<double>.Alignment * SvdTask<double>.Alignment, 1, Math.Max(1, most));
}
