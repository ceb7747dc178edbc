using System.Globalization;
using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD whose right singular vectors are searched for with products AᴴA x, each from one reading of A: of dense real
/// matrices in single precision, where products are twice as fast, and of matrices that are dear to read in their own. A last product in
/// the precision of A makes the result, and measures it.
/// </summary>
internal static class NormalRoute
{
    /// <summary>Whether A is dense, of a shape that suits, and large enough for the blocks that this may take; seen without reading
    /// A.</summary>
    public static bool CanServeInSingle<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        if (Scalar<T>.IsComplex || task.Options.Precision == Precision.Full || task.Dense is not { } dense)
        {
            return false;
        }

        DenseMatrix<T> b = InMemoryOrder(dense);
        return b.ColumnCount <= task.Tuning.LargestShape * b.RowCount && CanTell(task, ResidualEstimator<float>.IdentityFloor);
    }

    /// <summary>Whether A is read as a whole for each product, and gives two for one reading.</summary>
    public static bool CanServe<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> =>
        task.Dense is null && task.A.Inner is IFirstReading<T> and INormalProduct<T> && CanTell(task, ResidualEstimator<T>.IdentityFloor);

    /// <summary>In single precision. Null where that cannot tell, or where more blocks are needed than there is room for.</summary>
    /// <exception cref="ArgumentException">‖A‖_F was not known, and an entry is NaN or infinite.</exception>
    public static SvdOutcome<T>? RunInSingle<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> b = InMemoryOrder(task.Dense!);
        int block = BlockOf(task);
        using Workspace<T> sketches = new();
        using Workspace<double> starts = new();
        DenseMatrix<T> sums = sketches.Rent(block, b.ColumnCount, MatrixLayout.RowMajor);
        context.Step("sketch", 0, task.Tuning.FewestNormalBlocks + 1);
        Sketch(task, b, sums);
        DenseMatrix<double> start = starts.Rent(b.ColumnCount, block);
        SinglePrecision.Convert(sums.Transpose(), start);
        double scale = SinglePrecision.Scale(task.Norm.Value!.Value);
        SinglePrecisionGram<T> gram = new(b, scale, context.MaxDegreeOfParallelism);
        bool isTransposed = task.Dense!.Layout == MatrixLayout.ColumnMajor;
        return Search<T, float, double>(
            task, step, isTransposed, isSingle: true, start, task.Norm.Value.Value * scale, ResidualEstimator<float>.IdentityFloor,
            (x, w) =>
            {
                gram.Multiply(x, w);
                task.A.CountSingle(1, 2 * x.ColumnCount);
            },
            context);
    }

    /// <summary>In the precision of A; the first reading measures it too. Null as above.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public static SvdOutcome<T>? Run<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T> =>
        Scalar<T>.IsSingle ? Run<T, double>(task, step, context) : Run<T, T>(task, step, context);

    private static SvdOutcome<T>? Run<T, TWide>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
        where TWide : unmanaged, INumberBase<TWide>
    {
        int block = Math.Min(task.Tuning.WideForReadings * BlockOf(task), task.Min / task.Tuning.FewestNormalBlocks);
        using Workspace<T> workspace = new();
        using Workspace<TWide> starts = new();
        DenseMatrix<T> random = workspace.Rent(task.Columns, block);
        DenseMatrix<T> image = workspace.Rent(task.Columns, block);
        context.Step("first reading", 0, task.Tuning.FewestNormalBlocks + 1);
        new Sketch<T>(task.Options.Sketch, task.Options.Seed, RandomStream.Sketch, block).Fill(random, 0, context.MaxDegreeOfParallelism);
        task.Norm.Supply(((IFirstReading<T>)task.A.Inner).ReadFirst(random, image));
        task.A.Count(1, 2 * block);
        DenseMatrix<TWide> start = starts.Rent(task.Columns, block);
        SinglePrecision.Convert(image, start);
        INormalProduct<T> products = (INormalProduct<T>)task.A.Inner;
        return Search<T, T, TWide>(
            task, step, isTransposed: false, isSingle: false, start, task.Norm.Value!.Value, ResidualEstimator<T>.IdentityFloor,
            (x, w) =>
            {
                products.MultiplyNormal(x, w);
                task.A.Count(1, 2 * x.ColumnCount);
            },
            context);
    }

    private static SvdOutcome<T>? Search<T, TProduct, TWide>(
        SvdTask<T> task, SvdStep step, bool isTransposed, bool isSingle, DenseMatrix<TWide> start, double norm, double floor,
        Action<DenseMatrix<TProduct>, DenseMatrix<TProduct>> multiply, RunContext context)
        where T : unmanaged, INumberBase<T>
        where TProduct : unmanaged, INumberBase<TProduct>
        where TWide : unmanaged, INumberBase<TWide>
    {
        TruncatedSvdTuning tuning = task.Tuning;
        double tolerance = task.Truncation.IsRank ? 0 : task.Truncation.RelativeTolerance(task.Norm.Value!.Value);
        if (norm == 0 || (!task.Truncation.IsRank && tolerance < floor))
        {
            return null;
        }

        bool isRank = task.Truncation.IsRank;
        int block = start.ColumnCount;
        using NormalKrylov<TProduct, TWide> space = new(
            multiply, start, norm, isRank ? tuning.FewestNormalBlocks : tuning.RoomToTolerance, task.Options.Seed);
        double noise = Tuning<SpacesTuning>.Current.NoiseOf<TProduct>();
        NearOptimum? near = isRank || task.Limit < task.Min
            ? new NearOptimum(task.Limit, floor, task.ValueTarget, noise, isHalfStepAhead: true, isLostAtFloor: isRank) : null;
        RankSettled<T>? settled = isRank ? null : new RankSettled<T>(
            task.Truncation, tolerance, task.Norm.Value!.Value, task.Limit, task.ValueTarget, new Shortfalls(true, noise), near);
        CopiesTried rule = new(
            settled ?? (IStoppingRule)near!, space, task.Limit, Tuning<SpacesTuning>.Current.SpreadOfCopies);
        int mostBlocks = isRank
            ? Math.Min(Math.Max(tuning.MostNormalBlocks, tuning.LeastNormalRoom / block), task.Min / block)
            : (int)(tuning.LargestPart * task.Min / block);
        SearchOutcome outcome = Spaces.Search.Run(
            space, rule, new Budget(int.MaxValue, AbandonFrom: mostBlocks * block, IsAbandonedEarly: isRank), context, stepsAhead: 2);
        if (outcome.End is not { } end)
        {
            return null;
        }

        // The last product is ahead of the space, and captures no less with as many directions; a few more make up for rounding.
        bool isToTolerance = end == SearchEnd.Tolerance;
        int width = Math.Min(
            space.Size, isToTolerance ? (int)tuning.Aligned(settled!.Rank + tuning.SpareDirections) : task.SketchSize);
        string how = isSingle ? "in single precision" : "from one reading each";
        string reason = string.Create(
            CultureInfo.InvariantCulture, $"{step.Reason}; {outcome.Blocks} blocks of {block} {how}")
            + (isToTolerance
                ? ", until the rank that the tolerance needs settled"
                : string.Create(CultureInfo.InvariantCulture, $"; by estimate within {100 * near!.Excess:G2} % of the smallest error"));
        SearchSummary summary = new()
        {
            Space = SearchSpace.NormalKrylov,
            End = end,
            Blocks = outcome.Blocks,
            BlockSize = block,
            IsSinglePrecision = isSingle && !Scalar<T>.IsSingle,
            Excess = isToTolerance ? null : near!.Excess,
        };
        double[] valueErrors = isToTolerance ? settled!.ValueErrors : near!.ValueErrors;
        context.Step("last product", outcome.Blocks + 1, outcome.Blocks + 2);
        return Finish(task, space, isTransposed, width, isToTolerance ? null : near!.Captured, reason, summary, valueErrors, noise);
    }

    /// <summary>The result from the leading right (or left) directions, in the precision of A; null where it captures less than was
    /// foretold, or than a tolerance needs.</summary>
    private static SvdOutcome<T>? Finish<T, TProduct, TWide>(
        SvdTask<T> task, NormalKrylov<TProduct, TWide> space, bool isTransposed, int width, double? foretold, string reason,
        SearchSummary summary, double[] valueErrors, double noise)
        where T : unmanaged, INumberBase<T>
        where TProduct : unmanaged, INumberBase<TProduct>
        where TWide : unmanaged, INumberBase<TWide>
    {
        using Workspace<T> workspace = new();
        RowSpace domain = isTransposed ? task.Rows : RowSpace.Local(task.Columns);
        RowSpace range = isTransposed ? RowSpace.Local(task.Columns) : task.Rows;
        TallBlock<T> z = TallBlock<T>.Rent(workspace, domain, width);
        double[] searched = space.Shares();
        space.LeadingRight(z.Local);

        // The last product needs as much memory as the space.
        space.Dispose();
        Orthonormalizer<T>.Orthonormalize(z);
        TallBlock<T> y = TallBlock<T>.Rent(workspace, range, width);
        if (isTransposed)
        {
            task.A.MultiplyAdjoint(z.Local, y.Local);
        }
        else
        {
            task.A.Multiply(z.Local, y.Local);
        }

        double norm = task.Norm.Value!.Value;
        double[] lengths = y.ColumnNorms();
        if (ResidualEstimator<T>.KnownOfBasis(norm, y.FrobeniusNorm(), range) is not { } residual
            || (foretold is null && Math.Sqrt(residual.Squared) > task.Truncation.RelativeTolerance(norm)))
        {
            return null;
        }

        DenseMatrix<T> r = workspace.Rent(width, width);
        Orthonormalizer<T>.Orthonormalize(y, r);
        ThinSvd<T> core = ThinSvd<T>.Of(isTransposed ? r.Transpose() : r);
        double[] shares = Residual.Shares(core.S, norm);
        double captured = Residual.Tail(shares, 0) - Residual.Tail(shares, task.Limit);
        if (captured < foretold - (task.Tuning.CaptureSlack * (1 - captured)))
        {
            return null;
        }

        // Half a step behind, Aᴴu = σv was exact, and what A v has beside σu is its residual; the value has gained a little since.
        double[] residuals = new double[width];
        double rounding = noise * core.S[0] * core.S[0];
        for (int i = 0; i < width; i++)
        {
            double behind = norm * Math.Sqrt(searched[i]);
            double square = Math.Max(0, (lengths[i] - behind) * (lengths[i] + behind));
            residuals[i] = Math.Sqrt(square + rounding) + Math.Max(0, core.S[i] - behind);
        }

        Captured<T> found = isTransposed
            ? new Captured<T>(z, core, y.Local, residual, TripletResiduals: residuals)
            : new Captured<T>(y, core, z.Local, residual, TripletResiduals: residuals);
        return task.Assemble(found, TruncatedSvdMethod.BlockKrylov, reason, summary, valueErrors);
    }

    /// <summary>Of an absolute error the share is not known before ‖A‖ is.</summary>
    private static bool CanTell<T>(SvdTask<T> task, double floor)
        where T : unmanaged, INumberBase<T>
    {
        Truncation truncation = task.Truncation;
        return (truncation.IsRank
                || (!truncation.IsSpectral && (truncation.Kind == TruncationKind.AbsoluteError || truncation.Tolerance >= floor)))
            && BlockOf(task) * task.Tuning.FewestNormalBlocks <= task.Min;
    }

    /// <summary>sums := SᵀB with a sparse S; ‖B‖_F is measured in the same pass where it is not known.</summary>
    private static void Sketch<T>(SvdTask<T> task, DenseMatrix<T> b, DenseMatrix<T> sums)
        where T : unmanaged, INumberBase<T>
    {
        int threads = task.Context.MaxDegreeOfParallelism;
        SignedRowSums<T> signs = new(task.Options.Seed, RandomStream.Sketch, sums.RowCount, b.RowCount, SignedRowSums<T>.FewNonZeros);
        task.A.Count(1, 0);
        if (task.Norm.IsDone)
        {
            signs.Multiply(b, sums, threads);
            return;
        }

        double squared = signs.MultiplyAndMeasure(b, sums, threads).Sum();
        task.Norm.Supply(
            Kernels<T>.IsSafeSquare(squared) ? Math.Sqrt(squared) : MatrixGuard.Finite(task.Dense!, task.A.Name, threads));
    }

    private static DenseMatrix<T> InMemoryOrder<T>(DenseMatrix<T> a)
        where T : unmanaged, INumberBase<T> => a.Layout == MatrixLayout.ColumnMajor ? a.Transpose() : a;

    private static int BlockOf<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        int unit = task.Tuning.NormalUnit;
        int small = task.Tuning.SmallNormalUnit;
        return !task.Truncation.IsRank ? (task.Min < task.Tuning.WideBlocksFrom ? unit : 2 * unit)
            : (task.SketchSize + small - 1) / small * small;
    }
}
