using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD to a rank or a tolerance whose right singular vectors are looked for in single precision, where products are twice
/// as fast and A is read once for two of them; a last product in the precision of A makes the result, and measures it.
/// </summary>
internal static class SinglePrecisionSvd
{
    // MKL's products with thin matrices of singles are fastest at multiples of this many columns.
    private const int Unit = 48;
    private const int SmallUnit = 16;

    // From so large a shorter side on, a search for a tolerance takes blocks of two units: it needs many, and half as many passes over A
    // then.
    private const int LargeFrom = 800;

    // A space of more than this share of all directions is most of the whole space: there the dense path is faster.
    private const double LargestPart = 0.5;
    private const int SpareDirections = 4;

    // Room for so many blocks is made at once, since what has not been written takes no memory; what has, twice while it moves.
    private const int RoomToTolerance = 8;

    // Two blocks, each of about as many columns as the rank, are enough where singular values fall as 1/i.
    private const int MostBlocks = 6;
    private const int FewestBlocks = 3;

    // Of squares that single precision leaves right to some 1e-6, the relative error must be this large to be judged to a hundredth.
    private const double SmallestError = 5e-3;

    // How much less than foretold the result may capture, as a share of its squared error, before single precision is blamed.
    private const double Slack = 2e-3;

    // Memory that is much longer across than down is read twice for what is once here.
    private const double LargestShape = 2;

    // The last product is half a step of the Krylov space beyond what is judged.
    private const double StepsAhead = 0.5;

    /// <summary>Whether A is dense, of a shape that suits, and large enough for the blocks that this may take; seen without reading
    /// A.</summary>
    public static bool CanServe<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        if (Scalar<T>.IsComplex || task.Options.Precision == Precision.Full || task.Dense is not { } dense)
        {
            return false;
        }

