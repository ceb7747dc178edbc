using LowRank.Selection;

namespace LowRank;

/// <summary>How columns are chosen.</summary>
/// <remarks>What each achieves is measured in docs/column-selection.md.</remarks>
public enum ColumnSelectionMethod
{
    /// <summary>
    /// <see cref="SketchedPivoting"/>, or <see cref="RangeFinderPivotedQr"/> where <see cref="ColumnSelectionOptions.PowerIterations"/>
    /// are asked for. An interpolative decomposition of a small dense matrix takes <see cref="ColumnPivotedQr"/>.
    /// </summary>
    Auto,

    /// <summary>
    /// Column pivoting in blocks, each chosen from a small sketch of what is left; to a number, of some more than wanted, those that the
    /// error needs least are taken out again. As good as <see cref="ColumnPivotedQr"/>, and better where that is bad, at the cost of one
    /// product, which gives the coefficients too. Source: Duersch and Gu 2017.
    /// </summary>
    SketchedPivoting,

    /// <summary>QR with column pivoting of the whole matrix, which goes no further than the rank or the error: each column has the
    /// largest part outside those before it (Businger and Golub 1965).</summary>
    ColumnPivotedQr,

    /// <summary>The same with each column drawn in proportion to the square of its part outside those before it (randomly pivoted
    /// QR; Chen, Epperly, Tropp and Webber 2025).</summary>
    RandomlyPivotedQr,

    /// <summary>QR with column pivoting of QᴴA, with Q from a range finder (Halko, Martinsson and Tropp 2011, section 5.2). Power
    /// iterations sharpen the choice where singular values decay slowly.</summary>
    RangeFinderPivotedQr,

    /// <summary>LU with partial pivoting of a sketch (Dong and Martinsson 2023): the cheapest choice, a little worse.</summary>
    SketchedLu,

    /// <summary>Each column is the one that lowers the error most (Farahat, Ghodsi and Kamel 2013): often better than pivoting, not
    /// always. It squares the condition number. O(mn² + kn²).</summary>
    TotalErrorGreedy,

    /// <summary>The discrete empirical interpolation of the leading right singular vectors (Sorensen and Embree 2016).</summary>
    Deim,

    /// <summary>
    /// Adaptive randomised pivoting on the leading right singular vectors (Cortinovis and Kressner 2024): on average, the squared error
    /// with the coefficients that the vectors give is k + 1 times that of the vectors.
    /// </summary>
    AdaptiveRandomizedPivoting,

    /// <summary>The same without chance (Osinsky 2023): the squared error is at most k + 1 times that of the vectors, always.
    /// O(kmn).</summary>
    Osinsky,

    /// <summary>Volume sampling: k columns with probability proportional to the square of the volume that they span (Deshpande and
    /// Rademacher 2010).</summary>
    VolumeSampling,

    /// <summary>The columns of the largest leverage scores. Picks near-parallel columns together.</summary>
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
