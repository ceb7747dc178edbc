using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>
/// Judges whether a growing basis is good enough for a tolerance in the spectral norm. What the newest block captures, ‖y_newᴴA‖₂, lies
/// below what the basis left before, and costs nothing: only when that is small enough is what is left now measured.
/// </summary>
internal sealed class SpectralResidualWithin<T>(
    ILinearOperator<T> a, Truncation truncation, int limit, double norm, ulong seed, RunContext context) : IStoppingRule
    where T : unmanaged, INumberBase<T>
{
    private readonly SpacesTuning _tuning = Tuning<SpacesTuning>.Current;
    private readonly double _floor = ResidualEstimator<T>.RoundingFloor(Math.Max(RowSpace.Of(a).Count, a.ColumnCount));
    private double _largest;
    private int _looks;
    private SpectralResidual? _current;

    public SearchEnd End => SearchEnd.Tolerance;

    public bool IsMetByNothing(ISpace space) => norm == 0;

    public bool IsReached(ISpace space)
    {
        IBasisSpace<T> basis = (IBasisSpace<T>)space;
        _current = null;
        double last = SpectralResidual.LargestSingularValue(basis.Newest) / norm;
        _largest = Math.Max(_largest, last);
        double allowed = Math.Max(truncation.SpectralTolerance(_largest, norm), _floor);
        if (last > allowed)
        {
            return false;
        }

        double left = Measure(basis).Safe / norm;
        if (left <= Math.Max(_floor, _tuning.NegligibleResidual * allowed))
        {
            return true;
        }

        if (left > allowed)
        {
            return false;
        }

        double[] squares = space.Shares();
        int needed = truncation.ChooseRank(squares, left * left, norm, limit);
        return needed <= (1 + _tuning.RankSlack) * truncation.ChooseRank(squares, 0, norm, limit);
    }

    /// <summary>What the basis leaves, measured if that has not been done.</summary>
    public SpectralResidual Measure(IBasisSpace<T> space) =>
        _current ??= SpectralResidual.Of(a, space.Basis, ++_looks, seed, context);
}
