namespace LowRank;

/// <summary>How a cross approximation looks for its pivots.</summary>
public enum CrossPivoting
{
    /// <summary>In one row and one column at a time: (m + n)k entries are read.</summary>
    Partial,

    /// <summary>In the whole matrix, which is read once and kept: the largest entry of what is left. For small matrices and as a
    /// yardstick.</summary>
    Full,
}
