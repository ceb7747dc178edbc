namespace LowRank;

/// <summary>Which leverage scores are meant.</summary>
public enum LeverageScoreKind
{
    /// <summary><c>h_j = ‖V[j, :γ]‖²</c> from LAPACK's singular vectors. They add up to γ.</summary>
    Exact,

    /// <summary>The same from the vectors of a randomised range finder.</summary>
    Approximate,

    /// <summary>
    /// Ridge leverage scores <c>h_j = a_jᴴ (AAᴴ + λI)⁻¹ a_j</c> with <c>λ = ‖A − A_γ‖_F² / γ</c>, from all singular vectors (Cohen, Musco
    /// and Musco 2017). They add up to at most 2γ, and do not jump where singular values are close.
    /// </summary>
    Ridge,
}
