namespace LowRank;

/// <summary>How a CUR decomposition chooses its rows.</summary>
public enum CurRowSelection
{
    /// <summary>
    /// From a basis of the columns already chosen, so that the entries where both meet are well-conditioned: by the same method where it
    /// works on a basis (DEIM, adaptive randomised pivoting, Osinsky), else by pivoting. Costs no product with A.
    /// </summary>
    FromColumns,

    /// <summary>From A by the same method as the columns, as columns of the transpose.</summary>
    Independent,
}
