namespace LowRank.Spaces;

/// <summary>Satisfied after a number of blocks, whatever they hold.</summary>
internal sealed class BlocksGiven(int count) : IStoppingRule
{
    private int _blocks;

    public SearchEnd End => SearchEnd.BlocksGiven;

    public bool IsReached(ISpace space) => ++_blocks >= count;
}
