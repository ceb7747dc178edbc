using LowRank.Selection;

namespace LowRank;

/// <summary>How an interpolative decomposition chooses its skeleton.</summary>
public enum InterpolativeDecompositionMethod
{
    /// <summary>
    /// <see cref="ColumnPivotedQr"/> for small dense matrices, else <see cref="RandomizedPivoting"/>, or <see cref="Sketched"/> where
    /// power iterations are asked for.
    /// </summary>
    Auto,

    /// <summary>QR with column pivoting of the whole matrix, up to the rank or the error and no further.</summary>
    ColumnPivotedQr,

    /// <summary>QR with column pivoting of a sketch of an approximate range, after power iterations; the coefficients are then fitted to
    /// the whole matrix.</summary>
    Sketched,

    /// <summary>
    /// Column pivoting in blocks, each chosen from a small sketch of what is left of the matrix; to a rank, of some more columns than
    /// wanted, those that the error needs least are taken out again. The coefficients and the error come with the choice: little more
    /// work than one product of the matrix with k columns.
    /// </summary>
    RandomizedPivoting,

    /// <summary>The columns (rows) were given, by <see cref="InterpolativeDecomposition.FromIndices"/>; not a way to choose them.</summary>
    Given,
}
