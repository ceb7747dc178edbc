namespace LowRank.Spaces;

/// <summary>
/// Judges when a growing Krylov space knows the rank that a tolerance of the Frobenius norm needs: what the space leaves is within the
/// tolerance, and the rank is proven to be near the least, or what the last block took from it says that further ones will hardly lower
/// it.
/// </summary>
/// <param name="truncation">What was asked for.</param>
/// <param name="tolerance">The tolerance as a share of ‖A‖_F, no smaller than rounding.</param>
/// <param name="norm">‖A‖_F.</param>
/// <param name="limit">The largest rank allowed.</param>
internal sealed class RankSettling(Truncation truncation, double tolerance, double norm, int limit)
{
    // How near.
    private const double Slack = 0.02;

    private double _left = 1;
    private double _before = 1;

    /// <summary>The rank that the space needs, once it has been looked at.</summary>
    public int Rank { get; private set; } = int.MaxValue;

    public bool IsReached { get; private set; }

    /// <summary>The space has grown. Whether its singular values are wanted now.</summary>
    /// <param name="left">What it leaves, squared, as a share of ‖A‖².</param>
    public bool IsWorthALook(double left)
    {
        (_before, _left) = (_left, Math.Max(0, left));
        return _left <= tolerance * tolerance;
    }

    /// <summary>Judges by the singular values.</summary>
    /// <param name="squares">σ_i² of what the space holds, as shares of ‖A‖², descending.</param>
    public void Add(double[] squares)
    {
        int needed = truncation.ChooseRank(squares, _left, norm, limit);

        // Were all that lies outside the space to lie in the leading directions, this many would still be needed.
        int least = truncation.ChooseRank(squares, 0, norm, limit);

        // What the leading directions miss is a part of what the space leaves, and falls with it: so does what a block takes from the rank.
        double rate = _before > 0 ? _left / _before : 0;
        double further = rate < 1 ? (Rank - (double)needed) * rate / (1 - rate) : double.PositiveInfinity;
        IsReached = needed <= (1 + Slack) * least || further <= Slack * needed;
        Rank = needed;
    }
}
