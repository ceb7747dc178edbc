namespace LowRank.Spaces;

/// <summary>Judges a growing space: whether it is good enough, and how much is left to do.</summary>
internal interface IStoppingRule
{
    /// <summary>What it means that the rule is satisfied.</summary>
    SearchEnd End { get; }

    /// <summary>How many blocks more it will take, by estimate; infinite while there is none.</summary>
    double BlocksLeft => double.PositiveInfinity;

    /// <summary>Whether the space has got so far that its numbers do not tell any more what is left.</summary>
    bool IsLost => false;

    /// <summary>Whether a space without any direction is good enough.</summary>
    bool IsMetByNothing(ISpace space) => false;

    /// <summary>Whether the space, which has just grown by a block, is good enough.</summary>
    bool IsReached(ISpace space);

    /// <summary>The space has been compressed: the next gain makes up for what that lost, and says nothing about those after it.</summary>
    void Restarted()
    {
    }
}
