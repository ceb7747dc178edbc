namespace LowRank;

/// <summary>The random matrix that a randomised method multiplies its input by first.</summary>
/// <remarks>
/// All kinds are written out and multiplied by one dense product, at whose speed on thin matrices a product that exploits the structure
/// does not pay; they differ in what they cost to draw, and in their tails.
/// </remarks>
public enum SketchKind
{
    /// <summary>Independent standard normal entries: the theory of the randomised methods holds with its constants. The default.</summary>
    Gaussian,

    /// <summary>
    /// Sparse signs: eight non-zero entries in each row, of one magnitude, at random places. Cheaper to draw (Tropp, Yurtsever, Udell and
    /// Cevher 2019, section 3.9).
    /// </summary>
    SparseSign,

    /// <summary>
    /// A subsampled randomised trigonometric transform: random signs times distinct columns of the cosine transform (Halko, Martinsson
    /// and Tropp 2011, section 4.6). Its columns are orthogonal.
    /// </summary>
    Trigonometric,
}
