namespace LowRank.Kernels;

/// <summary>
/// What the processor and MKL like: widths, pieces and panels, which change speed and never a result beyond its rounding. Where no
/// measurement is named, the value follows from the size of a cache.
/// </summary>
internal static class Machine
{
    // Memory

    public const int BytesPerCacheLine = 64;

    /// <summary>What is read in less than this lies in a cache, and its time says nothing of memory.</summary>
    public const long BytesBeyondCaches = 1 << 24;

    /// <summary>What memory delivers to a process on a server of today, where nothing was measured.</summary>
    public const double BytesPerSecond = 2e10;

    // Passes over memory in the kernels

    /// <summary>Squares are summed in double in pieces of this many numbers, so that a float matrix loses nothing and rounding grows
    /// slowly; a piece stays in the first-level cache.</summary>
    public const int NumbersPerSum = 2048;

    /// <summary>The columns of a row-major matrix whose running sums, 16 KiB, stay in the first-level cache while all rows pass over
    /// them.</summary>
    public const int ColumnsPerSum = 2048;

    /// <summary>The edge of the square tile in which a matrix is transposed: two tiles of the largest element fit in 32 KiB.</summary>
    public const int TransposedTile = 32;

    /// <summary>Of a column-major source so many columns are read side by side, so that a cache line of the destination is written at
    /// once: eight doubles.</summary>
    public const int GatheredColumns = 8;

    // Pieces that are worth a thread

    /// <summary>Elements of a gather: some microseconds of work, so that handing it to a thread does not cost more.</summary>
    public const int ElementsPerGather = 1 << 15;

    /// <summary>Elements of a copy across layouts: 2 MB of doubles, the second-level cache.</summary>
    public const int ElementsPerCopy = 1 << 18;

    /// <summary>Columns of a Hermitian matrix whose triangle is mirrored: two tiles.</summary>
    public const int MirroredColumns = 64;

    // Operands of products

    /// <summary>Rows that a Gram matrix of a few columns takes at a time: enough for products at full speed; with 24 columns 48 KiB,
    /// however many rows there are.</summary>
    public const int RowsPerGram = 256;
}
