using System.Collections.Immutable;
using System.Numerics;
using LowRank.Kernels;
using LowRank.Operators;

namespace LowRank.TruncatedSvds;

/// <summary>A way to a truncated SVD. Each is a file in <c>Routes/</c>.</summary>
internal enum SvdRoute
{
    /// <summary>LAPACK's SVD of the whole matrix.</summary>
    Full,

    /// <summary>Eigenvectors of a small Gram matrix.</summary>
    Gram,

    /// <summary>A normal Krylov space in single precision, one reading a block.</summary>
    SinglePrecision,

    /// <summary>A normal Krylov space in the precision of A, of a matrix that is dear to read.</summary>
    FewReadings,

    /// <summary>Block Lanczos until a rule is satisfied.</summary>
    BlockKrylov,

    /// <summary>As many blocks of Lanczos as were asked for.</summary>
    GivenBlocks,

    /// <summary>Subspace iteration.</summary>
    Subspace,

    /// <summary>Restarted Lanczos, triplet by triplet to many digits.</summary>
    Lanczos,

    /// <summary>The same for the smallest triplets.</summary>
    Smallest,
}

/// <summary>A route with its reason and its cost.</summary>
/// <param name="Route">The route.</param>
/// <param name="Reason">Why it is taken.</param>
/// <param name="MayGiveUp">Whether it may find out that it does not pay, since another one follows.</param>
/// <param name="Columns">What it costs by estimate, in columns of products with A; NaN where the spectrum decides.</param>
internal readonly record struct SvdStep(SvdRoute Route, string Reason, bool MayGiveUp, double Columns = double.NaN);

/// <summary>
/// What is to be done for one call, chosen once from shape, capabilities and truncation before A is read: the routes in the order in which
/// they are tried. All but the last may find, after a first look at the spectrum, that the next one is faster or safer.
/// </summary>
internal sealed record SvdPlan(ImmutableArray<SvdStep> Steps)
{
    public const string AsAsked = "as asked for";

    /// <summary>Whether the first route measures A and checks it in the pass that it makes anyway.</summary>
    public bool MeasuresOnTheWay => Steps[0].Route is SvdRoute.SinglePrecision or SvdRoute.FewReadings;

    public static SvdPlan Of<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        TruncatedSvdMethod method = task.Options.Method;
        if (task.Options.End == SpectrumEnd.Smallest)
        {
            return Smallest(task, method);
        }

        return method switch
        {
            TruncatedSvdMethod.Full => Only(SvdRoute.Full, AsAsked),
            TruncatedSvdMethod.SubspaceIteration => Only(SvdRoute.Subspace, AsAsked),
            TruncatedSvdMethod.BlockKrylov when task.Min == 0 => Only(SvdRoute.Subspace, "the matrix is empty"),
            TruncatedSvdMethod.BlockKrylov => Only(task.Truncation.IsRank ? SvdRoute.GivenBlocks : SvdRoute.BlockKrylov, AsAsked),
            TruncatedSvdMethod.Gram => new SvdPlan(
            [
                new SvdStep(SvdRoute.Gram, AsAsked, false),
                new SvdStep(SvdRoute.Full, "squares cannot tell so small an error, or leave the range of the type", false),
            ]),
            TruncatedSvdMethod.Auto when task.Options.PowerIterations is not null =>
                Only(SvdRoute.Subspace, "a number of power iterations is asked for"),
            TruncatedSvdMethod.Lanczos => Only(task.Limit == 0 ? SvdRoute.Subspace : SvdRoute.Lanczos, AsAsked),
            _ => Auto(task),
        };
    }

    /// <summary>What the next route costs, in columns of products with A; infinite where there is none.</summary>
    public double ColumnsAfter(SvdStep step)
    {
        int next = Steps.IndexOf(step) + 1;
        return next < Steps.Length ? Steps[next].Columns : double.PositiveInfinity;
    }

    private static SvdPlan Auto<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T>
    {
        TruncatedSvdTuning tuning = task.Tuning;
        bool isRank = task.Truncation.IsRank;
        if (task.Rows.IsLocal && task.Volume <= tuning.SmallProblem)
        {
            return Only(SvdRoute.Full, "the matrix is small");
        }

        if (isRank && task.SketchSize > tuning.LargestShare * task.Min && task.IsSmallEnough)
        {
            return Only(SvdRoute.Full, "a large part of all singular triplets is asked for");
        }

        if (task.Limit == 0)
        {
            return Only(SvdRoute.Subspace, "rank 0");
        }

        ImmutableArray<SvdStep>.Builder steps = ImmutableArray.CreateBuilder<SvdStep>();
        double gramColumns = task.Min * (tuning.GramShare + (tuning.GramCube * task.Min / task.Max));
        if (task.Dense is not null && isRank && gramColumns < tuning.KrylovColumns * task.SketchSize)
        {
            steps.Add(new SvdStep(SvdRoute.Gram, "the shorter side is short", true, gramColumns));
        }

        if (NormalRoute.CanServeInSingle(task))
        {
            steps.Add(new SvdStep(SvdRoute.SinglePrecision, "directions are searched for in single precision", true));
        }
        else if (NormalRoute.CanServe(task))
        {
            steps.Add(new SvdStep(SvdRoute.FewReadings, "each reading of the matrix serves two products", true));
        }

        steps.Add(new SvdStep(SvdRoute.BlockKrylov, "few of many directions are wanted", task.HasDenseForm));
        if (task.HasDenseForm)
        {
            steps.Add(new SvdStep(
                SvdRoute.Full, "the singular values hardly decay: after a first look the full SVD is faster", false,
                tuning.DenseColumns * task.Min));
        }

        return new SvdPlan(steps.ToImmutable());
    }

    private static SvdPlan Smallest<T>(SvdTask<T> task, TruncatedSvdMethod method)
        where T : unmanaged, INumberBase<T>
    {
        bool isAuto = method == TruncatedSvdMethod.Auto;
        bool isSmall = task.Volume <= task.Tuning.SmallProblem || task.Limit > task.Tuning.LargestShare * task.Min;
        if (method == TruncatedSvdMethod.Full || (isAuto && isSmall) || task.Limit == 0)
        {
            return Only(SvdRoute.Full, AsAsked);
        }

        return new SvdPlan(
        [
            new SvdStep(SvdRoute.Smallest, AsAsked, isAuto),
            new SvdStep(SvdRoute.Full, "the matrix is singular to rounding, or its smallest values lie close together", false),
        ]);
    }

    private static SvdPlan Only(SvdRoute route, string reason) => new([new SvdStep(route, reason, false)]);
}
