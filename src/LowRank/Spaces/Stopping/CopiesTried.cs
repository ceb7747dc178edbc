namespace LowRank.Spaces;

/// <summary>
/// Satisfied when another rule is, and no copy of a multiple value can be missing. A Krylov space from p random
/// directions holds at most p copies of a value. So copies may be missing where p of the values found are equal: then a fresh random block,
/// outside all that was found, is given as many blocks as the search took, and the values are judged again.
/// </summary>
/// <param name="rule">The other rule.</param>
/// <param name="space">The space.</param>
/// <param name="rank">How many values are wanted.</param>
/// <param name="spread">Values are taken as equal within this share of them.</param>
internal sealed class CopiesTried(IStoppingRule rule, IRefreshable space, int rank, double spread) : IStoppingRule
{
    private int _blocks;
    private int _blocksOfSearch;
    private int _judgedFrom;

    public SearchEnd End => rule.End;

    public double BlocksLeft => rule.BlocksLeft;

    public bool IsLost => rule.IsLost;

    public bool IsMetByNothing(ISpace grown) => rule.IsMetByNothing(grown);

    public void Restarted() => rule.Restarted();

    public bool IsReached(ISpace grown)
    {
        _blocks++;
        if (!rule.IsReached(grown) || _blocks < _judgedFrom)
        {
            return false;
        }

        if (!MayMissCopies(grown.Shares()) || !space.TryRefresh())
        {
            return true;
        }

        _blocksOfSearch = _blocksOfSearch == 0 ? _blocks : _blocksOfSearch;
        _judgedFrom = _blocks + _blocksOfSearch;
        rule.Restarted();
        return false;
    }

    /// <summary>Whether as many values are equal as the space can hold copies; only values that are wanted matter, and of the last of
    /// them no copy does.</summary>
    private bool MayMissCopies(double[] shares)
    {
        int count = Math.Min(rank, shares.Length);
        for (int i = 0; i + space.StartCount <= count; i++)
        {
            double least = shares[i] * (1 - spread) * (1 - spread);
            if (shares[i + space.StartCount - 1] >= least && shares[count - 1] < least)
            {
                return true;
            }
        }

        return false;
    }
}
