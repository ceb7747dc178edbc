namespace LowRank;

/// <summary>How an interpolative decomposition chooses its skeleton.</summary>
public enum InterpolativeDecompositionMethod
{
    /// <summary><see cref="ColumnPivotedQr"/> for small dense matrices, else <see cref="Sketched"/>.</summary>
    Auto,

    /// <summary>QR with column pivoting of the whole matrix.</summary>
    ColumnPivotedQr,

    /// <summary>QR with column pivoting of a sketch; the coefficients are then fitted to the whole matrix.</summary>
    Sketched,
}
