namespace LowRank;

/// <summary>Why a search ended.</summary>
public enum SearchEnd
{
    /// <summary>As many blocks as were asked for have been computed.</summary>
    BlocksGiven,

    /// <summary>The error of the rank asked for is near the smallest one, by estimate: see <see cref="SearchSummary.Excess"/>.</summary>
    NearOptimum,

    /// <summary>The error allowed is kept, and more directions would hardly lower the rank.</summary>
    Tolerance,

    /// <summary>The largest rank allowed does not keep the error allowed; its own error is near the smallest one.</summary>
    LargestRank,

    /// <summary>The residual of each triplet is below the tolerance.</summary>
    Residuals,

    /// <summary>The space holds all of A.</summary>
    Complete,

    /// <summary>The room, or the restarts, that a search has were spent; the result is the best of what was found.</summary>
    Budget,
}
