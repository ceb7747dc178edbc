using LowRank.Selection;

namespace LowRank;

/// <summary>How columns are chosen.</summary>
/// <remarks>What each achieves is measured in docs/column-selection.md.</remarks>
public enum ColumnSelectionMethod
{
    /// <summary>
    /// Column pivoting in blocks, each chosen from a small sketch of what is left; to a number, of some more than wanted, those that the
    /// error needs least are taken out again. As good as <see cref="ColumnPivotedQr"/>, where that is bad better, at the cost of one
    /// product.
    /// </summary>
    RandomizedPivoting,

    /// <summary>QR with column pivoting: each column has the largest part outside those before it (I-4).</summary>
    ColumnPivotedQr,

    /// <summary>LU with partial pivoting of a sketch (Dong and Martinsson 2023): the cheapest choice, a little worse.</summary>
    SketchedLu,

    /// <summary>Each column is the one that lowers the error most (I-12): often better than pivoting, not always; squares the condition
    /// number. O(mn² + kn²).</summary>
    TotalErrorGreedy,

    /// <summary>Each column is drawn with probability proportional to the square of its part outside those before it (randomly pivoted
    /// QR).</summary>
    RandomPivoting,

    /// <summary>The discrete empirical interpolation of the leading right singular vectors (Sorensen and Embree 2016; U-11).</summary>
    Deim,

    /// <summary>
    /// Adaptive randomised pivoting on the leading right singular vectors (Cortinovis and Kressner 2024): on average, the squared error
    /// with the coefficients that the vectors give is k + 1 times that of the vectors (E7).
    /// </summary>
    AdaptiveRandomPivoting,

    /// <summary>The same without chance (Osinsky 2023): the squared error is at most k + 1 times that of the vectors, always.
    /// O(kmn).</summary>
    Osinsky,

    /// <summary>Volume sampling: k columns with probability proportional to the square of the volume that they span (Deshpande and
    /// Rademacher 2010; E8).</summary>
    VolumeSampling,

    /// <summary>The columns of the largest leverage scores (U-8). Picks near-parallel columns together.</summary>
    LeverageTop,

    /// <summary>Columns drawn in proportion to their leverage scores, without replacement.</summary>
    LeverageSampling,

    /// <summary>The longest columns. Picks near-parallel columns together.</summary>
    NormTop,

    /// <summary>Columns drawn in proportion to their squared norms, without replacement.</summary>
    NormSampling,

    /// <summary>Columns drawn with equal probabilities, without replacement.</summary>
    Uniform,

    /// <summary>The columns nearest to the centres of k clusters (k-means with k-means++ seeds).</summary>
    KMeans,
}
