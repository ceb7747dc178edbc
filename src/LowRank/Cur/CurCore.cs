namespace LowRank;

/// <summary>What stands between the columns and the rows of a CUR decomposition.</summary>
public enum CurCore
{
    /// <summary>The best core for these columns and rows, <c>U = C⁺AR⁺</c>: one more product with A.</summary>
    Optimal,

    /// <summary>
    /// <c>U = A[I, J]⁺</c> (Goreinov, Tyrtyshnikov and Zamarashkin 1997): the chosen rows and columns are reproduced, and A is not
    /// needed again. Where <c>A[I, J]</c> is too
    /// ill-conditioned, the optimal core is used instead.
    /// </summary>
    Intersection,
}
