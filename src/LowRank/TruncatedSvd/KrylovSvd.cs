using System.Numerics;
using LowRank.Decompositions;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.RangeFinding;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD from a block Krylov space, with Rayleigh–Ritz over all of it: of the same number of products with A, a polynomial of A that subspace
/// iteration with its fixed power cannot beat (Musco and Musco 2015; Tropp and Webber 2023).
/// </summary>
internal static class KrylovSvd
{
    // Auto's blocks are half a sketch wide: four of them, which most spectra need, are twice the sketch, and narrower ones spend more time on passes over A than they
    // save on products. Five fill the memory that is allowed (4 (m + n) l elements with the result).
    private const double BlockShare = 0.5;
    private const int MostBlocks = 5;

    // The widest block of a search for a tolerance, where the rank is not known before.
    private const int WidestBlock = 64;

    // A search for a tolerance ends when the rank is proven to be, or another block shows it to be, within this share of the smallest possible one.
    private const double RankSlack = 0.02;

    // Until so little of what the tolerance allows is left outside the basis, its rank is not worth looking at, unless the basis gains slowly.
    private const double WorthALook = 0.3;

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
            task.A, width, (int)Math.Min((long)width * blocks, int.MaxValue), task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        for (int i = 0; i < blocks && !lanczos.IsComplete; i++)
        {
            task.Context.Step($"block {i + 1} of {blocks}", i, blocks);
            lanczos.Expand();
        }

        return Extract(task, lanczos, reason);
    }

    /// <summary>
    /// To a rank, block after block, until the error is within 1 % of the optimum by estimate. Null where the dense path will be faster: where
    /// singular values hardly decay, and the estimate of what is left to do says so.
    /// </summary>
    public static TruncatedSvd<T>? ToRank<T>(SvdTask<T> task, double denseColumns)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        int width = Align((int)Math.Ceiling(BlockShare * task.SketchSize), task.Min);
        int capacity = MostBlocks * width;
        BlockLanczos<T> lanczos = new(task.A, width, capacity, task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        RitzConvergence convergence = new(task.Limit, ResidualEstimator<T>.IdentityFloor);
        double norm = task.Norm ?? ResidualEstimator<T>.Norm(ResidualEstimator<T>.Probe(task.A, task.Options.Seed, task.Context, workspace));
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
            task, lanczos, FormattableString.Invariant($"{blocks} blocks of {width}; by estimate within {100 * convergence.Excess:G2} % of the smallest error of this rank"));
    }

    /// <summary>
    /// To a tolerance: blocks are added until the basis leaves less than is allowed, and then until the rank that meets the tolerance settles. Null where half of all
    /// directions are not enough and the dense path is open to the caller.
    /// </summary>
    public static TruncatedSvd<T>? ToTolerance<T>(SvdTask<T> task, bool mayGiveUp)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        int width = Align(Math.Clamp(task.Min / 32, 1, WidestBlock), task.Min);
        BlockLanczos<T> lanczos = new(task.A, width, 4 * width, task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        ResidualTracker<T> residual = new(task.A, task.Norm, task.Options.Seed, task.Context, workspace);
        double reference = residual.Current.Norm;
        double tolerance = Math.Max(task.Truncation.RelativeTolerance(reference), ResidualEstimator<T>.RoundingFloor(task.Max));
        int most = task.Limit < task.Min ? MostBlocks * Align(task.SketchSize, task.Min) : task.Min;
        int rank = int.MaxValue;
        int blocks = 0;
        double before = 1;
        while (ResidualEstimator<T>.SafeSquared(residual.Current) > 0 && !lanczos.IsComplete && lanczos.Size < most)
        {
            if (mayGiveUp && lanczos.Size > task.Min / 2)
            {
                return null;
            }

            task.Context.Step($"block {blocks + 1}", blocks, blocks + 4);
            DenseMatrix<T> added = lanczos.Expand();
            residual.Grow(lanczos.Q, added, lanczos.Captured);
            blocks++;
            double left = ResidualEstimator<T>.SafeSquared(residual.Current) / (tolerance * tolerance);
            if (left <= 1 && (left <= WorthALook || left > before / 2))
            {
                double[] squares = Squares(lanczos, reference);
                int needed = task.Truncation.ChooseRank(squares, left * tolerance * tolerance, reference, task.Limit);

                // Were all that lies outside the basis to lie in the leading directions, this many would still be needed.
                int least = task.Truncation.ChooseRank(squares, 0, reference, task.Limit);
                if (needed <= (1 + RankSlack) * least || needed >= (1 - RankSlack) * rank)
                {
                    break;
                }

                rank = needed;
            }

            before = left;
        }

        return Extract(task, lanczos, $"{blocks} blocks of {width}, until the rank that the tolerance needs settled", residual.Current);
    }

    /// <summary>
    /// σ_i² of the singular values that the space holds by now, as shares of ‖A‖², descending: eigenvalues of T Tᴴ, right to rounding of ‖A‖², which is all that sums of squares need.
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

    private static TruncatedSvd<T> Extract<T>(SvdTask<T> task, BlockLanczos<T> lanczos, string reason, Residual? residual = null)
        where T : unmanaged, INumberBase<T>
    {
        residual ??= ResidualEstimator<T>.OfBasis(task.A, task.Norm, lanczos.Q, lanczos.Captured, task.Options.Seed, task.Context);
        ThinSvd<T> small = ThinSvd<T>.Of(lanczos.Projection);
        return task.Assemble(lanczos.Q, small, lanczos.X, residual.Value, TruncatedSvdMethod.BlockKrylov, reason);
    }

    private static int Align(int width, int most) =>
        Math.Clamp((width + SvdTask<double>.Alignment - 1) / SvdTask<double>.Alignment * SvdTask<double>.Alignment, 1, Math.Max(1, most));
}
