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

    /// <summary>
    /// Terms of a product that are added in single precision, and the pieces then in double. MKL adds blocks of terms in sequence: equal
    /// ones, whose roundings agree, are off by up to 24 ε where there are 1024, by 56 to 700 ε where there are 131 072; others by less than
    /// 4 ε.
    /// </summary>
    public const int TermsPerSum = 1 << 10;

    /// <summary>The same of a product with more than <see cref="ElementsOfLargeSum"/> entries, which MKL adds in more sums at once: up
    /// to 21 ε.</summary>
    public const int TermsPerLargeSum = 1 << 12;

    /// <inheritdoc cref="TermsPerLargeSum"/>
    public const int ElementsOfLargeSum = 1 << 12;

    /// <summary>Entries of a sparse row or column whose products are added in single precision, in sequence: equal ones are off by
    /// 11 ε.</summary>
    public const int TermsPerSparseSum = 128;

    /// <summary>Panels whose products are added in single precision: their roundings stay below those within a panel.</summary>
    public const int PanelsPerSum = 32;

    /// <summary>Multiplications of a long product that are worth a thread of their own.</summary>
    public const int WorkPerLongSum = 1 << 18;

    /// <summary>Sums that are kept in double at a time: 8 MB.</summary>
    public const int ElementsPerLongSum = 1 << 20;

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

    /// <summary>Rows of a gather at least, however many columns are taken: each thread then writes some pages of its own.</summary>
    public const int FewestRowsPerGather = 64;

    /// <summary>Elements of a copy across layouts: 2 MB of doubles, the second-level cache.</summary>
    public const int ElementsPerCopy = 1 << 18;

    /// <summary>Columns of a Hermitian matrix whose triangle is mirrored: two tiles.</summary>
    public const int MirroredColumns = 64;

    // Operands of products

    /// <summary>Rows that a Gram matrix of a few columns takes at a time: enough for products at full speed; with 24 columns 48 KiB,
    /// however many rows there are.</summary>
    public const int RowsPerGram = 256;

    // Products with thin matrices

    /// <summary>Fewer columns than this are as fast in MKL's own way, and</summary>
    public const int FewestThinColumns = 8;

    /// <summary>more than this keep its threads busy.</summary>
    public const int MostThinColumns = 256;

    /// <summary>Rows of a panel that one thread multiplies: with a thousand columns of doubles 1 MB.</summary>
    public const int RowsPerThinPanel = 128;

    /// <summary>Smaller matrices, of 4 MB of doubles, stay in the cache anyhow.</summary>
    public const long ElementsOfThinProduct = 1L << 19;

    // Sparse products

    /// <summary>Rows of a product that are made in a buffer before they go to their layout.</summary>
    public const int RowsPerSparseTile = 32;

    /// <summary>Wider products go in panels: so many columns, and</summary>
    public const int SparseColumns = 128;

    /// <summary>so many elements of x at a time are packed.</summary>
    public const long MostSparsePacked = 1 << 28;

    /// <summary>Below so many multiplications a second thread costs more than it saves.</summary>
    public const long WorkPerSparseThread = 1 << 16;

    /// <summary>The operand of a product so much taller than its result is read in its own order, and the result, which is small, out of
    /// order.</summary>
    public const int MuchTallerSparse = 16;

    /// <summary>The sums that such a product is split into, at most.</summary>
    public const int MostSparseSums = 16;

    // One reading for several products

    /// <summary>A panel of a matrix in memory: with 2 MB of doubles the second product finds it in the cache; and</summary>
    public const int ElementsPerPass = 1 << 18;

    /// <summary>no fewer rows than this, or the sums are read and written more than the matrix.</summary>
    public const int FewestRowsPerPass = 64;

    /// <summary>A panel of a source: 16 MB of doubles are large beside what a call costs, and small beside any memory.</summary>
    public const long ElementsPerReading = 1 << 21;

    /// <summary>A panel in single precision: half a megabyte stays in the second-level cache; and</summary>
    public const int ElementsPerSingleGram = 1 << 17;

    /// <summary>of fewer rows than this the second product would be all overhead.</summary>
    public const int FewestRowsPerSingleGram = 32;

    /// <summary>Numbers that are rounded to single precision at a time, and multiplied while they are still in the cache.</summary>
    public const int ElementsPerRounding = 1 << 19;

    /// <summary>A block that is centred should stay in the second-level cache until it is multiplied; threads share it, if each has at
    /// least</summary>
    public const int ElementsPerCentering = 1 << 18;

    /// <summary>so many elements of it.</summary>
    public const int ElementsPerCenteringThread = 1 << 15;

    /// <summary>Pieces of a panel that is centred: enough for the threads of a machine.</summary>
    public const int PiecesPerCentering = 16;

    // Norms, moments, sums of rows: pieces depend on the shape alone, so that any number of threads adds up the same

    public const int ElementsPerNorm = 1 << 20;

    /// <summary>Sums across rows are kept once for each piece of rows: few, so that they take O(columns) memory.</summary>
    public const int MostRowPiecesPerNorm = 16;

    public const int FewestRowsPerNorm = 32;

    public const int ColumnsPerNorm = 4096;

    public const int ElementsPerMoments = 1 << 19;

    /// <summary>Narrower matrices are cut into pieces of rows, wider ones into strips of columns, so that the sums of all pieces stay
    /// small.</summary>
    public const int ColumnsPerMoments = 512;

    /// <summary>Columns that are looked at together where they must be asked for, and</summary>
    public const int ColumnsPerDeviations = 64;

    /// <summary>fewer where they are so long.</summary>
    public const int ElementsPerDeviations = 1 << 26;

    /// <summary>Columns whose signed sums stay in the cache, and</summary>
    public const int ColumnsPerSignedSum = 512;

    /// <summary>of a matrix that is not wide enough for so many pieces, pieces of rows too, with sums of their own,</summary>
    public const int SignedSumPieces = 4;

    /// <summary>if there are so many times more rows than sums.</summary>
    public const int RowsOverSignedSums = 32;

    /// <summary>Rows of sparse signs that a thread draws.</summary>
    public const int RowsPerSigns = 1024;

    // Blocks of searches

    /// <summary>Products with thin matrices are fastest where they have a multiple of 8 columns: 112 take less time than 110.</summary>
    public const int ColumnAlignment = 8;

    /// <summary>In single precision at multiples of 48 columns (MKL 2020.4, AVX-512).</summary>
    public const int SingleColumns = 48;

    /// <summary>Narrow blocks in single precision are rounded up to this.</summary>
    public const int SmallSingleColumns = 16;

    /// <summary>Rows of a tall block that are widened to double precision at a time: with a few hundred columns half a megabyte, which
    /// stays in the second-level cache.</summary>
    public const int RowsWidened = 256;

    /// <summary>Rows of a basis that are multiplied at a time where the product overwrites them.</summary>
    public const int RowsInPlace = 512;
}
