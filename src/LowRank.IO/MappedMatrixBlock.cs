namespace LowRank.IO;

/// <summary>A rectangle of a matrix whose entries stand one after the other in the file.</summary>
public readonly record struct MappedMatrixBlock(int Row, int Column, int RowCount, int ColumnCount, long Offset)
{
    /// <summary>Large enough for the products to run at full speed, small beside the memory of any machine.</summary>
    public const int DefaultBytes = 16 << 20;

    public int EntryCount => RowCount * ColumnCount;

    /// <summary>Cuts a matrix into blocks of whole rows (row-major) or columns, or of parts of one where it is longer than a
    /// block.</summary>
    /// <remarks>The blocks depend on the shape alone, so sums over them are the same on any machine.</remarks>
    public static IEnumerable<MappedMatrixBlock> Cut(int rowCount, int columnCount, MatrixLayout layout, int entrySize, int entriesPerBlock)
    {
        bool isRowMajor = layout == MatrixLayout.RowMajor;
        int majors = isRowMajor ? rowCount : columnCount;
        int minors = isRowMajor ? columnCount : rowCount;
        if (majors == 0 || minors == 0)
        {
            yield break;
        }

        int majorStep = Math.Max(1, entriesPerBlock / minors);
        int minorStep = Math.Min(minors, entriesPerBlock);
        for (long major = 0; major < majors; major += majorStep)
        {
            int majorCount = (int)Math.Min(majorStep, majors - major);
            for (long minor = 0; minor < minors; minor += minorStep)
            {
                int minorCount = (int)Math.Min(minorStep, minors - minor);
                long offset = ((major * minors) + minor) * entrySize;
                yield return isRowMajor
                    ? new MappedMatrixBlock((int)major, (int)minor, majorCount, minorCount, offset)
                    : new MappedMatrixBlock((int)minor, (int)major, minorCount, majorCount, offset);
            }
        }
    }
}
