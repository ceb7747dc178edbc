using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>
/// Satisfied when a growing Krylov space knows the rank that a tolerance of the Frobenius norm needs: what the space leaves is within the
/// tolerance, and the rank is proven to be near the least, or what the last block took from it says that further ones will hardly lower
/// it. Or when the largest rank allowed, which does not meet the tolerance, has nearly the smallest error.
/// </summary>
/// <param name="truncation">What was asked for.</param>
/// <param name="tolerance">The tolerance as a share of ‖A‖_F, no smaller than rounding.</param>
/// <param name="norm">‖A‖_F.</param>
/// <param name="limit">The largest rank allowed.</param>
/// <param name="valueTarget">How near each value must be to the true one, as a share of it; infinite where that does not matter.</param>
/// <param name="shortfalls">What is known of that.</param>
/// <param name="atLimit">Judges the largest rank allowed, where there is one below all.</param>
internal sealed class RankSettled<T>(
    Truncation truncation, double tolerance, double norm, int limit, double valueTarget, Shortfalls shortfalls,
    NearOptimum? atLimit) : IStoppingRule
    where T : unmanaged, INumberBase<T>
{
    private readonly double _slack = Tuning<SpacesTuning>.Current.RankSlack;
    private double _left = 1;
    private double _reference = 1;

    public SearchEnd End { get; private set; } = SearchEnd.Tolerance;

    /// <summary>The rank that the space needs, once it has been looked at.</summary>
    public int Rank { get; private set; } = int.MaxValue;

    /// <summary>By how much each value of that rank is below the true one, as a share of it, by estimate.</summary>
    public double[] ValueErrors => shortfalls.Relative(Math.Min(Rank, limit), isNoiseCounted: false);

    public bool IsMetByNothing(ISpace space) => norm == 0;

    public void Restarted()
    {
        shortfalls.Restarted();
        atLimit?.Restarted();
    }

    public bool IsReached(ISpace space)
    {
        double before = _left;
        Residual left = space.Left;
        _left = Math.Max(0, ResidualEstimator<T>.SafeSquared(left));
        _reference = ResidualEstimator<T>.SafeReference(left);
        double allowed = truncation.Kind == TruncationKind.RelativeError ? tolerance * _reference : tolerance;
        bool isWithin = _left <= allowed * allowed;
        if (!isWithin && atLimit is null && double.IsInfinity(valueTarget))
        {
            return false;
        }

        double[] shares = space.Shares();
        shortfalls.Add(shares);
        atLimit?.Add(shares);
        bool isNear = atLimit is null or { IsNear: true };
        if (atLimit is { IsNear: true } && 1 - atLimit.Captured > tolerance * tolerance)
        {
            End = SearchEnd.LargestRank;
            return true;
        }

        return isWithin && Settles(shares, before) && (Rank < limit || isNear)
            && (_left == 0 || shortfalls.AreWithin(Math.Min(Rank, limit), valueTarget, isNoiseCounted: false));
    }

    private bool Settles(double[] shares, double before)
    {
        int needed = truncation.ChooseRank(shares, _left, norm, limit, _reference);

        // Were all that lies outside the space to lie in the leading directions, this many would still be needed.
        int least = truncation.ChooseRank(shares, 0, norm, limit, _reference);

        // What the leading directions miss is a part of what the space leaves, and falls with it: so does what a block takes from the rank.
        double rate = before > 0 ? _left / before : 0;
        double further = rate < 1 ? (Rank - (double)needed) * rate / (1 - rate) : double.PositiveInfinity;
        Rank = needed;
        return _left == 0 || needed <= (1 + _slack) * least || further <= _slack * needed;
    }
}