        // Of an absolute error the share is not known before ‖A‖ is.
        Truncation truncation = task.Truncation;
        bool canTell = truncation.IsRank || (!truncation.IsSpectral
            && (truncation.Kind == TruncationKind.AbsoluteError || truncation.Tolerance >= SmallestError));
        DenseMatrix<T> b = InMemoryOrder(dense);
        return canTell && b.ColumnCount <= LargestShape * b.RowCount && BlockOf(task) * FewestBlocks <= task.Min;
    }

    /// <summary>Null where single precision cannot tell, or where more blocks are needed than there is room for.</summary>
    /// <param name="task">The task, which <see cref="CanServe"/> accepts. Where it does not know ‖A‖_F yet, it does afterwards.</param>
    /// <exception cref="ArgumentException">‖A‖_F was not known, and an entry is NaN or infinite.</exception>
    public static TruncatedSvd<T>? TryCompute<T>(ref SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> b = InMemoryOrder(task.Dense!);
        int block = BlockOf(task);
        using Workspace<T> sketches = new();
        DenseMatrix<T> start = sketches.Rent(block, b.ColumnCount, MatrixLayout.RowMajor);
        task.Context.Step("sketch", 0, FewestBlocks + 1);
        task = task with { Norm = Sketch(task, b, start) };
        double norm = task.Norm!.Value;
        if (norm == 0)
        {
            return null;
        }

        double scale = IsModest(norm) ? 1 : Math.ScaleB(1, -Math.ILogB(norm));
        SinglePrecisionGram<T> gram = new(b, scale, task.Context.MaxDegreeOfParallelism);
        using SinglePrecisionKrylov<T> krylov = new(gram, start, task.Truncation.IsRank ? FewestBlocks : RoomToTolerance);
        double unit = norm * scale * norm * scale;
        return task.Truncation.IsRank ? ToRank(task, krylov, block, unit) : ToTolerance(task, krylov, block, unit);
    }

    private static TruncatedSvd<T>? ToRank<T>(SvdTask<T> task, SinglePrecisionKrylov<T> krylov, int block, double unit)
        where T : unmanaged, INumberBase<T>
    {
        RitzConvergence convergence = new(task.Limit, SmallestError, StepsAhead);
        int mostBlocks = Math.Min(MostBlocks, task.Min / block);
        for (int blocks = 1; !convergence.IsReached; blocks++)
        {
            if (Expand(task, krylov, blocks, unit) is null)
            {
                return null;
            }

            convergence.Add(Shares(krylov, unit));
            bool isHopeless = blocks == mostBlocks
                || (double.IsFinite(convergence.StepsLeft) && convergence.StepsLeft > mostBlocks - blocks);
            if (1 - convergence.Captured < SmallestError * SmallestError || (isHopeless && !convergence.IsReached))
            {
                return null;
            }
        }

        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{krylov.Size / block} blocks of {block} in single precision; "
            + $"by estimate within {100 * convergence.Excess:G2} % of the smallest error of this rank");
        return Finish(task, krylov, Math.Min(task.SketchSize, krylov.Size), convergence.Captured, reason);
    }

    /// <summary>
    /// Until the space leaves less than is allowed, and then until the rank that meets the tolerance settles; or until the largest rank
    /// allowed, which does not meet it, has nearly the smallest error.
    /// </summary>
    private static TruncatedSvd<T>? ToTolerance<T>(SvdTask<T> task, SinglePrecisionKrylov<T> krylov, int block, double unit)
        where T : unmanaged, INumberBase<T>
    {
        double norm = task.Norm!.Value;
        double tolerance = task.Truncation.RelativeTolerance(norm);
        if (tolerance < SmallestError)
        {
            return null;
        }

        int mostBlocks = (int)(LargestPart * task.Min / block);
        RankSettling settling = new(task.Truncation, tolerance, norm, task.Limit);
        RitzConvergence? atLimit = task.Limit < task.Min ? new(task.Limit, SmallestError, StepsAhead) : null;
        for (int blocks = 1; !settling.IsReached || (settling.Rank == task.Limit && atLimit is { IsReached: false }); blocks++)
        {
            if (blocks > mostBlocks || Expand(task, krylov, blocks, unit) is not { } captured)
            {
                return null;
            }

            bool isWorthALook = settling.IsWorthALook(1 - captured);
            if (!isWorthALook && atLimit is null)
            {
                continue;
            }

            double[] shares = Shares(krylov, unit);
            if (isWorthALook)
            {
                settling.Add(shares);
            }

            atLimit?.Add(shares);
            if (atLimit is { IsReached: true } && 1 - atLimit.Captured > tolerance * tolerance)
            {
                string limited = $"{krylov.Size / block} blocks of {block} in single precision, to the largest rank allowed";
                return Finish(task, krylov, Math.Min(task.SketchSize, krylov.Size), atLimit.Captured, limited);
            }
        }

        // The last product is ahead of the space, and captures no less with as many directions; a few more make up for rounding.
        int width = Math.Min(
            krylov.Size, (settling.Rank + SpareDirections + SvdTask<T>.Alignment - 1) / SvdTask<T>.Alignment * SvdTask<T>.Alignment);
        string reason = $"{krylov.Size / block} blocks of {block} in single precision, until the rank that the tolerance needs settled";
        return Finish(task, krylov, width, null, reason);
    }

    /// <summary>Another block. What the space captures, as a share of ‖A‖²; null where single precision cannot tell.</summary>
    private static double? Expand<T>(SvdTask<T> task, SinglePrecisionKrylov<T> krylov, int blocks, double unit)
        where T : unmanaged, INumberBase<T>
    {
        task.Context.Step($"block {blocks}", blocks, Math.Max(FewestBlocks, blocks) + 2);
        int before = krylov.Size;
        krylov.Expand();
        task.A.CountSingle(1, 2 * (krylov.Size - before));
        return krylov.Captured() / unit;
    }

    /// <summary>The singular values that the space holds, squared, as shares of ‖A‖².</summary>
    private static double[] Shares<T>(SinglePrecisionKrylov<T> krylov, double unit)
        where T : unmanaged, INumberBase<T>
    {
        double[] shares = new double[krylov.Size];
        TensorPrimitives.Multiply(krylov.Squares(), 1 / unit, shares);
        return shares;
    }

    private static DenseMatrix<T> InMemoryOrder<T>(DenseMatrix<T> a)
        where T : unmanaged, INumberBase<T> => a.Layout == MatrixLayout.ColumnMajor ? a.Transpose() : a;

    private static int BlockOf<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> => !task.Truncation.IsRank ? (task.Min < LargeFrom ? Unit : 2 * Unit)
            : task.SketchSize > Unit ? Unit * Math.Max(1, (int)Math.Round((double)task.Limit / Unit))
            : (task.SketchSize + SmallUnit - 1) / SmallUnit * SmallUnit;

    /// <summary>start := SᵀB with a sparse S; returns ‖B‖_F, which is measured in the same pass where the task does not know it.</summary>
    private static double Sketch<T>(SvdTask<T> task, DenseMatrix<T> b, DenseMatrix<T> start)
        where T : unmanaged, INumberBase<T>
    {
        int threads = task.Context.MaxDegreeOfParallelism;
        SignedRowSums<T> signs = new(task.Options.Seed, RandomStream.Sketch, start.RowCount, b.RowCount, SignedRowSums<T>.FewNonZeros);
        if (task.Norm is { } known)
        {
            signs.Multiply(b, start, threads);
            task.A.Count(1, 0);
            return known;
        }

        // One pass with the norm, which is counted in the end.
        double squared = signs.MultiplyAndMeasure(b, start, threads).Sum();
        return Kernels<T>.IsSafeSquare(squared) ? Math.Sqrt(squared) : MatrixGuard.Finite(task.Dense!, task.A.Name, threads);
    }

    /// <summary>The result from the leading right (or left) directions, in the precision of A; null where it captures less than was
    /// foretold, or than a tolerance needs.</summary>
    /// <param name="task">The task.</param>
    /// <param name="krylov">The space, which is disposed of when its directions are known: the last product needs as much memory.</param>
    /// <param name="width">How many directions to take.</param>
    /// <param name="foretold">What as many as the rank should capture, as a share of ‖A‖²; null where a tolerance decides.</param>
    /// <param name="reason">Why, and how it went.</param>
    private static TruncatedSvd<T>? Finish<T>(
        SvdTask<T> task, SinglePrecisionKrylov<T> krylov, int width, double? foretold, string reason)
        where T : unmanaged, INumberBase<T>
    {
        bool isTransposed = task.Dense!.Layout == MatrixLayout.ColumnMajor;
        using Workspace<T> workspace = new();
        DenseMatrix<T> z = workspace.Rent(isTransposed ? task.Rows : task.Columns, width);
        krylov.LeadingRight(z);
        krylov.Dispose();
        task.Context.Step("last product", FewestBlocks + 1, FewestBlocks + 2);
        Orthonormalizer<T>.Orthonormalize(z);
        DenseMatrix<T> y = workspace.Rent(isTransposed ? task.Columns : task.Rows, width);
        if (isTransposed)
        {
            task.A.MultiplyAdjoint(z, y);
        }
        else
        {
            task.A.Multiply(z, y);
        }

        double norm = task.Norm!.Value;
        if (ResidualEstimator<T>.KnownOfBasis(norm, Kernels<T>.FrobeniusNorm(y.Span)) is not { } residual
            || (foretold is null && Math.Sqrt(residual.Squared) > task.Truncation.RelativeTolerance(norm)))
        {
            return null;
        }

        DenseMatrix<T> r = workspace.Rent(width, width);
        Orthonormalizer<T>.Orthonormalize(y, r);
        ThinSvd<T> core = ThinSvd<T>.Of(isTransposed ? r.Transpose() : r);
        double[] squares = SvdTask<T>.Squares(core.S, norm);
        double captured = SvdTask<T>.Tail(squares, 0) - SvdTask<T>.Tail(squares, task.Limit);
        if (captured < foretold - (Slack * (1 - captured)))
        {
            return null;
        }

        return isTransposed
            ? task.Assemble(z, core, y, residual, TruncatedSvdMethod.BlockKrylov, reason)
            : task.Assemble(y, core, z, residual, TruncatedSvdMethod.BlockKrylov, reason);
    }

    private static bool IsModest(double norm) => norm is > 1e-12 and < 1e12;
}
