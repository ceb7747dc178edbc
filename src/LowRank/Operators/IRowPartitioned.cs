namespace LowRank;

/// <summary>
/// An operator of whose rows this process holds a part. Its <c>RowCount</c> is the number of rows here; <c>Multiply</c> makes these rows
/// of A x, and <c>MultiplyAdjoint</c> takes these rows of x and gives the whole of Aᴴ x, summed over all parts. What else it offers is
/// of the whole matrix too: its norm, for one.
/// </summary>
public interface IRowPartitioned
{
    /// <summary>The rows of all parts.</summary>
    RowSpace Rows { get; }
}
