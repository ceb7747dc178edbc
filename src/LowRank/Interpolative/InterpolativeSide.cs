namespace LowRank;

/// <summary>What an interpolative decomposition selects.</summary>
public enum InterpolativeSide
{
    /// <summary>Columns: <c>A ≈ A[:, J] Z</c>.</summary>
    Columns,

    /// <summary>Rows: <c>A ≈ Z A[I, :]</c>.</summary>
    Rows,
}
