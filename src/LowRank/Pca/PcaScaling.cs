namespace LowRank;

/// <summary>What each feature is divided by before the components are looked for.</summary>
public enum PcaScaling
{
    /// <summary>Nothing: the components of the covariance matrix.</summary>
    None,

    /// <summary>
    /// Its standard deviation, with n − 1 for n samples: the components of the correlation matrix. A constant feature is left as it is.
    /// </summary>
    UnitVariance,
}
